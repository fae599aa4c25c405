/** Accepting a finding instead of mending it. */
import { value } from '../../grammar/tree.ts';
import { civilOf, dayOf, daysInMonth } from '../assess/schedule/calendar.ts';
import type { Acceptance } from '../plan/model.ts';
import type { Subject } from './check.ts';
import { declarationBelow } from './edits.ts';
import type { Finding, Fix } from './finding.ts';
import { holds } from './walk.ts';

/** Days before its last one on which an acceptance says that it ends; also the least that a new one holds. */
export const NOTICE = 30;

/** An `accept` line for the finding, or a later date for one that has ended. Nothing where nobody knows what day it is. */
export function acceptances(subject: Subject, finding: Finding): Fix[] {
  const { today } = subject.terms;
  if (today === undefined) return [];
  const name = nameFor(subject, finding);
  const ended = subject.plan.acceptances.find((each) => each.check === finding.code && each.for === name && each.until < today);
  if (ended !== undefined) return extensions(ended, today);
  const until = nextEnd(today);
  const line = `accept ${finding.code}${name === undefined ? '' : ` for ${name}`} until ${until} because "…"`;
  const what = `\`${finding.code}\`${name === undefined ? '' : ` for \`${name}\``}`;
  return [{ title: `Accept ${what} until ${until}`, edits: [declarationBelow(subject.project.root, 'file.accept', line)], safe: false }];
}

/** A later date, for a risk that is still accepted. */
export function extensions({ statement, place }: Acceptance, today: string): Fix[] {
  const date = value(statement, 'until', 'date');
  const until = nextEnd(today);
  if (date === undefined) return [];
  return [{ title: `Go on accepting it until ${until}`, edits: [{ file: place.file, range: date.range, text: until }], safe: false }];
}

/** The end of the month in which a notice's time is over. */
function nextEnd(today: string): string {
  const { year, month } = civilOf(dayOf(today) + NOTICE);
  return [year, month, daysInMonth(year, month)].map((part) => `${part}`.padStart(2, '0')).join('-');
}

/** What the finding is about, or the declaration that it stands in, as far as an acceptance can name it. */
function nameFor({ names }: Subject, { about, file, range }: Finding): string | undefined {
  if (about !== undefined && names.named(about).some(({ sort }) => sort !== 'account')) return about;
  return names.declarations.find((each) => each.file === file && holds(each.statement.range, range))?.name;
}
