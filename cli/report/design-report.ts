/** What `design` found for a plan, for any format that people or programs read. */
import type { Loss, Recovery, ScenarioResult } from '../../engine/assess/assessment.ts';
import { sayDuration, sayMoney, sayParts, saySize } from '../../engine/assess/say.ts';
import { listed } from '../../engine/checks/words.ts';
import type { Answer, Design } from '../../engine/design/design.ts';
import type { Objective } from '../../engine/design/objectives.ts';
import type { Barrier } from '../../engine/design/tally.ts';

export interface DesignReport {
  /** The plan's title. */
  readonly plan: string;
  readonly designs: readonly Design[];
  /** Names of systems that are left alone: each has a backup that holds. */
  readonly kept: readonly string[];
}

const titles: Readonly<Record<Objective, string>> = {
  cost: 'just enough',
  scripts: 'least by hand',
  recovery: 'back soonest',
  loss: 'loses least',
};

/** `just enough`, `just enough, loses least`. */
export function titleOf({ best }: Answer): string {
  return best.map((each) => titles[each]).join(', ');
}

/** With the word that takes it: just enough (`--objective cost`). */
export function headingOf(answer: Answer): string {
  return `${titleOf(answer)} (${listed(
    answer.best.map((each) => `\`--objective ${each}\``),
    'or',
  )})`;
}

/** The answers side by side: what a row is about, then a cell for each. */
export function comparison(answers: readonly Answer[]): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const row = (about: string, cell: (answer: Answer) => string): void => {
    const cells = answers.map(cell);
    if (cells.some((text) => text !== '')) rows.push([about, ...cells]);
  };
  const names = answers[0]?.scenarios.map(({ scenario }) => scenario) ?? [];
  const result = ({ scenarios }: Answer, name: string): ScenarioResult | undefined => scenarios.find(({ scenario }) => scenario === name);
  for (const name of names) row(`lost at most in ${name}`, (answer) => figure(result(answer, name)?.loss));
  for (const name of names) row(`back after ${name}`, (answer) => figure(result(answer, name)?.recovery));
  row('copies on', ({ copies }) => copies.storages.join(', '));
  row('reaches back', ({ reaches }) => {
    const [longest] = reaches.toSorted((a, b) => b.seconds - a.seconds);
    return longest === undefined ? '' : longest.seconds === Infinity ? 'for ever' : `${days(longest.seconds)} on ${longest.storage}`;
  });
  row('stored in month 12', ({ price }) => saySize(price.bytes));
  for (const [month, key] of months)
    row(`cost of month ${month}`, ({ price }) => `${price.lacks.length > 0 ? 'at least ' : ''}${sayMoney(price[key], price.currency)}`);
  row('cost lacks', ({ price }) => price.lacks.join(', '));
  row('set up by hand', ({ byHand }) => [...new Set(byHand.map(({ about }) => about))].join('; '));
  row('has to be bought', ({ buys }) => buys.join(', '));
  row('warnings left', ({ leaves }) => [...new Set(leaves.map(({ code }) => code))].join(', '));
  return rows;
}

const months = [
  [1, 'month1'],
  [12, 'month12'],
  [36, 'month36'],
] as const;

function figure(of: Loss | Recovery | undefined): string {
  if (of === undefined) return '';
  const { status, seconds = 0, target } = of;
  const reached = status === 'known' ? sayDuration(seconds) : status;
  return target === undefined ? reached : `${reached} of ${sayDuration(target)}`;
}

function days(seconds: number): string {
  const whole = Math.floor(seconds / 86400);
  return whole < 3 ? sayDuration(seconds) : `${whole} days`;
}

/** Why nothing meets what is asked, a sentence each. */
export function reasons(design: Exclude<Design, { status: 'designed' }>): readonly string[] {
  if (design.status === 'unknown')
    return [
      `${listed(design.missing)} ${design.missing.length === 1 ? 'is' : 'are'} not in the plan, and nothing can be worked out without.`,
    ];
  const barriers = design.barriers.map(barrierText);
  const because = design.because === undefined ? [] : [sentence(design.because)];
  const nearest = design.nearest?.short.map(({ text }) => text) ?? [];
  return [...barriers, ...because, ...(nearest.length === 0 ? [] : [`What comes nearest falls short: ${nearest.join('; ')}.`])];
}

/** `No restore of files from glacier is done within 1h in fire: …`. */
function barrierText({ scenario, what, target, bound, structure }: Barrier): string {
  const { style, primary, copies } = structure;
  const tool = style.tool.name;
  const names = listed(
    [primary, ...copies].map(({ name }) => name),
    'or',
  );
  const sum = bound.parts === undefined ? bound.label : sayParts(bound.parts);
  if (bound.value === Infinity) return `${sentence(bound.label).slice(0, -1)} in ${scenario}, whichever storages are used.`;
  return what === 'recovery'
    ? `No restore brings it back within ${sayDuration(target)} in ${scenario}: with ${tool} and ${names}, the quickest of all, it takes ${sayDuration(bound.value ?? 0)} (${sum}).`
    : `No schedule loses less than ${sayDuration(target)} in ${scenario}: with ${tool}, the best of all, it is ${sayDuration(bound.value ?? 0)} (${sum}).`;
}

function sentence(text: string): string {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return capital.endsWith('.') ? capital : `${capital}.`;
}
