import type { Scenario, System } from '../../../plan/model.ts';
import { code, fence, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { asClient } from './client.ts';
import { stopped, usersOf, writable } from './contain.ts';
import { takesOver } from './failover-scripts.ts';
import { sortOf } from './incident.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

/** The plan's own test of a restore, and putting the system back into service. */
export function intoService(source: DocumentSource, scenario: Scenario, turn: Turn): readonly Step[] {
  const { system } = turn;
  const expected = [...new Set(system.blocks.flatMap((block) => block.verifies.flatMap((verify) => verify.expect ?? [])))];
  const away = (turn.result.recovery.standby ?? turn.result.recovery.at ?? system.at) !== system.at || sortOf(scenario) !== 'corrupted';
  const what = [
    expected.length === 0 || system.kind === 'postgresql'
      ? ''
      : `The plan expects of a restore:\n\n${fence('text', expected.join('\n'))}\n\n`,
    system.host === undefined || !away || takesOver(source, turn)
      ? ''
      : `Clients look for it at ${code(system.host)}: let that name point to the machine that it runs on now.`,
  ].join('');
  const damaged = sortOf(scenario) === 'corrupted';
  const services = damaged ? stopped(system, usersOf(source, system)) : system.services;
  const commands = [
    ...(damaged ? writable(system) : []),
    ...(services.length === 0 ? [] : [`sudo systemctl start ${services.map(shellWord).join(' ')}`]),
    ...(system.kind === 'postgresql'
      ? expected.map(
          (query) =>
            `sudo -u postgres ${asClient('psql', system)} --dbname ${shellWord(system.databases[0] ?? 'postgres')} --tuples-only --command ${shellWord(query)}`,
        )
      : []),
  ];
  return [
    {
      key: `serve-${system.name}`,
      title: system.redeploy === undefined ? `Put ${system.name} into service` : `See that ${system.name} works`,
      what: what === '' ? undefined : what,
      ...(commands.length === 0 ? {} : { on: `the machine that ${plain(system.name)} runs on now`, run: commands.join('\n') }),
      expect:
        system.kind === 'postgresql' && expected.length > 0
          ? 'an answer that is neither empty nor `f` nor `0`: the plan asks that of a restore.'
          : undefined,
      check: inUse(system),
      fails: (step) =>
        turn.result.recovery.standby === undefined
          ? `keep users out; then ${step(`restore-${system.name}`)} again${system.redeploy === undefined ? ', with another point' : ''}.`
          : `keep users out. A standby has no other point to go back to: restore from a storage that [survives](#what-survives) instead, by the steps of [restore-${system.name}](restore-${system.name}.md).`,
    },
  ];
}

/** What somebody who knows the system looks at. */
function inUse({ kind, name }: System): string {
  switch (kind) {
    case 'files':
    case 'git':
    case 'object-store':
      return `owner and rights are those of before, and somebody who uses ${plain(name)} has opened what they need.`;
    default:
      return `one read and one write through ${plain(name)} itself, by somebody who uses it.`;
  }
}
