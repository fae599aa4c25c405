/** Restoring with the generated `restore.sh` (its options: `scripts/bash/restore.sh`). */
import type { Scenario } from '../../../plan/model.ts';
import { type Chain, chains, isLocal } from '../../scripts/coverage.ts';
import type { Engine } from '../../scripts/engine.ts';
import { installFolder, scriptFolder } from '../../scripts/names.ts';
import { code, plain } from '../markdown/escape.ts';
import { asUser, given, shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord } from '../targets.ts';
import { capital } from '../words.ts';
import { asClient } from './client.ts';
import { sortOf } from './incident.ts';
import type { Origin } from './origin.ts';
import { ifFails, pointRule, timeOf, where } from './restoring.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

/** One restore: how the script is called, and where. */
interface Call {
  readonly turn: Turn;
  readonly origin: Origin;
  readonly engine: Engine;
  readonly on: string;
  /** The script, run as the user that it asks for. */
  readonly command: string;
  /** Which storage, and which point or instant. */
  readonly options: string;
  /** Lines that declare the variables in `options`. */
  readonly declare: string;
}

/** The steps, where a script is generated that reads the storage that recovery reads; else undefined. */
export function restoreScript(source: DocumentSource, scenario: Scenario, turn: Turn, origin: Origin): readonly Step[] | undefined {
  const chain = scriptedChain(source, turn, origin);
  if (chain === undefined) return undefined;
  const sort = sortOf(scenario);
  const variable = sort === 'lost' ? undefined : origin.log ? 'INSTANT' : 'POINT';
  const call: Call = {
    turn,
    origin,
    engine: chain.engine,
    on: where(scenario, turn),
    command: asUser(chain.engine.user, `${installFolder(source.plan)}/${restorePath(origin, turn)}`),
    options: `--from ${shellWord(origin.storage.name)}${variable === undefined ? '' : ` ${variable === 'INSTANT' ? '--to' : '--point'} ${given(variable)}`}`,
    declare: variable === undefined ? '' : `${variable}=\n`,
  };
  return [...look(source, scenario, call, variable), ...(sort === 'corrupted' ? beside(call) : inPlace(call))];
}

/** See what there is, and what would be done with it. */
function look({ plan }: DocumentSource, scenario: Scenario, call: Call, variable: 'INSTANT' | 'POINT' | undefined): readonly Step[] {
  const { turn, origin, on, command, options, declare } = call;
  const { name } = turn.system;
  const lost = turn.result.loss.seconds ?? 0;
  const age = lost === 0 ? '' : ` (at most ${lossWord(turn.result.loss)} older than the incident)`;
  const before = sortOf(scenario) === 'corrupted' ? 'the damage' : 'the first sign of the intruder';
  const meaning = {
    INSTANT: `INSTANT is the last moment before ${before}, on the clocks of ${code(plan.timezone.value)}, or with a zone of its own: ${code('2027-03-01 14:05:00+00')}.`,
    POINT: `POINT is the name of the newest point before ${before}, as the list gave it.`,
  };
  return [
    {
      key: `point-${name}`,
      title: `List the points of ${name}`,
      what: `${pointRule(scenario)} ${reachable(origin)}`,
      on,
      run: `${command} --list`,
      expect: `a line for each point of ${plain(origin.storage.name)}${origin.log ? ', and one that says up to when its log goes' : ''}.`,
      fails: `${code(`${origin.storage.name}: not there`)} means that it is not ${isLocal(origin.storage) ? 'mounted, or that something else is' : 'reached, or that the password is another'}. ${versions(call)}${capital(ifFails(turn))}`,
    },
    {
      key: `rehearse-${name}`,
      title: `Let restore.sh of ${name} say what it would do`,
      what: variable === undefined ? undefined : meaning[variable],
      on,
      run: `${declare}${command} ${options} --dry-run`,
      expect: `the point, the state that it gives${age}, its size and the time that it takes; then \`dry run: nothing done\`.`,
      fails: '`no good point fits`: name an earlier instant, or leave `--from` out.',
    },
  ];
}

