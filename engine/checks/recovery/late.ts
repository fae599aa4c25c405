/** Recoveries that take too long: which, by how much, and what would shorten them. */
import type { Recovery, RecoveryStep, ScenarioResult } from '../../assess/assessment.ts';
import { sayParts, sayRate } from '../../assess/say.ts';
import type { Quantity, System } from '../../plan/model.ts';
import { restoreCap } from '../../plan/restore-cap.ts';
import { type Link, linkBetween } from '../../plan/sites.ts';
import { resultOf, storageNamed } from '../answers.ts';
import { storagesWith } from '../backups.ts';
import type { Subject } from '../check.ts';

export type Recovered = ScenarioResult & { readonly recovery: Recovery & { readonly seconds: number } };

/** The scenarios that a system comes back from in a time that is known, the slowest first. */
export function recoveries(subject: Subject, system: string): readonly Recovered[] {
  const isKnown = (each: ScenarioResult): each is Recovered =>
    each.affected && each.recovery.status === 'known' && each.recovery.seconds !== undefined;
  return (resultOf(subject, system)?.scenarios ?? []).filter(isKnown).toSorted((a, b) => b.recovery.seconds - a.recovery.seconds);
}

/** Seconds of one step of a recovery; 0 where it has none of this sort. */
export function secondsOf({ steps }: Recovery, wanted: RecoveryStep['step']): number {
  return steps.reduce((sum, { step, seconds }) => (step === wanted ? sum + seconds : sum), 0);
}

/** What several systems that miss a target of so many seconds have in common: the scenario, where it is over before anything is read. */
export function causeOf(scenario: string, recovery: Recovery, target: number): string | undefined {
  return secondsOf(recovery, 'declare') + secondsOf(recovery, 'provision') >= target ? scenario : undefined;
}

/** ` (30m until it is declared + 1h to read 40 GB from vault)`, from the derivation. */
export function sum({ derivation }: Recovery): string {
  const parts = (derivation.parts ?? []).filter(({ value = 0 }) => Math.abs(value) >= 0.5);
  return parts.length === 0 ? '' : ` (${sayParts(parts)})`;
}

/** What holds a transfer up: the smallest of the rates that it goes at. */
export type Bottleneck = { readonly by: 'link'; readonly link: Link } | { readonly by: 'tool' | 'storage'; readonly rate: Quantity };

export function bottleneck(subject: Subject, system: System, recovery: Recovery): Bottleneck | undefined {
  const { plan, catalogue } = subject;
  const source = storageNamed(subject, recovery.source ?? '');
  if (source === undefined) return undefined;
  const link = linkBetween(plan, source.at, recovery.at ?? system.at);
  const block = system.blocks.find((each) => storagesWith(each, 'full').has(source.name));
  const cap = block === undefined ? undefined : restoreCap(system, block, catalogue);
  const least = Math.min(source.read.value, link?.rate.value ?? Infinity, cap?.value ?? Infinity);
  if (link?.rate.value === least) return { by: 'link', link };
  return cap?.value === least ? { by: 'tool', rate: cap } : { by: 'storage', rate: source.read };
}

/** What would shorten the longest step; `isSaid`: that it rests on a rate that the plan does not give is said beside it. */
export function shorten(subject: Subject, system: System, recovery: Recovery, isSaid: boolean): string | undefined {
  const [longest] = recovery.steps.toSorted((a, b) => b.seconds - a.seconds);
  if (longest === undefined || longest.seconds === 0) return undefined;
  switch (longest.step) {
    case 'declare':
      return 'declare it sooner';
    case 'provision':
      return 'have machines to restore to ready';
    case 'wait':
      return `bring ${longest.for} back sooner`;
    case 'redeploy':
      return 'make the deployment faster';
    case 'failover':
      return 'make the failover faster';
    case 'step':
      return `shorten "${longest.for}"`;
    case 'retrieve':
      return 'keep a copy in a class that answers at once';
    case 'replay':
      return 'make fulls more often, so that there is less log to replay';
    case 'transfer':
      return fasterTransfer(subject, system, recovery, isSaid);
  }
}

function fasterTransfer(subject: Subject, system: System, recovery: Recovery, isSaid: boolean): string {
  const held = bottleneck(subject, system, recovery);
  const standby = system.standbys.length === 0 ? ', or have a `standby`' : '';
  if (held === undefined) return `read it faster${standby}`;
  if (held.by === 'link') return `keep a copy at ${recovery.at}, where it is restored${standby}`;
  const rate = sayRate(held.rate.value);
  const isGiven = held.rate.source.from === 'plan';
  if (held.by === 'storage') {
    const assumed = isGiven || isSaid ? '' : ` (if ${recovery.source} is, say \`read\`)`;
    return `keep a copy on a storage that is read faster than ${rate}${assumed}${standby}`;
  }
  if (isGiven) return `restore faster than ${rate}${standby}`;
  return `restore with a tool that is faster than ${rate}${isSaid ? '' : ' (if yours is, say `restore at`)'}${standby}`;
}
