import type { System } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { duration, moment } from '../words.ts';
import { asClient } from './client.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

/** A standby at `site` takes over by hand: first the old one is kept from writing, then the standby is promoted. */
export function failover(turn: Turn, site: string): readonly Step[] {
  const { system, result, end } = turn;
  const taking = result.recovery.steps.find(({ step }) => step === 'failover');
  const host = system.standbys.find(({ at }) => at === site)?.host;
  const fence = system.host === undefined ? `the old ${plain(system.name)}` : code(system.host);
  return [
    {
      key: `fence-${system.name}`,
      title: `Fence the old ${system.name}`,
      what: `${fence} must not take a write again: switch it off, or cut its network. Two primaries cannot be joined afterwards.`,
      check: 'it does not answer, from the standby either.',
      fails: 'do not promote until it is off.',
    },
    {
      key: `restore-${system.name}`,
      title: `Promote the standby of ${system.name} at ${site}`,
      on: host === undefined ? `the standby at ${plain(site)}` : code(host),
      run: promote(system),
      expect: promoted(system),
      time: taking === undefined || end === undefined ? undefined : `${duration(taking.seconds)}, so back by ${moment(end)}`,
      fails: 'the standby is no restore point: without it the restore begins from a storage, and takes longer than this runbook says.',
    },
  ];
}

function promote(system: System): string {
  switch (system.kind) {
    case 'postgresql':
      return `sudo -u postgres ${asClient('psql', system)} --command 'select pg_promote(wait => true)'`;
    case 'mysql':
      return `${asClient('mysql', system)} --execute 'STOP REPLICA; RESET REPLICA ALL; SET GLOBAL read_only = OFF'`;
    case 'mariadb':
      return `${asClient('mariadb', system)} --execute 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = OFF'`;
    case 'redis':
      return `${asClient('redis-cli', system)} REPLICAOF NO ONE`;
    default:
      return `# ${system.kind}: as its documentation says`;
  }
}

function promoted(system: System): string {
  switch (system.kind) {
    case 'postgresql':
      return '`t`; then `select pg_is_in_recovery()` says `f`.';
    case 'mysql':
    case 'mariadb':
      return 'no error; `select @@read_only` says `0`.';
    case 'redis':
      return '`OK`; `redis-cli ROLE` begins with `master`.';
    default:
      return 'it takes a write.';
  }
}
