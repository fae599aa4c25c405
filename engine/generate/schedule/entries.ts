/** What a schedule has to start. */
import type { Copy, Job, Plan, Schedule } from '../../plan/model.ts';
import { scheduleWords } from '../documents/schedule.ts';
import { copyAccount, copyPath, jobPath, prunedElsewhere, prunePath, verifyPath } from '../scripts/chain-scripts.ts';
import type { Chain } from '../scripts/coverage.ts';

export interface Entry {
  /** The plan's id: `orders/full-nas`. */
  readonly id: string;
  /** Path of the script below the output folder. */
  readonly script: string;
  /** The user that it runs as. */
  readonly user: string;
  /** The account whose credentials it needs, on a machine that has them. */
  readonly account: string;
  /** The storage that it writes to or prunes; a verification has none. */
  readonly to?: string;
  /** As the plan says it. */
  readonly words: string;
  /** Ids of the entries that it follows, or when it starts. */
  readonly when: Schedule | { readonly follows: readonly string[]; readonly afterLogOf: readonly string[] };
}

/** In the order of the plan. A log that the server itself brings has no entry. */
export function entriesOf(plan: Plan, chain: Chain): Entry[] {
  const { jobs, logs, copies, verifies, system, engine } = chain;
  const own = { user: engine.user, account: system.account.value };
  return [
    ...[...jobs, ...(engine.fetchesLog ? logs : [])].map((job) => ({
      ...own,
      id: job.id,
      to: job.to,
      script: jobPath(chain, job),
      words: `${job.word} ${job.schedule === 'continuous' ? 'continuous' : scheduleWords(job.schedule)} to ${job.to}`,
      when: job.schedule === 'continuous' ? withinLag(plan, job) : job.schedule,
    })),
    ...copies.map((copy) => ({ ...own, ...copyEntry(plan, chain, copy), account: copyAccount(chain, copy), to: copy.to })),
    ...prunedElsewhere(chain).map((storage) => ({
      ...own,
      account: storage.account.value,
      to: storage.name,
      id: `${system.name}/prune-${storage.name}`,
      script: prunePath(chain, storage),
      words: `prune ${storage.name}`,
      when: { form: { form: 'hourly', minute: 30 }, zone: plan.timezone.value, place: storage.place } as const,
    })),
    ...verifies.map((verify) => {
      const when = 'months' in verify.schedule ? everyMonths(plan, verify.schedule) : verify.schedule;
      return { ...own, id: verify.id, script: verifyPath(chain, verify), words: `verify ${verify.what} ${scheduleWords(when)}`, when };
    }),
  ];
}

/** Divisors of an hour, in seconds, that `every` can say. A minute is what cron can do at best. */
const STEPS = [3600, 1800, 1200, 900, 600, 300, 120, 60, 30, 20, 10];

/** Half of the lag between two runs, so that the other half is left for the run itself. */
function withinLag({ timezone, scheduler }: Plan, { lag, place }: Job): Schedule {
  const half = (lag?.value ?? 60) / 2;
  const fits = STEPS.filter((step) => scheduler.value !== 'cron' || step >= 60);
  const seconds = fits.find((step) => step <= half) ?? fits.at(-1) ?? 60;
  return { form: { form: 'every', span: { years: 0, months: 0, seconds } }, zone: timezone.value, place };
}

function copyEntry(plan: Plan, chain: Chain, copy: Copy): Pick<Entry, 'id' | 'script' | 'words' | 'when'> {
  const script = copyPath(chain, copy);
  const word = copy.move ? 'move' : 'copy';
  const from = `from ${copy.from} to ${copy.to}`;
  if (!('after' in copy.schedule)) {
    return { id: copy.id, script, words: `${word} ${scheduleWords(copy.schedule)} ${from}`, when: copy.schedule };
  }
  const { after } = copy.schedule;
  const account = copyAccount(chain, copy);
  const jobs = [...chain.jobs, ...chain.logs].filter(({ to, word: of }) => to === copy.from && after.includes(of));
  const copies = chain.copies.filter(({ to }) => to === copy.from && after.includes('copy'));
  const words = `${word} after ${after.join(', ')} ${from}`;
  const elsewhere =
    (jobs.length > 0 && account !== chain.system.account.value) || copies.some((each) => copyAccount(chain, each) !== account);
  if (elsewhere) return { id: copy.id, script, words: `${words}, looked for every minute`, when: everyMinute(plan, copy) };
  const points = [...jobs.filter(({ word: of }) => of !== 'log'), ...copies];
  return {
    id: copy.id,
    script,
    words,
    when: { follows: points.map(({ id }) => id), afterLogOf: jobs.some(({ word: of }) => of === 'log') ? [copy.from] : [] },
  };
}

/** What it follows runs under another account, so on another machine, and nobody says here that it has ended. */
function everyMinute({ timezone }: Plan, { place }: Copy): Schedule {
  return { form: { form: 'every', span: { years: 0, months: 0, seconds: 60 } }, zone: timezone.value, place };
}

/** `every 3 months`: on the first of January, April and so on, at four in the morning. */
function everyMonths(plan: Plan, { months, place }: { readonly months: number; readonly place: Schedule['place'] }): Schedule {
  const dates = Array.from({ length: Math.max(1, Math.ceil(12 / months)) }, (_, index) => ({
    month: 1 + index * Math.min(months, 12),
    day: 1,
  }));
  return { form: { form: 'yearly', dates: dates.filter(({ month }) => month <= 12), times: [4 * 3600] }, zone: plan.timezone.value, place };
}
