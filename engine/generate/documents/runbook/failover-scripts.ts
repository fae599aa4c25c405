/** A standby takes over, and gives back, by its generated scripts (what they print: `scripts/bash/standby-*.sh`). */
import { serverUser } from '../../scripts/engines/postgresql-server.ts';
import { installFolder, scriptFolder } from '../../scripts/names.ts';
import { type Pair, pairFolder, pairOf } from '../../scripts/pairs.ts';
import { code, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord } from '../targets.ts';
import { duration } from '../words.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

/** The steps until it serves; undefined where no scripts are generated for it. */
export function takeOver(source: DocumentSource, turn: Turn): readonly Step[] | undefined {
  const pair = pairWithScripts(source, turn);
  if (pair === undefined) return undefined;
  const { system, home, host } = pair;
  const name = plain(system.name);
  const taking = turn.result.recovery.steps.find(({ step }) => step === 'failover');
  return [
    {
      key: `fence-${system.name}`,
      title: `Fence the old ${system.name}`,
      what: `${code(home)} must not take a write again: two servers that both did cannot be joined afterwards. Where its machine can be reached the script stops it and keeps it from starting; where not, it asks for the name of the system, and whoever types it answers for it that ${code(home)} is off.`,
      on: code(host),
      run: command(source, pair, 'fence'),
      expect: `\`fenced: …\`, with \`stopped\` or \`switched-off\`.`,
      fails:
        'do not promote. `… answers, and this machine has no way to stop it`: run what it says on that machine. `… is alive`: the standby still hears from it, so look again whether it is lost at all.',
    },
    {
      key: `restore-${system.name}`,
      title: `Promote the standby of ${system.name} at ${pair.standby.at}`,
      what: `The first lines say how old its newest transaction is: what came after that on ${code(home)} is lost, up to ${lossWord(turn.result.loss)} by the plan. Then it asks for the name of the system.`,
      on: code(host),
      run: command(source, pair, 'promote'),
      expect: `\`promoted: … takes writes, … seconds after the decision\`${hasLog(source, pair) ? ', then `the log is archived from here on`' : ''}. Run again it does nothing but look.`,
      time: taking === undefined || turn.end === undefined ? undefined : `${duration(taking.seconds)}, so back by T+${duration(turn.end)}`,
      check: hasLog(source, pair)
        ? '`the log is not archived` means that no restore reaches an instant from now on: put the archive settings in place there (`config/`), and the storage.'
        : undefined,
      fails: (step) =>
        `\`has not been fenced today\`: ${step(`fence-${system.name}`)} first. \`a write … fails or does not come back\`: it says which setting waits for the lost server; then run it again. \`replay is paused\`: somebody stopped it, perhaps before a mistake; find out who, before it goes on. The standby is no restore point: if it does not come up, the restore begins from a storage, and takes longer than this runbook says.`,
    },
    {
      key: `repoint-${system.name}`,
      title: `Lead clients to the new ${system.name}`,
      on: code(host),
      run: command(source, pair, 'repoint'),
      expect: `\`repointed: what needs ${system.name} is told of …\`; before it, what this machine cannot do: a name or address to move, services to restart elsewhere.`,
      check: `a client of ${name} reads and writes.`,
    },
  ];
}

/** The steps by which the old server becomes the standby, and later the primary again. */
export function giveBack(source: DocumentSource, turn: Turn): readonly Step[] | undefined {
  const pair = pairWithScripts(source, turn);
  if (pair === undefined) return undefined;
  const { system, home, host } = pair;
  return [
    {
      key: `rejoin-${system.name}`,
      title: `Make the old ${system.name} a standby`,
      what: `${code(home)} follows ${code(host)} from here on. The script says first how many transactions were committed there that never came over: they go, unless ${code('--anew')} keeps the old data directory beside. It rewinds where it can, and takes a new base backup where not.`,
      on: code(home),
      run: command(source, pair, 'rejoin'),
      expect: '`rejoined: the server in … is a standby of …`.',
      fails:
        'run it again: it goes on from where it was stopped, and until it is done no server starts there. `takes writes beside`: somebody has started the old server without its fence; find out what was written there before you stop it with `fence.sh --here`.',
    },
    {
      key: `fail-back-${system.name}`,
      title: `Give ${system.name} back to ${home.includes('/') ? pair.system.at : home}`,
      what: 'On a day that is agreed, with users out: it stops the one in order, promotes the other where not a transaction is missing, and makes the first its standby again.',
      on: code(home),
      run: command(source, pair, 'fail-back'),
      expect: '`nothing is lost`, `promoted: …`, then `back at …`.',
      check: '`status.sh` beside it says `follows`.',
      fails: `run it again: it goes on from where it was stopped. Until ${code('promoted')} nothing has changed that ${code('fence.sh --back --lift')} does not undo.`,
    },
  ];
}

/** Whether scripts let its standby take over. */
export function takesOver(source: DocumentSource, turn: Turn): boolean {
  return pairWithScripts(source, turn) !== undefined;
}

function pairWithScripts({ files }: DocumentSource, { system, result }: Turn): Pair | undefined {
  const pair = pairOf(system, result.recovery);
  return pair !== undefined && files.has(`scripts/${pairFolder(pair)}/promote.sh`) ? pair : undefined;
}

function hasLog({ files }: DocumentSource, { system }: Pair): boolean {
  return system.blocks.some((block) => files.has(`scripts/${scriptFolder(system, block)}/restore-wal.sh`));
}

function command({ plan }: DocumentSource, pair: Pair, script: string): string {
  return `sudo -u ${serverUser} ${shellWord(`${installFolder(plan)}/scripts/${pairFolder(pair)}/${script}.sh`)}`;
}