/** What there is behind what somebody deleted. */
function versions({ origin, command }: Call): string {
  if (origin.storage.kind !== 's3') return '';
  const fetch = `${command.replace(/restore\.sh$/u, 'recover-versions.sh')} ${shellWord(origin.storage.name)} "YYYY-MM-DD hh:mm" /FOLDER`;
  return `Points are gone that were there: somebody deleted them. Where the bucket keeps versions, ${code(fetch)} fetches all of them as they were then, and says how to restore from that. `;
}

/** What `restore.sh` needs to read the storage. */
function reachable({ storage }: Origin): string {
  return isLocal(storage)
    ? `${plain(storage.name)} must be mounted at ${code(storage.path ?? '')}, with the file ${code('.backupplan-storage')} in it.`
    : `${plain(storage.name)} must be reachable from this machine, with the credentials and the password that the settings of the host name (${code('env.example')} beside the script).`;
}

/** A damaged system runs on: look at the restored state first, then take what is needed from it. */
function beside(call: Call): readonly Step[] {
  const { turn, origin, engine, on, command, options, declare } = call;
  const { name } = turn.system;
  return [
    {
      key: `restore-${name}`,
      title: `Restore ${name} from ${origin.storage.name} beside the damaged one`,
      what: 'It goes into a new folder, which only its owner can reach; nothing that runs is touched.',
      on,
      run: `${declare}${command} ${options}`,
      expect: `\`${engine.checked}\`, then \`done in … seconds. ${engine.reached}\`.`,
      time: timeOf(turn),
      fails: (step) => `its last lines say where it stopped. Not whole: another point, from ${step(`point-${name}`)} on; ${ifFails(turn)}`,
    },
    ...(engine.name === 'postgresql' || engine.shares?.includes('postgresql') ? fromServer(call) : fromFolder(call)),
    {
      ...replace(call, true),
      key: `replace-${name}`,
      title: `Only if that is not enough: replace ${name}`,
      what: `Every change since the chosen instant is gone then. ${warning(call)}`,
    },
  ];
}

function fromFolder({ turn, on }: Call): readonly Step[] {
  const { name } = turn.system;
  return [
    {
      key: `compare-${name}`,
      title: `See that the restored ${name} is from before the damage`,
      what: 'FOLDER stands in the last line of the step before, which also says how it is opened.',
      on,
      run: `FOLDER=\nsudo ls -la ${given('FOLDER')}`,
      expect: 'what was damaged is there, whole. Copy back from it what you need.',
      fails: (step) => `${step(`restore-${name}`)} again with an earlier point.`,
    },
  ];
}

function fromServer({ turn: { system }, on }: Call): readonly Step[] {
  const { name, databases } = system;
  const database = shellWord(databases[0] ?? 'postgres');
  return [
    {
      key: `compare-${name}`,
      title: `See that the restored ${name} is from before the damage`,
      what: 'FOLDER stands in the last line of the step before.',
      on,
      run: `FOLDER=\nsudo -u postgres psql -h ${given('FOLDER')} -p 5432 --dbname ${database}`,
      expect: 'what was damaged is there, whole.',
      fails: (step) => `${step(`restore-${name}`)} again with an earlier instant.`,
    },
    {
      key: `take-${name}`,
      title: `Take back what was damaged in ${name}`,
      what: (step) =>
        `Single tables, when the rest is sound and its newer changes are to stay; else go on with ${step(`replace-${name}`)}. TABLE is one that was lost or is wrong; rename a wrong one first.`,
      on,
      run: `FOLDER=\nTABLE=\nsudo -u postgres pg_dump -h ${given('FOLDER')} -p 5432 --table ${given('TABLE')} ${database} |\n  sudo -u postgres env PGOPTIONS='-c default_transaction_read_only=off' ${asClient('psql', system)} --set ON_ERROR_STOP=1 --single-transaction --dbname ${database}`,
      expect: '`COPY` with the number of rows, no `ERROR`.',
      fails: 'an error takes all of it back: nothing has changed. Mend it and run it again.',
    },
  ];
}

