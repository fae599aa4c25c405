import type { Step as Statement } from '../../../plan/model.ts';
import { contactName } from '../contacts.ts';
import { mail, plain } from '../markdown/escape.ts';
import { lineOf, type Source } from '../source.ts';
import { duration } from '../words.ts';
import type { Step } from './step.ts';

/** A `step` statement of the plan. Its text is what the plan's author wrote; only its first line can stand in a heading. */
export function planStep(source: Source, statement: Statement, key: string): Step {
  const contact = source.plan.contacts.find(({ name }) => name === statement.by);
  const who =
    statement.by === undefined
      ? undefined
      : contact === undefined
        ? plain(statement.by)
        : [
            contactName(contact),
            contact.phone === undefined ? '' : plain(contact.phone),
            contact.email === undefined ? '' : mail(contact.email),
          ]
            .filter((part) => part !== '')
            .join(', ');
  const phase = { detect: 'Detect', recover: 'Recover', verify: 'Verify', failback: 'Go back' }[statement.phase ?? 'recover'];
  return {
    key,
    title: `${phase}: step of the plan (${lineOf(source, statement.place).replaceAll('`', '')})`,
    what: plain(statement.text),
    who,
    time: statement.taking === undefined ? undefined : duration(statement.taking.value),
  };
}
