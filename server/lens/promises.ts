/** In a line whether rpo and rto are kept: `RPO 1h ✗ 1h21m · RTO ✓`. */
import type { Loss, Recovery, ScenarioResult } from '../../engine/assess/assessment.ts';
import { sayDuration } from '../../engine/assess/say.ts';
import { told } from '../../engine/checks/words.ts';
import { needs } from '../inlay/hint.ts';

/** What a system comes to in a scenario that affects it. */
export interface Affected {
  readonly system: string;
  readonly result: ScenarioResult;
}

type Result = Loss | Recovery;
interface Measured {
  readonly system: string;
  readonly result: Result;
  readonly target: number;
}

/** Of one system, over its scenarios: the worst of each. Undefined where nothing is promised. */
export function promisesOfSystem(affected: readonly Affected[]): string | undefined {
  return line(affected, (name, measured) => {
    const [worst] = measured.toSorted((a, b) => gravity(b.result) - gravity(a.result) || excess(b) - excess(a));
    return worst && `${name} ${verdict(worst)}`;
  });
}

/** Of several systems: how many of them break a promise, and in figures where it is one. Undefined where nothing is promised. */
export function promisesOfAll(affected: readonly Affected[]): string | undefined {
  return line(affected, (name, measured) => {
    const systems = new Set(measured.map(({ system }) => system));
    if (systems.size === 0) return undefined;
    const grave = Math.max(...measured.map(({ result }) => gravity(result)));
    if (grave === 0) return `${name} ✓`;
    const mark = grave === 1 ? '?' : '✗';
    const worst = measured.filter(({ result }) => (grave === 1 ? gravity(result) === 1 : gravity(result) > 1));
    const concerned = new Set(worst.map(({ system }) => system));
    const [one] = worst.toSorted((a, b) => gravity(b.result) - gravity(a.result) || excess(b) - excess(a));
    if (concerned.size === 1 && one !== undefined) return `${name} ${verdict(one)} for ${one.system}`;
    return `${name} ${mark} for ${concerned.size} of ${systems.size} systems`;
  });
}

function line(affected: readonly Affected[], of: (name: string, measured: readonly Measured[]) => string | undefined): string | undefined {
  const measured = (which: 'loss' | 'recovery'): Measured[] =>
    affected.flatMap(({ system, result: { [which]: result } }) =>
      result.target === undefined ? [] : [{ system, result, target: result.target }],
    );
  const parts = [of('RPO', measured('loss')), of('RTO', measured('recovery'))].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** What breaks the promise comes first, then what may break it. */
function gravity({ status, met }: Result): number {
  if (status === 'unrecoverable') return 3;
  return met === false ? 2 : status === 'unknown' ? 1 : 0;
}

/** How many times the target. */
function excess({ result: { seconds = 0 }, target }: Measured): number {
  return seconds / Math.max(1, target);
}

function verdict({ result: { status, seconds = 0, met, missing = [] }, target }: Measured): string {
  const promised = sayDuration(target);
  if (status === 'unknown') return `${promised} ${needs(missing)}`;
  if (status === 'unrecoverable') return `${promised} ✗ unrecoverable`;
  return `${promised} ${met === true ? '✓' : '✗'} ${told(seconds, target)}`;
}
