import { assess } from '../../assess/assess.ts';
import type { Loss, ScenarioResult } from '../../assess/assessment.ts';
import { type Period, type Place, type Scenario, type System, spanSeconds } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import { resultOf } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { firstTime, scenarioPlace, textAt } from '../places.ts';
import { finding } from '../report.ts';
import { addRule, ageOf, type Rule, rulesOn } from '../retention/rules.ts';
import { duration, listed } from '../words.ts';
import { foundLater } from './found-later.ts';

const id = { code: 'loss-grows-with-age', severity: 'warning' } as const;

const DAY = 86400;

type Met = ScenarioResult & { readonly loss: Loss & { readonly target: number; readonly seconds: number } };

export const lossGrowsWithAge: Check = {
  ...id,
  group: 'loss',
  summary: 'Damage that is found a little later than expected loses far more: the points close together are gone by then.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      const isMet = (each: ScenarioResult): each is Met =>
        each.affected && each.loss.met === true && each.loss.target !== undefined && each.loss.seconds !== undefined;
      for (const met of (resultOf(context, system.name)?.scenarios ?? []).filter(isMet)) {
        const found = report(context, system, met);
        if (found === undefined) continue;
        if (isFirst(found)) yield found;
        break;
      }
    }
  },
};

function report(context: CheckContext, system: System, met: Met): Finding | undefined {
  const scenario = context.plan.scenarios.find(({ name }) => name === met.scenario);
  const at = scenario?.detectedAfter.source;
  const detected = scenario === undefined ? 0 : spanSeconds(scenario.detectedAfter.value);
  if (scenario === undefined || at?.from !== 'plan' || detected < DAY) return undefined;
  const later = foundLater(detected);
  const ends = ending(system, later, met.loss.target);
  const [first] = ends;
  if (first === undefined) return undefined;
  const then = lossIfFound(context, system, scenario, later);
  if (then === undefined || then.seconds <= met.loss.target) return undefined;
  const days = `${Math.ceil(later / DAY) + 2} days`;
  const wanted = met.loss.target < DAY ? days : `daily for ${days}`;
  const lost = Number.isFinite(then.seconds) ? `loses up to ${duration(then.seconds)}` : 'loses everything';
  const keeps = [...new Set(ends.map(({ place }) => textAt(context, place)))].map((text) => `\`${text}\``);
  const message = `Damage in ${scenario.name} that is found after ${durationAs(detected)} loses up to ${duration(met.loss.seconds)} of \`${system.name}\`; found after ${durationAs(later)} it ${lost}: what ${listed(keeps)} ${keeps.length === 1 ? 'keeps' : 'keep'} is gone by then. Keep \`${wanted}\`, or say a larger \`rpo\` in ${scenario.name} if that is meant.`;
  const related: { place: Place; message: string }[] = [{ place: at.place, message: 'When it is found is an estimate.' }];
  const place = scenarioPlace(context.plan, scenario.name);
  if (place !== undefined) related.push({ place, message: `It happens in ${scenario.name}.` });
  const fixes = [...new Set(ends.map(({ keep }) => keep))].map(
    (keep): Fix => ({
      title: `Keep \`${wanted}\`${keep.on === undefined ? '' : ` on \`${keep.on}\``}`,
      edits: addRule(keep, wanted),
      safe: false,
    }),
  );
  return finding(id, first.place, message, { about: system.name, related, fixes });
}

const periods: Readonly<Record<Period, number>> = { hourly: 3600, daily: DAY, weekly: 7 * DAY, monthly: 31 * DAY, yearly: 366 * DAY };

/** The rules that keep points as close together as a target asks for and end before an age; none where one of them goes on. */
function ending({ blocks }: System, age: number, target: number): readonly Rule[] {
  const close = blocks
    .flatMap((block) => pointStorages(block).flatMap((storage) => rulesOn(block, storage)))
    .filter(({ rule }) => rule.rule === 'span' || (rule.rule === 'period-for' && periods[rule.period] <= target));
  return close.some(({ rule }) => (ageOf(rule) ?? Infinity) >= age + 2 * DAY) ? [] : close;
}

/** What is lost of a system in a scenario whose damage is found after so many seconds; `Infinity` where nothing is left. */
function lossIfFound(
  { plan, catalogue }: CheckContext,
  system: System,
  scenario: Scenario,
  seconds: number,
): { readonly seconds: number } | undefined {
  const { detectedAfter } = scenario;
  const delayed = { ...scenario, detectedAfter: { ...detectedAfter, value: { years: 0, months: 0, seconds } } };
  const { systems } = assess({ ...plan, systems: [system], scenarios: [delayed] }, catalogue);
  const loss = systems[0]?.scenarios[0]?.loss;
  if (loss?.status === 'unrecoverable') return { seconds: Infinity };
  return loss?.seconds === undefined ? undefined : { seconds: loss.seconds };
}
