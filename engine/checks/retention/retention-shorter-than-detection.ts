import type { ScenarioResult } from '../../assess/assessment.ts';
import { type Place, type System, spanSeconds } from '../../plan/model.ts';
import { spanAs } from '../../plan/written-as.ts';
import { resultOf } from '../answers.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { foundLater } from '../loss/found-later.ts';
import { lessLost } from '../loss/less-lost.ts';
import { textAt } from '../places.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { arrivalInterval } from './arrivals.ts';
import { addRule, type Rule, rulesOn } from './rules.ts';

const id = { code: 'retention-shorter-than-detection', severity: 'error' } as const;

const DAY = 86400;

interface Gone {
  readonly storage: string;
  readonly rules: readonly Rule[];
  /** The longest time between two restore points there, in seconds. */
  readonly interval: number;
}

export const retentionShorterThanDetection: Check = {
  ...id,
  group: 'retention',
  summary: 'Every restore point from before the damage is pruned by the time that it is found.',
  implies: ['unrecoverable'],
  hides: ['rpo-unmet', 'rto-unmet', 'rto-archive-retrieval', 'mtd-exceeded'],
  *run(context) {
    for (const system of context.judged) {
      const lost = (resultOf(context, system.name)?.scenarios ?? []).filter(
        (each) => each.affected && each.loss.status === 'unrecoverable',
      );
      if (lost.length > 0 && lost.every(isFoundTooLate)) yield* report(context, system, lost);
    }
  },
  brings({ about = '' }, before, after) {
    return lessLost(about, before, after);
  },
};

/** Whether all that the scenario spares is spared too late: no lost key, no torn chain, no lock that ends. */
function isFoundTooLate({ loss }: ScenarioResult): boolean {
  const spared = loss.falls.filter(({ reason }) => reason !== 'lost' && reason !== 'bound' && reason !== 'compromised');
  return spared.length > 0 && spared.every(({ reason }) => reason === 'found-too-late');
}

function* report(context: CheckContext, system: System, lost: readonly ScenarioResult[]): Generator<Finding> {
  const detection = (name: string) => context.plan.scenarios.find((each) => each.name === name)?.detectedAfter;
  const seconds = ({ scenario }: ScenarioResult) => {
    const after = detection(scenario);
    return after === undefined ? 0 : spanSeconds(after.value);
  };
  const [latest] = lost.toSorted((a, b) => seconds(b) - seconds(a));
  if (latest === undefined) return;
  const after = detection(latest.scenario);
  const gone = latest.loss.falls
    .filter(({ reason }) => reason === 'found-too-late')
    .flatMap(({ storage }) => system.blocks.flatMap((block) => goneFrom(block, storage)));
  const [first] = gone;
  const [rule] = first?.rules ?? [];
  if (after === undefined || first === undefined || rule === undefined) return;
  const wanted = longEnough(foundLater(seconds(latest)), first.interval, latest.loss.target);
  const message = `Damage in ${latest.scenario} is found after ${spanAs(after.value)}, and by then nothing of \`${system.name}\` from before it is left: ${shorter(context, gone)}. Keep \`${wanted}\` there.`;
  const related: { place: Place; message: string }[] = [];
  if (after.source.from === 'plan')
    related.push({ place: after.source.place, message: `The damage is found after ${spanAs(after.value)}.` });
  const fixes = gone.flatMap(({ storage, rules }): Fix[] => {
    const [{ keep } = {}] = rules;
    return keep === undefined ? [] : [{ title: `Keep \`${wanted}\` on \`${storage}\``, edits: addRule(keep, wanted), safe: false }];
  });
  yield finding(id, rule.keep.place, message, { about: system.name, related, fixes });
}

/** `` `keep 7 days` on nas and vault is shorter ``, for each of the texts. */
function shorter(context: CheckContext, gone: readonly Gone[]): string {
  const byText = new Map<string, string[]>();
  for (const { storage, rules } of gone) {
    const text = rules.map(({ place }) => textAt(context, place)).join(', ');
    byText.set(text, [...(byText.get(text) ?? []), storage]);
  }
  const keeps = [...byText].map(([text, storages]) => `\`keep ${text}\` on ${listed(storages)}`);
  return `${listed(keeps)} ${keeps.length === 1 ? 'is' : 'are'} shorter`;
}

/** A rule that always leaves a point from before the damage, and points as close as the target asks for, if there is one. */
function longEnough(detection: number, interval: number, target = detection / 4): string {
  const longest = Math.max(interval, DAY);
  if (target < 8 * DAY) return `daily for ${Math.ceil((detection + longest) / DAY) + 1} days`;
  if (target < 32 * DAY) return `weekly for ${Math.ceil((detection + longest) / (7 * DAY)) + 1} weeks`;
  return `monthly for ${Math.ceil((detection + longest) / (30 * DAY)) + 2} months`;
}

function goneFrom(block: System['blocks'][number], storage: string): Gone[] {
  const interval = arrivalInterval(block, storage);
  const rules = rulesOn(block, storage);
  return interval === undefined || rules.length === 0 ? [] : [{ storage, rules, interval }];
}
