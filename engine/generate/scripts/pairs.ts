/** PostgreSQL servers with a standby that scripts let take over, and standbys without such scripts, and why. */
import type { Recovery } from '../../assess/assessment.ts';
import type { Plan, Standby, System } from '../../plan/model.ts';
import { fileName } from './names.ts';
import { hasControl, serverReason } from './text.ts';

/** The plan's own server and one of its standbys. */
export interface Pair {
  readonly system: System;
  readonly standby: Standby;
  /** Of the plan's own server. */
  readonly home: string;
  /** Of the standby. */
  readonly host: string;
  /** `standby-west`, and `standby-west.2` for the second one at a site. */
  readonly name: string;
}

export function pairs({ systems }: Plan): Pair[] {
  return systems.flatMap(pairsOf);
}

/** The pair whose standby serves, as the assessment has it: the quickest of its site, then the one that is least behind. */
export function pairOf(system: System, recovery: Recovery): Pair | undefined {
  const serving = system.standbys
    .filter(({ at }) => at === recovery.standby)
    .sort((a, b) => a.failover.value - b.failover.value || a.lag.value - b.lag.value)[0];
  return pairsOf(system).find(({ standby }) => standby === serving);
}

/** The folder of a pair's scripts, below `scripts/`. */
export function pairFolder({ system, name }: Pair): string {
  return `${fileName(system.name)}/${name}`;
}

/** Standbys that no script lets take over: which, and why as a clause. */
export function withoutPair(system: System): { readonly about: string; readonly because: string }[] {
  return system.standbys.flatMap((standby) => {
    const because = reason(system, standby);
    return because === undefined ? [] : [{ about: `${system.name}, the standby at ${standby.at}`, because }];
  });
}

function pairsOf(system: System): Pair[] {
  return system.standbys.flatMap((standby, index) => {
    const before = system.standbys.slice(0, index).filter(({ at }) => at === standby.at).length;
    const name = `standby-${fileName(standby.at)}${before === 0 ? '' : `.${before + 1}`}`;
    const { host } = standby;
    if (host === undefined || system.host === undefined || reason(system, standby) !== undefined) return [];
    return [{ system, standby, home: system.host, host, name }];
  });
}

function reason(system: System, { host }: Standby): string | undefined {
  if (system.kind !== 'postgresql') return `there are no scripts for standbys of ${system.kind} yet`;
  if (host === undefined) return 'the standby does not say its `host`';
  if (system.host === undefined) return `${system.name} does not say its \`host\``;
  if (host === system.host) return 'its `host` is that of the system itself';
  return hasControl(host) ? 'its host holds control characters' : serverReason(system);
}
