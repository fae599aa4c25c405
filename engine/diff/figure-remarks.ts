/** What changed figures say, in sentences; what has the same to say of several scenarios says it once, with the worst of them. */
import { sayDuration } from '../assess/say.ts';
import { listedSome } from '../checks/words.ts';
import type { FigureChange } from './compare.ts';
import type { FigureKind } from './figures.ts';
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
  return [...groups.values()].flatMap((group) => {
    const [worst, ...others] = group.toSorted((a, b) => (b.change.after.value ?? Infinity) - (a.change.after.value ?? Infinity));
    if (worst === undefined) return [];
    const { about } = worst.change;
    // What nothing is left of does not come back either.
    const isLost = ({ change, weight }: Judged): boolean => weight === 'lost' && change.kind === 'loss' && change.about === about;
    if (worst.change.kind === 'recovery' && worst.weight === 'lost' && judged.some(isLost)) return [];
    const also = [...new Set(others.flatMap(({ change }) => change.scenario ?? []))];
    const message = `${sentenceOf(worst)}${also.length === 0 ? '.' : `; so in ${listedSome(also)}.`}`;
    return [{ weight: worst.weight, about, message }];
  });
}

/** Scenarios of a system together; what costs, and what is kept where, each for itself. */
function groupOf({ change: { kind, about, scenario, detail }, weight }: Judged): string {
  return JSON.stringify([kind, about, weight, scenario === undefined ? detail : undefined]);
}

/** Undefined for what only the table tells. */
function weightOf({ kind, about, detail, before, after, trend }: FigureChange, promises: readonly PromiseChange[]): Weight | undefined {
  if (kind === 'restore-cost' || kind === 'storage-cost') return undefined;
  if (kind === 'cost') return detail !== '12' || before === undefined ? undefined : trend === 'worse' ? 'cost' : 'better';
  if (kind === 'copies') return before === undefined ? undefined : trend === 'worse' ? 'worse' : 'better';
  if (before === undefined) return after.kept === false ? 'broken' : undefined;
  if (after.value === Infinity && (kind === 'loss' || kind === 'recovery')) return before.value === Infinity ? undefined : 'lost';
  if (after.kept === false)
    return before.kept !== false ? 'broken' : trend === 'worse' ? 'missed' : trend === 'better' ? 'better' : undefined;
  if (before.kept === true && after.kept === undefined && after.target !== undefined) return 'broken';
  if (trend === 'better' && before.kept === false && promises.some((each) => each.about === about && each.kind === 'loosened'))
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
    case 'budget':
      return after.kept === false ? `The budget is exceeded: it is ${after.text}${was}` : `The budget is kept now: ${after.text}${was}`;
    case 'cost':
      return `Month ${detail} costs ${after.text}${was}`;
    case 'reach':
      return `${about} reaches back ${after.text} on ${detail}${was}`;
    case 'full':
      return after.text === 'never'
        ? `${about} has room until 2030 now; it was full on ${before?.text}`
        : `${about} is full on ${after.text}${was}`;
    case 'restore-tested':
      return after.value === 1 ? `Restores of ${about} are tested now` : `Restores of ${about} are no longer tested`;
    default:
      return `${copyWords[kind] ?? kind} of ${about}: ${after.text}${was}`;
  }
}

const copyWords: Partial<Record<FigureKind, string>> = {
  copies: 'Copies',
  'off-site': 'Off-site copies',
  locked: 'Copies that are offline or locked',
};

function inScenario({ kind, about, scenario, before, after }: FigureChange, weight: Weight): string {
  const target = `${kind === 'loss' ? 'RPO' : 'RTO'} of ${about}`;
  const was = before === undefined ? '' : before.text === 'not affected' ? ', which did not affect it before' : `, ${before.text} before`;
  const figure =
    after.text === 'not affected'
      ? `${scenario} does not affect it any more`
      : after.value === undefined
        ? `in ${scenario} the figure is ${after.text}`
        : kind === 'loss'
          ? `in ${scenario} up to ${after.text} is lost${was}`
          : `after ${scenario} it is back in ${after.text}${was}`;
  const promised = after.target === undefined ? '' : `; ${sayDuration(after.target)} is promised`;
  switch (weight) {
    case 'lost': {
      const why = kind === 'loss' && after.because !== undefined ? `: ${after.because}` : '';
      return `${about} cannot be recovered in ${scenario} any more${why}`;
    }
    case 'broken':
      if (after.value === undefined) return `Nobody can say any more whether ${target} is kept: ${figure}`;
      if (after.value === Infinity)
        return `${about} cannot be recovered in ${scenario}${after.because === undefined ? '' : `: ${after.because}`}`;
      if (before === undefined) return `${target} is not kept: ${figure}${promised}`;
      return before.target === undefined
        ? `${target} is promised now, and not kept: ${figure}${promised}`
        : `${target} is no longer kept: ${figure}${promised}`;
    case 'missed':
      return `${target} is missed by more: ${figure}${promised}`;
    case 'worse':
      return `${about} ${kind === 'loss' ? 'can lose more' : 'is away longer'}: ${figure}${promised}`;
    default:
      if (before?.kept === false && after.kept) return `${target} is kept now: ${figure}${promised}`;
      if (before?.value === Infinity) return `${about} can be recovered now: ${figure}${promised}`;
      return `${about} ${kind === 'loss' ? 'loses less' : 'is back sooner'}: ${figure}${promised}`;
  }
}
