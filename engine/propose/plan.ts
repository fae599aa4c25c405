/** A first plan with the targets that follow from somebody's answers, before any backup is designed for them. */
import { format } from '../../grammar/format.ts';
import { spanSeconds } from '../plan/model.ts';
import { durationAs, rateAs, sizeAs, spanAs } from '../plan/written-as.ts';
import type { Answers } from './answers.ts';
import { kinds } from './questions.ts';
import { starter } from './starter.ts';
import type { Proposal } from './targets.ts';

const DAY = 86400;
/** How much of a system is taken to change in a day. */
const CHANGES = 0.05;
/** The far storage is locked for three weeks more than damage stays unnoticed, so that a lock outlives the search for what was damaged. */
const SEARCH = 21 * DAY;

/** Formatted; each target has its sum as a comment. */
export function proposedPlan(answers: Answers, proposals: readonly Proposal[]): string {
  const { system, kind, size, changes, outage, comply, holds, unnoticed } = answers;
  const statements = [
    'at office',
    ...(kinds[kind] ?? []),
    `size ${sizeAs(size)}`,
    changes === undefined
      ? `changes ${rateAs((size * CHANGES) / DAY)}  // an assumption: ${CHANGES * 100}% of it a day`
      : `changes ${rateAs(changes)}`,
    ...(holds.length === 0 ? [] : [`holds ${holds.join(', ')}`]),
    ...(outage === undefined ? [] : [`outage costs ${outage.amount} ${outage.currency}/h`]),
    ...proposals.map(({ statement, because }) => `${statement}  // ${because}`),
  ];
  const currency =
    outage === undefined || outage.currency === 'USD'
      ? []
      : [`currency ${outage.currency}  // list prices are in USD: they count once you say the rate, exchange … ${outage.currency}/USD`];
  const ruled = comply.length === 0 ? [] : [`comply with ${comply.join(', ')}`];
  return format(
    starter({
      plan: [...currency, ...ruled].map((line) => `${line}\n`).join(''),
      system: `system ${system}: ${kind} {\n${statements.join('\n')}\n}\n`,
      locked: durationAs(Math.ceil((spanSeconds(unnoticed) + SEARCH) / DAY) * DAY),
      detected: spanAs(unnoticed),
    }),
  );
}
