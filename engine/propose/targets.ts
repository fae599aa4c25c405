/**
 * Proposes targets from what an outage costs, what can be typed in again, how late damage is found, and the rules that apply. Each comes with
 * its sum; where nobody has said what it would need, it is called an assumption.
 */
import { sayDuration, sayMoney } from '../assess/say.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Rule } from '../catalogue/packs.ts';
import type { Requirement } from '../catalogue/requirements.ts';
import { listed } from '../checks/words.ts';
import { spanSeconds } from '../plan/model.ts';
import { durationAs, spanAs } from '../plan/written-as.ts';
import type { Answers } from './answers.ts';

export interface Proposal {
  /** As the plan says it: `rto 8h`. */
  readonly statement: string;
  /** Why, with the sum. */
  readonly because: string;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/** What is taken where nobody says what it would need. */
const assumed = { rpo: HOUR, rto: 4 * HOUR };
/** Damage may be found half as late again as somebody thinks. */
const LATER = 1.5;
const WEEK = 7 * DAY;
/** Up to which rto, in seconds, a system is how critical. The steps are this product's; no standard gives numbers for all. */
const steps = [
  { upTo: HOUR, criticality: 'critical' },
  { upTo: 4 * HOUR, criticality: 'high' },
  { upTo: DAY, criticality: 'medium' },
  { upTo: Infinity, criticality: 'low' },
] as const;

/** `rpo`, `rto`, `criticality` and `retain`, and `mtd` where a rule asks for it. */
export function proposeTargets(answers: Answers, catalogue: Catalogue): readonly Proposal[] {
  const rules = rulesFor(answers, catalogue);
  const [rto, isWorkedOut] = rtoOf(answers);
  return [rpoOf(answers), rto.proposal, ...mtdOf(rto, rules), ...criticalityOf(rto.seconds, isWorkedOut, rules), retainOf(answers, rules)];
}

function rpoOf({ redo }: Answers): Proposal {
  if (redo === undefined)
    return { statement: `rpo ${durationAs(assumed.rpo)}`, because: 'an assumption: nobody said how much work can be typed in again' };
  return { statement: `rpo ${spanAs(redo)}`, because: `work of ${spanAs(redo)} can be typed in again, and no more may be lost` };
}

interface Rto {
  readonly seconds: number;
  readonly proposal: Proposal;
}

/** So long as it takes until one outage costs what it may cost at most; and whether that is a sum. */
function rtoOf({ outage, bearable }: Answers): readonly [Rto, boolean] {
  const rto = (seconds: number, because: string): Rto => ({ seconds, proposal: { statement: `rto ${durationAs(seconds)}`, because } });
  if (outage === undefined) return [rto(assumed.rto, 'an assumption: nobody said what an hour without it costs'), false];
  const hourly = `${sayMoney(outage.amount, outage.currency)} an hour`;
  if (bearable === undefined) {
    const costs = sayMoney((outage.amount * assumed.rto) / HOUR, outage.currency);
    const because = `an assumption: an outage of that long costs ${costs} at ${hourly}, and nobody said what one may cost at most`;
    return [rto(assumed.rto, because), false];
  }
  const exact = (bearable.amount / outage.amount) * HOUR;
  const seconds = whole(exact);
  const less = Math.round(exact) === seconds ? '' : ', less the odd rest';
  const sum = `${sayMoney(bearable.amount, bearable.currency)} that one outage may cost at most / ${hourly} = ${sayDuration(exact)}${less}`;
  return [rto(seconds, sum), true];
}

/** Rounded down to what people say: minutes, quarters of an hour, hours, days. */
function whole(seconds: number): number {
  const unit = seconds < HOUR ? MINUTE : seconds < 4 * HOUR ? 15 * MINUTE : seconds < 2 * DAY ? HOUR : DAY;
  return Math.max(MINUTE, Math.floor(seconds / unit + 1e-9) * unit);
}

function mtdOf({ seconds }: Rto, rules: readonly Applying[]): readonly Proposal[] {
  const asking = rules.filter(({ rule: { require } }) => require.that === 'targets' && require.targets.includes('mtd'));
  if (asking.length === 0) return [];
  return [{ statement: `mtd ${durationAs(seconds)}`, because: `${asks(asking)} for it; no more is borne than the rto allows` }];
}

function criticalityOf(rto: number, isWorkedOut: boolean, rules: readonly Applying[]): readonly Proposal[] {
  const asking = rules.filter(({ rule: { require } }) => require.that === 'classified' && require.words.includes('criticality'));
  const index = steps.findIndex(({ upTo }) => rto <= upTo);
  const step = steps[index];
  if (step === undefined || (!isWorkedOut && asking.length === 0)) return [];
  const under = steps[index - 1];
  const range = [
    ...(under === undefined ? [] : [`more than ${sayDuration(under.upTo)}`]),
    ...(step.upTo === Infinity ? [] : [`up to ${sayDuration(step.upTo)}`]),
  ];
  const needed = asking.length === 0 ? '' : `; ${asks(asking)} for it`;
  const because = isWorkedOut ? `an rto of ${range.join(', ')}` : 'an assumption, as the rto is';
  return [{ statement: `criticality ${step.criticality}`, because: `${because}${needed}` }];
}

/** A point a day for as long as damage may stay unnoticed, and what rules ask to be kept. */
function retainOf({ unnoticed }: Answers, rules: readonly Applying[]): Proposal {
  const found = spanSeconds(unnoticed);
  const daily = Math.max(WEEK, Math.ceil((found * LATER) / DAY) * DAY);
  const why = daily === WEEK ? 'a week at least' : `damage is found after ${spanAs(unnoticed)}, or half as late again`;
  const kept = rules.flatMap(({ pack, rule }) => {
    const { require } = rule;
    if (require.that !== 'retentionAtLeast' || require.length.most <= daily) return [];
    const period = require.length.most > 400 * DAY ? 'yearly' : 'monthly';
    return [{ text: `${period} for ${require.length.text}`, because: `${pack}, ${rule.clause}, asks for ${require.length.text}` }];
  });
  return {
    statement: `retain ${[`daily for ${durationAs(daily)}`, ...kept.map(({ text }) => text)].join(', ')}`,
    because: [why, ...kept.map(({ because }) => because)].join('; '),
  };
}

interface Applying {
  /** Its title. */
  readonly pack: string;
  readonly rule: Rule & { readonly require: Requirement };
}

/** The rules that speak of the system, whatever its criticality will be. */
function rulesFor({ comply, holds }: Answers, { packs }: Catalogue): readonly Applying[] {
  return comply.flatMap((name) => {
    const pack = packs[name];
    if (pack === undefined) return [];
    const applying = Object.values(pack.rules).filter(
      ({ when }) => when.holds === undefined || when.holds.some((each) => holds.includes(each)),
    );
    return applying.map((rule) => ({ pack: pack.title, rule }));
  });
}

/** `DORA asks`, `DORA and HIPAA ask`. */
function asks(rules: readonly Applying[]): string {
  const titles = [...new Set(rules.map(({ pack }) => pack))];
  return `${listed(titles)} ${titles.length === 1 ? 'asks' : 'ask'}`;
}
