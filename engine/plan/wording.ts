/** The text that a plan's parts are made from: where it is the same, they say the same, wherever they have moved to. */
import type { Plan, System } from './model.ts';
import type { Project } from './project.ts';

export interface Wording {
  /** All but the systems, and of each system what it means to others: its name, its site and its account. */
  readonly surroundings: string;
  /** What a system says itself. */
  ofSystem(system: System): string | undefined;
}

const wordings = new WeakMap<Plan, Wording>();

/** Undefined for a plan that was not resolved from text, or has been changed since. */
export function wordingOf(plan: Plan): Wording | undefined {
  return wordings.get(plan);
}

/** Remembers what a plan was resolved from. */
export function worded(plan: Plan, { files }: Project): Plan {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const others = files.flatMap(({ text, tree }) =>
    tree.statements.flatMap(({ id, range }) => (id === 'file.system' ? [] : [text.slice(range.start, range.end)])),
  );
  const known = plan.systems.map(({ name, at, account }) => `${name} ${at} ${account.value}`);
  wordings.set(plan, {
    surroundings: [...others, ...known].join('\n'),
    ofSystem: ({ place: { file, range } }) => texts.get(file)?.slice(range.start, range.end),
  });
  return plan;
}
