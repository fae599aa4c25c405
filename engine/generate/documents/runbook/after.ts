/** From the first system that is back to the day on which everything is as before. */
import type { Scenario } from '../../../plan/model.ts';
import { jobPath } from '../../scripts/chain-scripts.ts';
import { chains } from '../../scripts/coverage.ts';
import { installFolder } from '../../scripts/names.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { asUser } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { unitCommands } from '../unit-commands.ts';
import { list, moment } from '../words.ts';
import { giveBack, takesOver } from './failover-scripts.ts';
import { heldUnits } from './hold-points.ts';
import { sortOf } from './incident.ts';
import { planSteps } from './plan-step.ts';
import type { Phase, Step } from './step.ts';
import type { Turn } from './turns.ts';

export function after(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Phase[] {
  const back = turns.filter(({ result }) => result.recovery.status !== 'unrecoverable');
  if (back.length === 0) return [];
  return [
    { heading: 'Verify and open', steps: verify(source, scenario, back) },
    { heading: 'Go back', lead: goBackLead(back), steps: goBack(source, scenario, back) },
    { heading: 'Close', steps: close(source, scenario, back) },
  ];
}

function verify(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const own = planSteps(source, scenario, 'verify', turns);
  const rows = turns.map(({ system, result, end }) => [
    plain(system.name),
    end === undefined ? '' : moment(end),
    result.recovery.target === undefined ? '' : moment(result.recovery.target),
    '',
    '',
  ]);
  return [
    ...own,
    {
      key: 'together',
      title: turns.length === 1 ? 'Note what was restored' : 'See that they fit together',
      what:
        turns.length === 1
          ? `Write down when it was back, and the instant whose state it has.\n\n${table(['System', 'Expected', 'RTO', 'Back at (UTC)', 'State of (UTC)'], rows)}`
          : `Restored from different instants, systems disagree about what lies between: ${list(turns.map(({ system }) => plain(system.name)))}. Write down the instant of each and look for records of one that point into a gap of another.\n\n${table(['System', 'Expected', 'RTO', 'Back at (UTC)', 'State of (UTC)'], rows)}`,
      check: 'each row is filled in and signed with a name.',
    },
    {
      key: 'open',
      title: 'Say that recovery is over',
      what: `To the same people as in ${linkTo('Find out and declare')}: what is back, which span of changes is lost (the two columns above), what to enter again.`,
    },
  ];
}

function moved({ system, result }: Turn): boolean {
  const at = result.recovery.standby ?? result.recovery.at ?? system.at;
  return at !== system.at;
}

function goBackLead(turns: readonly Turn[]): string | undefined {
  return turns.some(moved) ? undefined : 'Everything was recovered where it ran before: there is nothing to move back.';
}

function goBack(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const own = planSteps(source, scenario, 'failback', turns);
  const away = turns.filter(moved);
  if (away.length === 0) return own;
  const homes = [...new Set(away.map(({ system }) => system.at))];
  const byHand = away.filter((turn) => !takesOver(source, turn));
  const rejoining = away.filter((turn) => takesOver(source, turn)).map(({ system }) => plain(system.name));
  return [
    {
      key: 'home',
      title: `See that ${list(homes)} can be trusted again`,
      what: `Power, network and storage have been stable for as long as the owner asks; what was left there is wiped or kept apart, and is not started${rejoining.length === 0 ? '' : `, but for ${list(rejoining)}, of which the next steps look after what was left`}.`,
    },
    ...own,
    ...away.flatMap((turn) => giveBack(source, turn) ?? []),
    ...(own.length > 0 || byHand.length === 0 ? [] : carry(byHand, homes)),
  ];
}

/** Where the plan has no steps of its own. */
function carry(away: readonly Turn[], homes: readonly string[]): readonly Step[] {
  const data = away.filter(({ system }) => system.redeploy === undefined || system.blocks.length > 0);
  return [
    ...(data.length === 0
      ? []
      : [
          {
            key: 'back-full',
            title: 'Back up where it runs now',
            what: `Take a full of ${list(data.map(({ system }) => plain(system.name)))} at ${list([...new Set(data.map(({ result, system }) => plain(result.recovery.standby ?? result.recovery.at ?? system.at)))])}, and restore it at ${list(homes.map(plain))} beside, as a rehearsal: the same steps as above.`,
            check: 'the rehearsal is whole, and its time fits into the outage that is agreed for the move.',
            fails: 'stay where you are: nothing is lost by moving later.',
          },
        ]),
    {
      key: 'move',
      title: `Move to ${list(homes)}`,
      what: `In the order of the first page, with users out: stop writing where it runs now, take a last full (or let the log catch up), restore it at ${list(homes.map(plain))}, put it into service there.`,
      check: 'the newest record written before the stop is there; nothing writes at the old place any more.',
      fails: 'start it again where it ran: until the first write at home nothing is lost.',
    },
  ];
}

function close(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const backed = turns.filter(({ system }) => system.blocks.length > 0);
  const held = turns.some(({ result }) => result.recovery.source !== undefined);
  const steps: Step[] = [];
  if (backed.length > 0) {
    const commands = startAgain(source, scenario, backed, turns);
    steps.push({
      key: 'jobs',
      title: 'Start the backup again, with a full',
      what: (step) =>
        `For ${list(backed.map(({ system }) => plain(system.name)))}: what follows a restore is a new history, and increments or log do not join on to the points from before. ${held ? `Start what ${step('hold')} stopped only when the new full is there.` : ''}`.trimEnd(),
      ...(commands === '' ? {} : { on: 'the machines that run these jobs', run: commands }),
      check: 'a new full of each is listed on each storage, and the monitoring is green.',
    });
  }
  if (sortOf(scenario) === 'compromised') {
    steps.push({
      key: 'secrets',
      title: 'Change every secret that was within reach',
      what: `Passwords, keys, tokens and certificates on or of ${list(turns.map(({ system }) => plain(system.name)))}, and the credentials of ${list([...new Set(source.plan.storages.map(({ account }) => code(account.value)))])}.`,
      check: 'the old ones are refused.',
    });
  }
  steps.push({
    key: 'record',
    title: 'Write down what it took',
    what: `Keep the ${linkTo('Log')}. Put the times that were measured beside those of this runbook, and mend the plan where it was wrong${scenario.statement === undefined ? '' : `; set ${code('drilled')} of ${plain(scenario.name)} to the day of the recovery`}.`,
  });
  return steps;
}

/** The fulls that have scripts, of storages that have fallen too, which are marked anew before; then what was stopped. */
function startAgain(source: DocumentSource, scenario: Scenario, backed: readonly Turn[], turns: readonly Turn[]): string {
  const { plan, files } = source;
  const folder = installFolder(plan);
  const fallen = new Set(backed.flatMap(({ result }) => result.loss.falls.map(({ storage }) => storage)));
  const fulls = chains(plan)
    .filter(({ system }) => backed.some((turn) => turn.system.name === system.name))
    .flatMap((chain) => chain.jobs.filter(({ word }) => word === 'full').map((job) => ({ chain, job })));
  const marks = [...new Set(fulls.map(({ job }) => job.to))].filter((storage) => fallen.has(storage) && files.has(PREPARE));
  const units = heldUnits(source, scenario, turns);
  return [
    ...marks.map((storage) => asUser('root', `${folder}/${PREPARE}`, storage)),
    ...fulls.map(({ chain, job }) => asUser(chain.engine.user, `${folder}/${jobPath(chain, job)}`)),
    ...(units.length === 0
      ? []
      : [...(fulls.length === 0 ? [] : ['# Then, when all of that has ended well:']), unitCommands('start', units)]),
  ].join('\n');
}

const PREPARE = 'scripts/prepare.sh';