function inPlace(call: Call): readonly Step[] {
  const { turn, origin, engine } = call;
  return [
    {
      ...replace(call),
      key: `restore-${turn.system.name}`,
      title: `Restore ${turn.system.name} from ${origin.storage.name}`,
      what: `It takes ${engine.shares?.includes('files') ? 'its own place' : 'the place of the empty server'} on the new machine. ${warning(call)}`,
      time: timeOf(turn),
    },
  ];
}

/** The command that replaces something: it has the system's name typed out. `start`: the server is started again right after it. */
function replace(call: Call, start = false): Pick<Step, 'on' | 'run' | 'expect' | 'fails'> {
  const { turn, engine, on, command, options, declare } = call;
  const { system } = turn;
  const physical = isPhysical(call);
  const replaced = physical ? ` --data-directory ${given('DATA')}` : '';
  const units = physical && system.services.length > 0 ? system.services.map(shellWord).join(' ') : undefined;
  const stop = units === undefined ? '' : `sudo systemctl stop ${units}\n`;
  const again = units === undefined || !start ? '' : ` &&\n  sudo systemctl start ${units}`;
  return {
    on,
    run: `${physical ? 'DATA=\n' : ''}${declare}${stop}${command} ${options} --in-place --i-understand ${shellWord(system.name)}${replaced}${again}`,
    expect: physical ? `\`${engine.checked}\`, then \`… is replaced; the old one is ….damaged-…\`.` : `\`${engine.replaced}\`.`,
    fails: (step) =>
      `what was there before is still there, under its own name or with \`.damaged-\` behind it. Its last lines say where it stopped; then ${step(`point-${system.name}`)} again: ${ifFails(turn)}`,
  };
}

/** What tells where a server keeps its data, by kind of system. */
const DATA_DIRECTORIES: Readonly<Partial<Record<string, string>>> = {
  postgresql: '`pg_lsclusters` or `show data_directory`',
  mysql: '`select @@datadir` (on most machines `/var/lib/mysql`)',
  mariadb: '`select @@datadir` (on most machines `/var/lib/mysql`)',
};

function warning(call: Call): string {
  const { system } = call.turn;
  const hint = DATA_DIRECTORIES[system.kind];
  const data = isPhysical(call) ? ` DATA is its data directory${hint === undefined ? '' : `: ${hint} says which`}.` : '';
  const stop =
    isPhysical(call) && system.services.length === 0
      ? ` The plan names no ${code('service')} of it: stop the server first${system.kind === 'postgresql' ? ` (on Debian ${code('pg_ctlcluster VERSION NAME stop')})` : ''}, and start it afterwards.`
      : '';
  return `**This replaces the running ${plain(system.name)}: read the host name in your prompt aloud first.**${data}${stop}`;
}

/** Whether the block that is restored from has points that replace a data directory. */
function isPhysical({ origin, engine }: Call): boolean {
  return origin.block.jobs.some(({ tool }) => tool !== undefined && engine.physical.includes(tool.value));
}

function restorePath({ block }: Origin, { system }: Turn): string {
  return `scripts/${scriptFolder(system, block)}/restore.sh`;
}

/** The chain whose script restores the system from where recovery reads it. */
export function scriptedChain({ plan, files }: DocumentSource, turn: Turn, origin: Origin): Chain | undefined {
  if (!files.has(restorePath(origin, turn))) return undefined;
  const { system } = turn;
  const chain = chains(plan).find((candidate) => candidate.system.name === system.name && candidate.block.index === origin.block.index);
  return chain?.storages.some(({ name }) => name === origin.storage.name) ? chain : undefined;
}
