/** Restoring with the generated `restore.sh` (its options: `scripts/bash/restore.sh`). */
import type { Scenario } from '../../../plan/model.ts';
import { chains } from '../../scripts/coverage.ts';
import { installFolder, scriptFolder } from '../../scripts/names.ts';
import { code, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord } from '../targets.ts';
import { sortOf } from './incident.ts';
import type { Origin } from './origin.ts';
import { ifFails, pointRule, timeOf, where } from './restoring.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

/** The steps, where a script is generated that reads the storage that recovery reads; else undefined. */
export function restoreScript(source: DocumentSource, scenario: Scenario, turn: Turn, origin: Origin): readonly Step[] | undefined {
  const { system } = turn;
  const path = `scripts/${scriptFolder(system, origin.block)}/restore.sh`;
  const chain = chains(source.plan).find(
    (candidate) => candidate.system.name === system.name && candidate.block.index === origin.block.index,
  );
  if (!source.files.has(path) || !chain?.storages.some(({ name }) => name === origin.storage.name)) return undefined;

  const command = `sudo -u postgres ${shellWord(`${installFolder(source.plan)}/${path}`)}`;
  const from = `--from ${shellWord(origin.storage.name)}`;
  const aside = sortOf(scenario) === 'corrupted';
  const instant = sortOf(scenario) !== 'lost' && origin.log;
  const to = instant ? ' --to "${INSTANT:?}"' : sortOf(scenario) === 'lost' ? '' : ' --point "${POINT:?}"';
  const set = instant ? 'INSTANT=\n' : sortOf(scenario) === 'lost' ? '' : 'POINT=\n';
  const chosen = instant
    ? `INSTANT is the last moment before the damage, on the clocks of ${code(source.plan.timezone.value)}, or with a zone of its own: ${code('2027-03-01 14:05:00+00')}.`
    : sortOf(scenario) === 'lost'
      ? ''
      : 'POINT is the name of the chosen point, as the list gave it.';
  const on = where(turn);
  const steps: Step[] = [
    {
      key: `point-${system.name}`,
      title: `List the points of ${system.name}`,
      what: `${pointRule(scenario)} ${plain(origin.storage.name)} must be mounted at ${code(origin.storage.path ?? '')}, with the file ${code('.backupplan-storage')} in it.`,
      on,
      run: `${command} --list`,
      expect: `a line for each point of ${plain(origin.storage.name)}${origin.log ? ', and one that says up to when its log goes' : ''}; the newest state at most ${lossWord(turn.result.loss)} older than the incident.`,
      fails: `${code(`${origin.storage.name}: not there`)} means that it is not mounted, or that another file system is. ${ifFails(turn)}`,
    },
    {
      key: `rehearse-${system.name}`,
      title: `Let restore.sh of ${system.name} say what it would do`,
      what: chosen === '' ? undefined : chosen,
      on,
      run: `${set}${command} ${from}${to} --dry-run`,
      expect: 'the point and the state that it gives, its size and the time that the plan reckons with; then `dry run: nothing done`.',
      fails: '`no good point fits`: name an earlier instant, or leave `--from` out.',
    },
  ];
  return [...steps, ...(aside ? beside(turn, origin, command, from, to, set) : inPlace(turn, origin, command, from, to, set))];
}

/** A damaged system runs on: look at the restored state first, then take what is needed from it. */
function beside(turn: Turn, origin: Origin, command: string, from: string, to: string, set: string): readonly Step[] {
  const { system } = turn;
  const name = system.name;
  const database = shellWord(system.databases[0] ?? 'postgres');
  return [
    {
      key: `restore-${name}`,
      title: `Restore ${name} from ${origin.storage.name} beside the damaged one`,
      what: 'It goes into a new server in a folder of its own, which only its owner can reach; nothing that runs is touched.',
      on: where(turn),
      run: `${set}${command} ${from}${to}`,
      expect: '`checked: … databases, … tables`, then `done in … seconds. Connect with: psql -h FOLDER -p 5432 -U …`.',
      time: timeOf(turn),
      fails: (step) =>
        `the last lines say at what: \`not whole\` is answered in ${step(`point-${name}`)} with another point. ${ifFails(turn)}`,
    },
    {
      key: `compare-${name}`,
      title: `Look whether the restored ${name} is from before the damage`,
      what: 'FOLDER stands in the last line of the step before.',
      on: where(turn),
      run: `FOLDER=\nsudo -u postgres psql -h "\${FOLDER:?}" -p 5432 --dbname ${database}`,
      expect: 'what was damaged is there, whole.',
      fails: (step) => `${step(`restore-${name}`)} again with an earlier instant.`,
    },
    {
      key: `take-${name}`,
      title: `Take back what was damaged in ${name}`,
      what: `**Either** single tables, when the rest is sound and its newer changes are to stay: TABLE is one that was lost or is wrong (rename a wrong one first).`,
      on: where(turn),
      run: `FOLDER= TABLE=\nsudo -u postgres pg_dump -h "\${FOLDER:?}" -p 5432 --table "\${TABLE:?}" ${database} | sudo -u postgres psql --set ON_ERROR_STOP=1 --single-transaction --dbname ${database}`,
      expect: '`COPY` with the number of rows, no `ERROR`.',
      fails: 'an error takes all of it back: nothing has changed. Mend it and run it again.',
    },
    replace(
      turn,
      command,
      `${from}${to}`,
      set,
      '**Or** all of it, when more is wrong than single tables. Every change since the chosen instant is gone then.',
    ),
  ];
}

function inPlace(turn: Turn, origin: Origin, command: string, from: string, to: string, set: string): readonly Step[] {
  const what = `The machine has an empty server that \`restore.sh\` replaces; what it finds in its place it keeps under another name.`;
  return [
    {
      ...replace(turn, command, `${from}${to}`, set, what),
      key: `restore-${turn.system.name}`,
      title: `Restore ${turn.system.name} from ${origin.storage.name}`,
    },
  ];
}

/** The one command of a runbook that replaces something: it has the system's name typed out. */
function replace(turn: Turn, command: string, options: string, set: string, what: string): Step {
  const { system } = turn;
  const physical = system.blocks.some(({ jobs }) => jobs.some(({ tool }) => tool?.value === 'pg_basebackup'));
  const directory = physical ? ' --data-directory "${DATA:?}"' : '';
  return {
    key: `replace-${system.name}`,
    title: `Replace ${system.name} by the restored state`,
    what: `${what} **This replaces the database ${plain(system.name)}: read the host name in your prompt aloud first.**${physical ? ' DATA is the data directory of the server (`pg_lsclusters` or `show data_directory`).' : ''}`,
    on: where(turn),
    run: `${physical ? 'DATA=\n' : ''}${set}${command} ${options} --in-place --i-understand ${shellWord(system.name)}${directory}`,
    expect: physical
      ? '`checked: … databases, … tables`, then `… is replaced; the old one is ….damaged-…`.'
      : '`the databases are replaced; the old ones are called NAME.damaged-…`.',
    time: timeOf(turn),
    fails: (step) =>
      `what was there before is still there, under its own name or with \`.damaged-\` behind it. See the last lines, then ${step(`point-${system.name}`)} again. ${ifFails(turn)}`,
  };
}
