import { type System, spanSeconds } from '../../plan/model.ts';
import { targetsFrom } from '../answers.ts';
import type { CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Fix } from '../finding.ts';

/** More proposals than this are no help. */
const MOST = 3;

/** A nightly run, its copy and a clock change fit in here. */
const NIGHTLY = 26 * 3600;

/**
 * Backup blocks that a system could have with the storages of its plan: to one near it and from there to one further away, or to a
 * single storage where there is no second.
 */
export function backupSkeletons(context: CheckContext, system: System): Fix[] {
  const { project } = context;
  const file = project.files.find((each) => each.path === system.place.file);
  const { block } = system.statement;
  if (file === undefined || block === undefined) return [];
  const { near, away } = targetsFrom(context, system.at);
  // A stable order: near first, and what is put on a shelf last. With one more than the most, every first finds its seconds.
  const targets = [...near, ...away].toSorted((a, b) => Number(a.offline) - Number(b.offline)).slice(0, MOST + 1);
  const seconds = away.slice(0, MOST + 1);
  const pairs = targets.flatMap((first) => seconds.filter((second) => second !== first).map((second) => [first, second] as const));
  const plans = pairs.length > 0 ? pairs : targets.map((only) => [only, undefined] as const);
  return plans.slice(0, MOST).map(([first, second]) => ({
    title: second === undefined ? `Back it up to \`${first.name}\`` : `Back it up to \`${first.name}\`, with a copy on \`${second.name}\``,
    edits: [insertion(file, block, skeleton(context, system, first.name, second?.name), 'last')],
    safe: false,
  }));
}

function skeleton({ catalogue }: CheckContext, system: System, first: string, second: string | undefined): string {
  const rpo = system.rpo === undefined ? undefined : spanSeconds(system.rpo.value);
  const often = rpo !== undefined && rpo < NIGHTLY;
  const logs = often && Object.values(catalogue.tools).some((tool) => tool.logBase && tool.jobs[system.kind]?.includes('log') === true);
  const every = often ? frequency(rpo / 2) : 'daily at 02:00';
  return [
    'backup {',
    `  full ${logs ? 'daily at 02:00' : every} to ${first}`,
    ...(logs ? [`  log continuous to ${first}`] : []),
    ...(second === undefined ? [] : [`  copy ${logs ? every : 'after full'} from ${first} to ${second}`]),
    '  keep daily for 30 days, monthly for 12 months',
    '}',
  ].join('\n');
}

/** The longest schedule `every …` of at most so many seconds; 5 minutes at least. */
function frequency(most: number): string {
  const steps = [12, 8, 6, 4, 3, 2, 1].map((hours) => ({ seconds: hours * 3600, text: `${hours}h` }));
  const minutes = [30, 15, 10, 5].map((count) => ({ seconds: count * 60, text: `${count}m` }));
  const found = [...steps, ...minutes].find((step) => step.seconds <= most);
  return `every ${found?.text ?? '5m'}`;
}
