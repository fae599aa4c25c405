/** What the ways of restoring have in common. */
import type { Scenario } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { duration, list, moment } from '../words.ts';
import { foundLate, sortOf } from './incident.ts';
import { storagesOf } from './survives.ts';
import type { Turn } from './turns.ts';

/** Which restore point, in one sentence. */
export function pointRule(scenario: Scenario): string {
  switch (sortOf(scenario)) {
    case 'lost':
      return 'Take the newest.';
    case 'corrupted':
      return 'Take the newest that was captured before the damage.';
    case 'compromised':
      return `Take the newest that was captured before the first sign of the intruder${foundLate(scenario) === undefined ? '' : ` (the plan counts on ${foundLate(scenario)})`}.`;
  }
}

/** The machine that a system is restored on, Markdown. An intruder's machine is never used again. */
export function where(scenario: Scenario, { system, result }: Turn): string {
  if (sortOf(scenario) === 'corrupted')
    return system.host === undefined ? `the machine of ${plain(system.name)} at ${plain(system.at)}` : code(system.host);
  return `the new machine for ${plain(system.name)} at ${plain(result.recovery.at ?? system.at)}`;
}

/** What the assessment counts for the restore itself. */
export function timeOf({ result, end }: Turn): string | undefined {
  const seconds = result.recovery.steps
    .filter(({ step }) => step === 'retrieve' || step === 'transfer' || step === 'replay')
    .reduce((sum, step) => sum + step.seconds, 0);
  return end === undefined ? undefined : `${duration(seconds)}, so back by ${moment(end)}`;
}

/** Where else to restore from. */
export function ifFails({ system, result }: Turn): string {
  const fallen = new Set(result.loss.falls.map(({ storage }) => storage));
  const others = storagesOf(system).filter((name) => name !== result.recovery.source && !fallen.has(name));
  return others.length === 0
    ? 'take the point before; no other storage survives.'
    : `take the point before, or restore from ${list(others.map(plain))}.`;
}
