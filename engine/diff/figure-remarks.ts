/** What changed figures say, in sentences; what has the same to say of several scenarios says it once, with the worst of them. */
import { sayDuration, sayMoney } from '../assess/say.ts';
import { listedSome } from '../checks/words.ts';
import type { FigureChange } from './compare.ts';
import type { Figure, FigureKind } from './figures.ts';
import type { PromiseChange } from './promises.ts';
import type { Remark, Weight } from './remark.ts';

interface Judged {
  readonly change: FigureChange;
  readonly weight: Weight;
}

export function figureRemarks(figures: readonly FigureChange[], promises: readonly PromiseChange[]): readonly Remark[] {
  const judged = figures.flatMap((change): readonly Judged[] => {
    const weight = weightOf(change, promises);
    return weight === undefined ? [] : [{ change, weight }];
  });
  const groups = new Map<string, Judged[]>();
  for (const each of judged) {
    const key = groupOf(each);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  // What nothing is left of does not come back either.
  const lost = new Set(judged.filter(({ change }) => change.kind === 'loss' && isLost(change)).map(({ change: { about } }) => about));
  const single = [...groups.values()].flatMap((group): readonly Remark[] => {
    const [worst, ...others] = group.toSorted(byWorst);
    if (worst === undefined || (worst.change.kind === 'recovery' && isLost(worst.change) && lost.has(worst.change.about))) return [];
    const also = [...new Set(others.flatMap(({ change }) => change.scenario ?? []))];
    const message = `${sentenceOf(worst)}${also.length === 0 ? '.' : `; likewise in ${listedSome(also)}.`}`;
    return [{ weight: worst.weight, about: [worst.change.about], message }];
  });
  return together(single);
}

/** Stands for what a sentence is about, where it can be about several. */
const SUBJECT = '\0';

/** What is the same of several systems is said once. */
function together(remarks: readonly Remark[]): readonly Remark[] {
  const told = new Map<string, Remark>();
  for (const remark of remarks) {
    const key = remark.message.includes(SUBJECT) ? remark.message : `${remark.about} ${remark.message}`;
    const known = told.get(key);
    told.set(key, known === undefined ? remark : { ...known, about: [...known.about, ...remark.about] });
  }
  return [...told.values()].map((each) => ({ ...each, message: each.message.replace(SUBJECT, () => listedSome(each.about)) }));
}

/** What is kept now says more than what is only shorter. */
function byWorst({ change: one }: Judged, { change: other }: Judged): number {
  const mended = ({ before, after }: FigureChange): number => (before?.kept === false && after.kept === true ? 1 : 0);
  const [value, than] = [one.after.value ?? Infinity, other.after.value ?? Infinity];
  return mended(other) - mended(one) || (value === than ? 0 : than - value);
}

function isLost({ kind, after }: FigureChange): boolean {
  return (kind === 'loss' || kind === 'recovery') && after.value === Infinity;
}

/** Scenarios of a system together; what costs, and what is kept where, each for itself. */
function groupOf({ change: { kind, about, scenario, detail }, weight }: Judged): string {
  return JSON.stringify([kind, about, weight, scenario === undefined ? detail : undefined]);
}

/** Undefined for what only the table tells. */
function weightOf({ kind, about, detail, before, after, trend }: FigureChange, promises: readonly PromiseChange[]): Weight | undefined {
  if (kind === 'restore-cost' || kind === 'storage-cost') return undefined;
  if (kind === 'cost') {
    if (detail !== '12' || before === undefined || trend === 'other') return undefined;
    return trend === 'worse' ? 'cost' : 'better';
  }
  if (before === undefined) return after.kept === false ? 'broken' : undefined;
  if (after.value === Infinity && (kind === 'loss' || kind === 'recovery')) return before.value === Infinity ? undefined : 'lost';
  if (after.kept === false)
    return before.kept !== false ? 'broken' : trend === 'worse' ? 'missed' : trend === 'better' ? 'better' : undefined;
  if (before.kept === true && after.kept === undefined && (kind === 'budget' || after.target !== undefined)) return 'broken';
  if (trend === 'better' && before.kept === false && promises.some((each) => each.about.includes(about) && each.kind === 'loosened'))
    return undefined;
  return trend === 'other' ? undefined : trend;
}

function sentenceOf({ change, weight }: Judged): string {
  const { kind, about, detail, before, after } = change;
  const was = before === undefined ? '' : `, ${before.text} before`;
  switch (kind) {
    case 'loss':
    case 'recovery':
      return inScenario(change, weight);
    case 'retain': {
      const why = after.because === undefined ? '' : `: ${after.because}`;
      if (after.kept) return `\`retain ${detail}\` of ${about} is kept now`;
      return `\`retain ${detail}\` of ${about} ${before === undefined ? 'is promised now, and not kept' : 'is no longer kept'}${why}`;
    }
    case 'budget': {
      const budget = `the budget of ${sayMoney(after.value ?? 0, after.currency)} a month`;
      if (after.kept === undefined) return `Nobody can say any more whether ${budget} is kept`;
      return `T${budget.slice(1)} is ${after.kept ? 'kept now' : 'no longer kept'}`;
    }
    case 'cost':
      if (after.missing !== undefined)
        return `Nobody can say any more what month ${detail} costs: that needs ${listedSome(after.missing)}; it was ${before?.text} before`;
      return `Month ${detail} costs ${after.text}${was}`;
    case 'reach':
      return `${about} reaches back ${after.text} on ${detail}${was}`;
    case 'full':
      return after.text === 'never'
        ? `${about} has room until 2030 now; it was full on ${before?.text}`
        : `${about} is full on ${after.text}${was}`;
    case 'restore-tested':
      return after.value === 1 ? `Restores of ${SUBJECT} are tested now` : `Restores of ${SUBJECT} are no longer tested`;
    default:
      return `${copyWords[kind] ?? kind} of ${SUBJECT}: ${after.text}${was}`;
  }
}

const copyWords: Partial<Record<FigureKind, string>> = {
  copies: 'Copies',
  'off-site': 'Off-site copies',
  locked: 'Locked or offline copies',
};

function isTightened(before: Figure, after: Figure): boolean {
  return after.target !== undefined && before.target !== undefined && after.target < before.target && before.text === after.text;
}

function inScenario({ kind, about, scenario, before, after }: FigureChange, weight: Weight): string {
  const target = `${kind === 'loss' ? 'RPO' : 'RTO'} of ${about}`;
  const was =
    before === undefined
      ? ''
      : before.text === 'not affected'
        ? ', which did not affect it before'
        : before.missing !== undefined || before.text === after.text
          ? ''
          : `, ${before.text} before`;
  const figure =
    after.text === 'not affected'
      ? `${scenario} does not affect it any more`
      : after.missing !== undefined
        ? `in ${scenario} nobody knows, since that needs ${listedSome(after.missing)}`
        : kind === 'loss'
          ? `in ${scenario} up to ${after.text} is lost${was}`
          : `after ${scenario} it is back in ${after.text}${was}`;
  const promised = after.target === undefined ? '' : `; ${sayDuration(after.target)} is promised`;
  const why = kind === 'loss' && after.because !== undefined ? `: ${after.because}` : '';
  switch (weight) {
    case 'lost':
      return `${SUBJECT} cannot be recovered in ${scenario} any more${why}`;
    case 'broken':
      if (after.missing !== undefined)
        return `Nobody can say any more whether ${target} is kept in ${scenario}: that needs ${listedSome(after.missing)}`;
      if (after.value === Infinity) return `${SUBJECT} cannot be recovered in ${scenario}${why}`;
      if (before === undefined) return `${target} is not kept: ${figure}${promised}`;
      if (before.target === undefined) return `${target} is promised now, and not kept: ${figure}${promised}`;
      return `${target} is ${isTightened(before, after) ? 'tightened, and not kept' : 'no longer kept'}: ${figure}${promised}`;
    case 'missed':
      return `${target} is missed by more: ${figure}${promised}`;
    case 'worse':
      return `${about} ${kind === 'loss' ? 'can lose more' : 'is away longer'}: ${figure}${promised}`;
    default:
      if (before?.kept === false && after.kept) return `${target} is kept now: ${figure}${promised}`;
      if (before?.missing !== undefined)
        return `What ${about} ${kind === 'loss' ? 'loses' : 'takes to be back'} is known now: ${figure}${promised}`;
      if (before?.value === Infinity) return `${about} can be recovered now: ${figure}${promised}`;
      return `${about} ${kind === 'loss' ? 'loses less' : 'is back sooner'}: ${figure}${promised}`;
  }
}
