/** Which declarations have another name now, and are otherwise what they were. */
import { contentOf, type Subject } from './said.ts';

/** A plan has one space of names. */
export class Renames {
  readonly #names = new Map<string, string>();

  /** What has a name now that had this one before. */
  now(before: string): string {
    return this.#names.get(before) ?? before;
  }

  has(before: string): boolean {
    return this.#names.has(before);
  }

  add(before: string, after: string): void {
    this.#names.set(before, after);
  }
}

/** What is gone and what is new are one where they say the same; what refers to them, refers to one. */
export function renamesOf(before: readonly Subject[], after: readonly Subject[]): Renames {
  const renames = new Renames();
  const [had, has] = [before, after].map((subjects) => new Set(subjects.map(({ name }) => name)));
  const gone = before.filter(({ name }) => has?.has(name) === false);
  const come = new Set(after.filter(({ name }) => had?.has(name) === false));
  for (let found = true; found; ) {
    found = false;
    for (const old of gone) {
      if (renames.has(old.name)) continue;
      const same = [...come].find((each) => each.sort === old.sort && whole(each) === whole(old, renames));
      if (same === undefined) continue;
      renames.add(old.name, same.name);
      come.delete(same);
      found = true;
    }
  }
  return renames;
}

function whole({ says }: Subject, renames?: Renames): string {
  return says
    .map((each) => contentOf(each, renames))
    .toSorted()
    .join('\n');
}
