/** Where findings stand, and what is written there. */
import type { BackupBlock, Place, Plan, System } from '../plan/model.ts';
import type { CheckContext, Subject } from './check.ts';
import type { Finding } from './finding.ts';
import { holds } from './walk.ts';

/** What stands in the text at a place. */
export function textAt({ project }: Pick<Subject, 'project'>, { file, range }: Place): string {
  const text = project.files.find((each) => each.path === file)?.text.slice(range.start, range.end) ?? '';
  return text.replace(/\s+/g, ' ');
}

/** Whether a place comes for the first time: what a policy says is said of it once, however many systems take it. */
export function firstTime(): (place: Place) => boolean {
  const seen = new Set<string>();
  return ({ file, range }) => {
    const key = JSON.stringify([file, range.start, range.end]);
    const first = !seen.has(key);
    seen.add(key);
    return first;
  };
}

/** What is found in the backup blocks of all systems, once where it stands in a policy that several take. */
export function* oncePerBlock(
  context: CheckContext,
  report: (context: CheckContext, system: System, block: BackupBlock) => Finding | undefined,
): Generator<Finding> {
  const isFirst = firstTime();
  for (const system of context.judged) {
    for (const block of system.blocks) {
      const found = report(context, system, block);
      if (found !== undefined && isFirst(found)) yield found;
    }
  }
}

/** Where a finding about a target stands: at the target if the system itself states it, else at the system's name. */
export function placeOfTarget(system: System, target: Place | undefined): Place {
  const own = target !== undefined && target.file === system.place.file && holds(system.place.range, target.range);
  return own ? target : system.namePlace;
}

/** The name of a scenario; undefined where none is called that. */
export function scenarioPlace({ scenarios }: Plan, name: string): Place | undefined {
  return scenarios.find((each) => each.name === name)?.namePlace;
}
