/** What is kept where: the long rules on the storage that outlives most, short ones on the others. */
import { type Storage, spanSeconds } from '../plan/model.ts';
import { durationAs, ruleAs } from '../plan/written-as.ts';
import { gapOf, type Rhythm, type Style } from './space.ts';
import type { Case, Wants } from './wants.ts';

const DAY = 86400;
/** Damage of the last days is found within a week, whatever the scenarios say. */
const WEEK = 7 * DAY;
/** What lies no further apart than this is a point a day, clock changes and late runs allowed for. */
const NIGHTLY = 20 * 3600;
/** Damage may be found half as late again as the scenario says. */
const LATER = 1.5;
/** Up to here a row of failed runs could leave nothing. */
const SOON = 14 * DAY;

interface Kept {
  readonly on: string;
  readonly rules: readonly string[];
  /** Seconds back to which a rule keeps points. */
  readonly age: number;
  /** Of log, where there is one. */
  readonly logs?: string;
}

/** The lines `keep …` of a block, without indent. */
export function keepLines(wants: Wants, style: Style, rhythm: Rhythm, storages: readonly Storage[]): readonly string[] {
  const long = longStorage(wants, storages);
  const kept = storages.map((storage) => keptOn(wants, style, rhythm, storage, long));
  const last = Math.max(...kept.map(({ age }) => age)) <= SOON ? ['3 last'] : [];
  const texts = kept.map(({ rules }) => [...rules, ...last].join(', '));
  const logs = kept.flatMap((each) => each.logs ?? []);
  return [...lines('keep', kept, texts), ...lines('keep logs', kept, logs)];
}

/** One line for all storages where they are alike. */
function lines(word: string, kept: readonly Kept[], texts: readonly string[]): readonly string[] {
  if (texts.length === 0) return [];
  if (new Set(texts).size === 1) return [`${word} ${texts[0]}`];
  return kept.map(({ on }, index) => `${word} on ${on} ${texts[index]}`);
}

/** The storage that is left in most scenarios; of equals the cheapest. */
function longStorage({ cases, system }: Wants, storages: readonly Storage[]): Storage | undefined {
  const left = ({ name }: Storage): number => cases.filter((each) => each.left.has(name)).length;
  const price = (storage: Storage): number => storage.price?.value.amount ?? 0;
  const away = ({ at }: Storage): number => Number(at !== system.at);
  return storages.toSorted((a, b) => left(b) - left(a) || away(b) - away(a) || price(a) - price(b))[0];
}

function keptOn(wants: Wants, style: Style, rhythm: Rhythm, storage: Storage, long: Storage | undefined): Kept {
  const { cases, retain, reach } = wants;
  const gap = gapOf(rhythm);
  const isLong = storage === long;
  // What has to be found here when it is found: on the others only what the long one cannot give.
  const needed = cases.filter((each) => each.left.has(storage.name) && (isLong || long === undefined || !each.left.has(long.name)));
  const back = (some: readonly Case[]): number =>
    Math.max(0, ...some.map(({ detected }) => (detected === 0 ? 0 : LATER * detected + 2 * gap + DAY)));
  const every = style.log ? 0 : back(needed.filter(({ rpo }) => rpo !== undefined && rpo < DAY));
  const depth = whole(Math.max(WEEK, 3 * gap, back(needed), isLong ? reach + (reach > 0 ? gap : 0) : 0));
  const wanted = isLong ? retain : [];
  const rules = wanted.map(ruleAs);
  const daily = Math.max(0, ...wanted.map((rule) => (isDaily(rule) ? spanSeconds(rule.span) : 0)));
  const spans = Math.max(0, ...wanted.map((rule) => (rule.rule === 'span' ? spanSeconds(rule.span) : 0)));
  let age = Math.max(daily, spans, ...wanted.map((rule) => ('span' in rule ? spanSeconds(rule.span) : Infinity)));
  let span = spans;
  const isEvery = gap >= NIGHTLY;
  if (isEvery ? Math.max(daily, spans) < depth : spans < Math.max(every, 2 * DAY)) {
    span = whole(isEvery ? depth : Math.max(every, 2 * DAY));
    // What the span keeps anyway need not be said.
    const beyond = wanted.filter((rule) => !(rule.rule === 'period-for' && spanSeconds(rule.span) <= span)).map(ruleAs);
    rules.splice(0, rules.length, durationAs(span), ...beyond);
  }
  if (Math.max(daily, span) < depth) rules.push(`daily for ${durationAs(depth)}`);
  age = Math.max(age, span, depth);
  const billed = storage.minimum === undefined || style.tool.deduplicates ? 0 : whole(spanSeconds(storage.minimum.value));
  if (age < billed) {
    rules.push(`daily for ${durationAs(billed)}`);
    age = billed;
  }
  const logs = style.log ? durationAs(whole(Math.max(WEEK, span, gap + DAY, back(needed)))) : undefined;
  return { on: storage.name, rules, age, logs };
}

function isDaily(rule: Wants['retain'][number]): rule is Extract<Wants['retain'][number], { rule: 'period-for' }> {
  return rule.rule === 'period-for' && (rule.period === 'daily' || rule.period === 'hourly');
}

/** In whole days, which a plan writes. */
function whole(seconds: number): number {
  return Math.ceil(seconds / DAY) * DAY;
}
