/** The plans that the fuzz tests start from: all examples and worked plans, whole and in pieces. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '../../grammar/parse.ts';
import { value } from '../../grammar/tree.ts';

const root = path.join(import.meta.dirname, '../..');
export const plans: readonly string[] = ['examples', 'test/worked'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.backupplan'))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8')),
);

/** Those of them that are quick to assess, so that many can be: jobs of a day or a week, without a log that is copied every hour. */
export const quickPlans: readonly string[] = plans.filter(isQuick);

/** Each system of each plan with what it names and one scenario. */
export const smallPlans: readonly string[] = [...new Set(plans.flatMap(systemsOf))];

/** Those of the small ones that are quick, and the same once a week: of two years that are assessed, most days are alike. */
export const quickSmallPlans: readonly string[] = smallPlans
  .filter(isQuick)
  .flatMap((text) => [text, text.replace(/\bdaily at\b/g, 'weekly on sunday at')]);

/** Single declarations: text that is soon read, and seldom assessed. */
export const declarations: readonly string[] = [...new Set(plans.flatMap((text) => topLevel(text).map(({ words }) => words)))];

function isQuick(text: string): boolean {
  return !/^\s*(log|copy +every|copy +hourly|full +every|full +hourly|incremental +every|incremental +hourly|snapshot)\b/m.test(text);
}

interface Declaration {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly words: string;
}

function topLevel(text: string): readonly Declaration[] {
  return parse(text).statements.map((statement) => ({
    id: statement.id,
    name: value(statement, 'name', 'name')?.text,
    words: text.slice(statement.range.start, statement.range.end),
  }));
}

function systemsOf(text: string): string[] {
  const all = topLevel(text);
  const [plan, scenario] = ['file.plan', 'file.scenario'].map((wanted) => all.find(({ id }) => id === wanted));
  return all.flatMap((system) => {
    if (system.id !== 'file.system') return [];
    const needed = new Set([plan, system, scenario].filter((each) => each !== undefined));
    // What is named may name more: a storage its site and its key.
    for (const { words } of needed) {
      for (const other of all)
        if (other.id !== 'file.system' && other.name !== undefined && wordsOf(words).has(other.name)) needed.add(other);
    }
    return [
      all
        .filter((each) => needed.has(each))
        .map(({ words }) => words)
        .join('\n'),
    ];
  });
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z][\w-]*/g));
}
