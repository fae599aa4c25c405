/** What every document is written from. */
import type { Recovery, ScenarioResult, SystemResult } from '../../assess/assessment.ts';
import type { Examination } from '../../examine.ts';
import type { Place, Range, Scenario, System } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { relativePath } from '../manifest.ts';
import type { Picture } from '../pictures/picture.ts';
import type { RestoreTest } from '../restore-test.ts';
import { code } from './markdown/escape.ts';

export interface Source extends Examination {
  /** Name of the plan's file, without its folder. */
  readonly planFile: string;
  readonly planHash: string;
  /** Version of the product. */
  readonly version: string;
  /** Those that are generated beside the documents. */
  readonly pictures: readonly Picture[];
  /** Those that are on record. */
  readonly tests: readonly RestoreTest[];
}

/** With the scripts and configuration that are generated beside the documents, by path. */
export interface DocumentSource extends Source {
  readonly files: ReadonlyMap<string, Artifact>;
}

/** What the assessment says of a system in a scenario; undefined where it says nothing (a system that could not be read whole). */
export function resultOf(source: Pick<Source, 'assessment'>, system: string, scenario: string): ScenarioResult | undefined {
  return systemResult(source, system)?.scenarios.find((result) => result.scenario === scenario);
}

export function systemResult(source: Pick<Source, 'assessment'>, system: string): SystemResult | undefined {
  return source.assessment.systems.find((result) => result.name === system);
}

/** Where something stands in the plan: `line 41`, of an imported file `sites.backupplan line 3`. */
export function lineOf(source: Source, place: Place | { readonly file: string; readonly range: Range }): string {
  const file = source.project.files.find((candidate) => candidate.path === place.file);
  const line = (file?.text.slice(0, place.range.start).split('\n').length ?? 1).toString();
  if (place.file === source.project.root.path) return `line ${line}`;
  return `${code(relativePath(source.project.root.path, place.file))} line ${line}`;
}

/** The systems that a scenario affects, in the order in which their recovery begins: each after all that it depends on; of several at once the one that is back first. */
export function recoveryOrder(source: Pick<Source, 'plan' | 'assessment'>, scenario: Scenario): readonly System[] {
  const waiting = source.plan.systems.filter((system) => resultOf(source, system.name, scenario.name)?.affected);
  const order: System[] = [];
  while (waiting.length > 0) {
    const open = new Set(waiting.map((system) => system.name));
    const ready = waiting.filter((system) => !system.dependsOn.some(({ name }) => name !== system.name && open.has(name)));
    // In a circle of dependencies (`dependency-cycle`) nothing is ready: the first declared goes first.
    const candidates = ready.length > 0 ? ready : waiting.slice(0, 1);
    const next = candidates.toSorted((one, other) => {
      const [mine, theirs] = [resultOf(source, one.name, scenario.name)?.recovery, resultOf(source, other.name, scenario.name)?.recovery];
      return beginOf(mine) - beginOf(theirs) || (mine?.seconds ?? NEVER) - (theirs?.seconds ?? NEVER);
    })[0];
    if (next === undefined) break;
    order.push(next);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return order;
}

const NEVER = Number.MAX_VALUE;

/** Seconds after detection at which a system's own recovery begins; the largest number where it is not known. */
export function beginOf(recovery: Recovery | undefined): number {
  if (recovery?.status !== 'known') return NEVER;
  return recovery.steps
    .filter(({ step }) => step === 'declare' || step === 'provision' || step === 'wait')
    .reduce((sum, { seconds }) => sum + seconds, 0);
}
