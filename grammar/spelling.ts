/** Finds the word that was probably meant. */

/** Longer words are not compared: no word of the language comes near. */
const LONGEST = 40;

/**
 * The candidate that is nearest to a word, if one is near enough: a third of the longer one's letters may differ (one in a short
 * word). Case does not count. A candidate that the word begins, or that begins with the word, is near from four letters on.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const longer = Math.max(lower.length, other.length);
    const shorter = Math.min(lower.length, other.length);
    const begins = shorter >= 4 && (lower.startsWith(other) || other.startsWith(lower));
    const allowed = Math.max(1, Math.floor(longer / 3));
    const measured = longer - shorter > allowed ? Number.POSITIVE_INFINITY : distance(lower, other);
    const sameStart = lower[0] === other[0] ? 0 : 0.5;
    const found = begins
      ? Math.min(measured, 1.25)
      : measured <= allowed && measured < shorter
        ? measured + sameStart
        : Number.POSITIVE_INFINITY;
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}

/** Fewer letters than this are a word of their own after any slip. */
const SHORTEST = 4;

/**
 * Whether a word is `meant` but for one slip of the pen (a letter too many, too few, wrong or swapped with its neighbour, or capitals) within
 * letters that stand together, four or more, while no other candidate is as near: what can be put right without asking. `vault-2` is no
 * slip for `vault-1`, nor `rto` for `rpo`.
 */
export function isSlip(word: string, meant: string, candidates: Iterable<string>): boolean {
  const [written, wanted] = [runsOf(word), runsOf(meant)];
  if (word.length > LONGEST || written.length !== wanted.length) return false;
  const changed = wanted.flatMap((run, index) => (run === written[index] ? [] : [{ from: written[index] ?? '', run }]));
  if (changed.some(({ run }) => !/^\p{L}/u.test(run) || run.length < SHORTEST)) return false;
  const lower = word.toLowerCase();
  const slips = distance(lower, meant.toLowerCase());
  if (slips > 1) return false;
  for (const other of candidates) if (other !== meant && distance(lower, other.toLowerCase()) <= slips) return false;
  return true;
}

/** Letters that stand together, and what stands between them. */
function runsOf(word: string): readonly string[] {
  return word.match(/\p{L}+|\P{L}+/gu) ?? [];
}

/** Letters to insert, drop, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** What other tools and habits call the words of this language, best first. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  retention: ['keep', 'retain'],
  retain: ['keep'],
  keep: ['retain'],
  prune: ['keep'],
  expire: ['keep'],
  forget: ['keep'],
  ttl: ['keep'],
  backup: ['full'],
  dump: ['full'],
  base: ['full'],
  incr: ['incremental'],
  inc: ['incremental'],
  diff: ['differential'],
  snap: ['snapshot'],
  wal: ['log'],
  binlog: ['log'],
  oplog: ['log'],
  archive: ['log', 'move'],
  journal: ['log'],
  pitr: ['log'],
  sync: ['copy'],
  replicate: ['copy', 'standby'],
  replica: ['standby'],
  mirror: ['copy', 'standby'],
  offsite: ['copy'],
  transfer: ['copy'],
  check: ['verify'],
  test: ['verify', 'drill'],
  validate: ['verify'],
  location: ['at', 'site', 'region'],
  site: ['at'],
  place: ['at', 'site'],
  in: ['at'],
  on: ['at', 'to'],
  into: ['to'],
  target: ['to', 'storage'],
  destination: ['to', 'storage'],
  storage: ['to', 'on'],
  repository: ['storage'],
  repo: ['storage'],
  datacenter: ['site'],
  zone: ['timezone', 'region'],
  tz: ['timezone'],
  database: ['system'],
  server: ['system', 'host'],
  service: ['system'],
  app: ['system'],
  application: ['system'],
  postgres: ['postgresql'],
  pg: ['postgresql'],
  schedule: ['daily', 'every'],
  cronjob: ['cron'],
  nightly: ['daily'],
  night: ['daily'],
  day: ['daily'],
  week: ['weekly'],
  annually: ['yearly'],
  annual: ['yearly'],
  workdays: ['weekdays'],
  tool: ['using'],
  with: ['using'],
  via: ['using'],
  by: ['using'],
  duration: ['taking'],
  takes: ['taking'],
  lock: ['immutable'],
  locked: ['immutable'],
  worm: ['immutable'],
  airgap: ['offline'],
  crypt: ['encrypted'],
  encrypt: ['encrypted'],
  disaster: ['scenario'],
  person: ['contact'],
  ignore: ['accept'],
  include: ['import'],
  suppress: ['accept'],
  change: ['changes'],
  growth: ['grows'],
  data: ['holds'],
  requires: ['depends'],
  needs: ['depends'],
  after: ['depends'],
  standard: ['comply'],
  compliance: ['comply'],
  quota: ['capacity'],
  cost: ['price', 'budget'],
  costs: ['price', 'budget'],
  folder: ['path'],
  directory: ['path'],
  dir: ['path'],
  fail: ['lose'],
  destroy: ['lose'],
  hacked: ['compromise'],
  damage: ['corrupt'],
  always: ['forever'],
  infinite: ['forever'],
  until: ['for'],
  within: ['after', 'at'],
  when: ['after'],
  from: ['at', 'to'],
  of: ['from'],
  hrs: ['hours'],
  hr: ['hour'],
  mins: ['min'],
  secs: ['sec'],
  yr: ['year'],
  yrs: ['years'],
  mo: ['months'],
  mon: ['months'],
  mos: ['months'],
  wk: ['week'],
  wks: ['weeks'],
};

const foreignWords = Object.keys(foreign);

/** The word of the language, of those that can stand here, that was probably meant: misspelt, or another tool's. */
export function meantBy(word: string, candidates: readonly string[]): string | undefined {
  const exact = candidates.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  if (exact !== undefined) return exact;
  return (
    translated(word.toLowerCase(), candidates) ?? nearest(word, candidates) ?? translated(nearest(word, foreignWords) ?? '', candidates)
  );
}

function translated(word: string, candidates: readonly string[]): string | undefined {
  return Object.hasOwn(foreign, word) ? foreign[word]?.find((translation) => candidates.includes(translation)) : undefined;
}
