import type { Contact } from '../../plan/model.ts';
import { code, mail, plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { Source } from './source.ts';
import { span } from './words.ts';

/** Who is called, in the order in which the plan names them, and when the next one is called. */
export function contactTable({ plan }: Source): string {
  if (plan.contacts.length === 0) {
    return `The plan names nobody to call. Add ${code('contact NAME { name "…"; role "…"; phone "…"; escalate after 15m }')} to it, once for each person in the order of calling.`;
  }
  return table(
    ['Call', 'Name', 'Role', 'Phone', 'E-mail', 'No answer'],
    plan.contacts.map((contact, index) => [
      `${index + 1}`,
      contactName(contact),
      plain(contact.role ?? ''),
      plain(contact.phone ?? ''),
      contact.email === undefined ? '' : mail(contact.email),
      escalation(contact, index === plan.contacts.length - 1),
    ]),
  );
}

/** Who declares: the contact whose role says so, else the first one. */
export function declarer({ plan }: Source): Contact | undefined {
  return plan.contacts.find(({ role }) => role !== undefined && /declar/iu.test(role)) ?? plan.contacts[0];
}

export function contactName(contact: Contact): string {
  return plain(contact.fullName ?? contact.name);
}

function escalation(contact: Contact, last: boolean): string {
  if (contact.escalateAfter === undefined) return last ? '' : 'call the next';
  return last ? `call again after ${span(contact.escalateAfter)}` : `call the next after ${span(contact.escalateAfter)}`;
}
