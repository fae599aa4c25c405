/** Designs systems one after the other. */
import type { Examination } from '../examine.ts';
import type { ReadText } from '../plan/project.ts';
import { type Answer, type Design, designSystem, type Within } from './design.ts';
import type { Objective } from './objectives.ts';
import { formattedAfter } from './placed.ts';

/** A plan in which all systems that lacked a backup have one, as far as that can be. */
export interface PlanDesign {
  /** In the order in which they were designed: what a system waits for comes before it. */
  readonly designs: readonly Design[];
  /** The texts of the plan with them. */
  readonly read: ReadText;
  readonly after: Examination;
}

/** Each with the load and the cost of those before it; `within` says what one may cost, by those that are designed already. */
export function oneByOne(
  examination: Examination,
  names: readonly string[],
  read: ReadText,
  wanted: readonly Objective[],
  within?: (name: string, before: readonly Design[]) => Within,
): PlanDesign {
  let [current, texts] = [examination, read];
  const designs: Design[] = [];
  for (const name of names) {
    const design = designSystem(current, name, texts, wanted, within?.(name, designs));
    if (design === undefined) continue;
    designs.push(design);
    const answer = chosen(design);
    if (answer === undefined) continue;
    texts = formattedAfter(answer.edits, texts);
    current = answer.after;
  }
  return { designs, read: texts, after: current };
}

/** The answer that the plan goes on with. */
export function chosen(design: Design): Answer | undefined {
  return design.status === 'designed' ? design.answers[0] : undefined;
}
