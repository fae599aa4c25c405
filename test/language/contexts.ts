/** Puts a statement into a text where it may stand. */
import type { Context, StatementEntry } from '../../grammar/vocabulary.ts';

const wrappers: Readonly<Record<Context, readonly [string, string]>> = {
  file: ['', ''],
  plan: ['plan "P" {\n', '\n}'],
  site: ['site a {\n', '\n}'],
  storage: ['storage a: disk {\n', '\n}'],
  key: ['key a {\n', '\n}'],
  system: ['system a: files {\n', '\n}'],
  policy: ['policy a {\n', '\n}'],
  block: ['system a: files {\n backup {\n', '\n }\n}'],
  scenario: ['scenario a {\n', '\n}'],
  contact: ['contact a {\n', '\n}'],
};

export function inContext(statement: string, context: Context): string {
  const [before, after] = wrappers[context];
  return `${before}${statement}${after}\n`;
}

/** An entry's example as a whole statement: its block closed. */
export function wholeExample(entry: StatementEntry): string {
  return entry.example.endsWith('{') ? `${entry.example} }` : entry.example;
}
