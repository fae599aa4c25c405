/** What `drill` prints: each restore test with what the plan reckons with, and the recovery times with what was measured. */
import type { Measured } from '../../engine/assess/recovery/measured.ts';
import { sayDuration, sayRate, saySize } from '../../engine/assess/say.ts';
import type { Chain } from '../../engine/generate/scripts/coverage.ts';
import type { ScriptRun } from '../../workspace/run-script.ts';
import { printable } from './printable.ts';

/** A restore test that was run. */
export interface DrillTest {
  readonly chain: Chain;
  readonly run: ScriptRun;
  /** From its first step to its last check; undefined where it failed. */
  readonly seconds?: number;
  /** What the assessment reckons with for that restore, and how many bytes it reads. */
  readonly estimate?: { readonly seconds: number; readonly bytes: number };
}

export interface DrillResult extends Measured {
  readonly scenario: string;
  /** Its restore, or that of a system that it waits for, was tried and failed: the seconds are the plan's estimate, and nothing is kept. */
  readonly failed: boolean;
}

export function drillPretty(tests: readonly DrillTest[], results: readonly DrillResult[]): string {
  const lines = tests.map(testLine);
  for (const { scenario, system, seconds, target, met, failed } of results) {
    const verdict = met === undefined ? 'no rto' : `rto ${sayDuration(target ?? 0)} ${met ? 'kept' : 'NOT KEPT'}`;
    const time = seconds === undefined ? 'nobody can say how long' : sayDuration(seconds);
    lines.push(
      failed
        ? `${scenario}: ${system} NOT SHOWN TO COME BACK: a restore failed above${seconds === undefined ? '' : `; ${time} is what the plan reckons with`}`
        : `${scenario}: ${system} back after ${time}, ${verdict}`,
    );
  }
  return printable(`${lines.join('\n')}\n`);
}

function testLine({ chain: { system }, run: { line, exitCode }, seconds, estimate }: DrillTest): string {
  if (seconds === undefined || line === undefined) {
    const why =
      line?.result === 'locked'
        ? 'another run of it is going on'
        : (line?.error ?? `see what the script says above (exit code ${exitCode})`);
    return `${system.name}: NOT RESTORED: ${why}`;
  }
  const what = `${system.name}: ${line.point} from ${line.storage} restored and checked in ${sayDuration(seconds)}`;
  if (estimate === undefined) return what;
  return `${what}; the plan reckons with ${sayDuration(estimate.seconds)} for ${saySize(estimate.bytes)}${advice(line.bytes, seconds, estimate)}`;
}

/** Small amounts say little about speed: most of such a time is starting and checking. */
const ENOUGH = 100e6;

function advice(bytes: number | null, seconds: number, estimate: { readonly seconds: number }): string {
  if (bytes === null || bytes < ENOUGH || seconds <= estimate.seconds) return '';
  return `. It was slower: \`restore at ${sayRate(bytes / seconds)}\` is what was measured`;
}

export function drillJson(tests: readonly DrillTest[], results: readonly DrillResult[]): unknown {
  return {
    schemaVersion: 1,
    tests: tests.map(({ chain, run: { line, exitCode }, seconds, estimate }) => ({
      system: chain.system.name,
      block: chain.block.index + 1,
      storage: line?.storage ?? null,
      point: line?.point ?? null,
      bytes: line?.bytes ?? null,
      seconds: seconds ?? null,
      estimate: estimate ?? null,
      exitCode,
      error: line?.error ?? null,
    })),
    recoveries: results.map(({ seconds = null, target = null, met = null, failed, ...rest }) => ({
      ...rest,
      seconds: failed ? null : seconds,
      target,
      met: failed ? null : met,
    })),
  };
}
