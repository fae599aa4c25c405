/** systemd services and timers. */
import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { Chain } from '../scripts/coverage.ts';
import { chainFolder, fileName, installFolder, planSlug } from '../scripts/names.ts';
import { packedStorages } from '../scripts/packed.ts';
import { commentText } from '../scripts/quote.ts';
import { calendarLines } from './calendar.ts';
import { type Entry, entriesOf } from './entries.ts';

/** A service for each entry, and a timer, a path unit, or a line in the services that it follows. */
export function systemdUnits(plan: Plan, covered: readonly Chain[]): Artifact[] {
  const entries = covered.flatMap((chain) => entriesOf(plan, chain).map((entry) => ({ chain, entry })));
  return entries.flatMap(({ chain, entry }) => {
    const name = unitName(plan, entry.id);
    const followers = entries.filter(({ entry: other }) => 'follows' in other.when && other.when.follows.includes(entry.id));
    const files = [
      unit(
        `${name}.service`,
        service(
          plan,
          entry,
          followers.map((follower) => `${unitName(plan, follower.entry.id)}.service`),
        ),
      ),
    ];
    if (!('follows' in entry.when)) files.push(unit(`${name}.timer`, timer(plan, entry, calendarLines(entry.when))));
    else if (entry.when.afterLogOf.length > 0) files.push(unit(`${name}.path`, pathUnit(plan, entry, chain, entry.when.afterLogOf)));
    return files;
  });
}

/** A unit that starts something by itself. */
export interface Starter {
  /** `backupplan-shop-orders.full-nas.timer` */
  readonly file: string;
  readonly system: string;
  readonly entry: Entry;
}

/** The timers and path units of a plan that is run by systemd. */
export function starters(plan: Plan, covered: readonly Chain[]): readonly Starter[] {
  if (plan.scheduler.value !== 'systemd') return [];
  return covered.flatMap((chain) =>
    entriesOf(plan, chain).flatMap((entry) => {
      const name = unitName(plan, entry.id);
      const system = chain.system.name;
      if (!('follows' in entry.when)) return [{ file: `${name}.timer`, system, entry }];
      return entry.when.afterLogOf.length > 0 ? [{ file: `${name}.path`, system, entry }] : [];
    }),
  );
}

function unit(name: string, text: string): Artifact {
  return { path: `schedule/${name}`, text, executable: false };
}

/** `backupplan-shop-orders.full-nas`: a dot stands in no name of the plan, so two ids never have one unit. */
function unitName(plan: Plan, id: string): string {
  return `backupplan-${planSlug(plan)}-${id.split('/').map(fileName).join('.')}`;
}

/** Text of the plan in a unit: one line, with systemd's specifiers switched off, and no backslash that could join lines. */
function unitText(text: string): string {
  return commentText(text).replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

function description(plan: Plan, entry: Entry): string {
  return `Description=${unitText(`${entry.id}: ${entry.words} (${plan.title})`)}`;
}

function service(plan: Plan, entry: Entry, followers: readonly string[]): string {
  return `${[
    '[Unit]',
    description(plan, entry),
    'Wants=network-online.target',
    'After=network-online.target',
    ...(followers.length === 0 ? [] : ['# Needs systemd 249 or newer.', `OnSuccess=${followers.join(' ')}`]),
    '',
    '[Service]',
    'Type=oneshot',
    `User=${entry.user}`,
    `ExecStart=${installFolder(plan)}/${entry.script}`,
    '# Another run of the chain was still going on: this one does not happen, and that is no failure.',
    'SuccessExitStatus=75',
    '# The script gives its steps a limit of their own.',
    'TimeoutStartSec=infinity',
    'Nice=10',
    'IOSchedulingClass=best-effort',
    'IOSchedulingPriority=7',
    'NoNewPrivileges=yes',
  ].join('\n')}\n`;
}

function timer(plan: Plan, entry: Entry, lines: readonly string[]): string {
  return `${['[Unit]', description(plan, entry), '', '[Timer]', ...lines.map((line) => `OnCalendar=${line}`), 'AccuracySec=1s', 'Persistent=yes', '', '[Install]', 'WantedBy=timers.target'].join('\n')}\n`;
}

/** What a host knows of a packed storage, as `view_path` of bash/packed.sh: log that it has brought there shows in it at once. */
function viewOf(plan: Plan, { engine }: Chain, storage: string): string {
  return `/var/lib/backupplan/${planSlug(plan)}/${engine.user}/views/${storage.replace(/[^A-Za-z0-9_-]/g, '_')}`;
}

function pathUnit(plan: Plan, entry: Entry, chain: Chain, storages: readonly string[]): string {
  const packed = packedStorages(chain);
  const folders = chain.storages
    .filter(({ name }) => storages.includes(name))
    .map((storage) => (packed.includes(storage) ? viewOf(plan, chain, storage.name) : `${storage.path}`))
    .map((folder) => `${folder}/${chainFolder(chain.system, chain.block)}/log`);
  return `${['[Unit]', description(plan, entry), '', '[Path]', ...folders.map((folder) => `PathChanged=${unitText(folder)}`), '', '[Install]', 'WantedBy=paths.target'].join('\n')}\n`;
}
