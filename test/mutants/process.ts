import Mocha from 'mocha';

/** Tests to run of a file, counted from 0 in the order in which they stand; all of them where none are named. */
export interface Order {
  readonly file: string;
  readonly tests?: readonly number[];
}

/** What a process says of the files that it ran. */
export interface Report {
  /** The first test that failed, with its words; undefined where none did. */
  readonly failed?: string;
  /** What the last file reached, where the process records it. */
  readonly reached?: Reached;
}

export interface Reached {
  /** Mutants that are reached while the file is loaded, or before all of some tests. */
  readonly atOnce: readonly number[];
  /** By test, the mutants that it reaches and the seconds of a processor that it takes. */
  readonly tests: readonly { readonly mutants: readonly number[]; readonly seconds: number }[];
}

declare global {
  /** By number, whether the instrumented code has passed by a mutant. */
  var strykerSeen: Uint8Array;
}

/**
 * Runs test files one after the other until a test fails. Tests have all the time that the process has: under load the clock says
 * nothing about a mutant, and whoever started the process limits what it may reckon.
 */
export async function runOrders(files: Readonly<Record<string, () => Promise<unknown>>>, orders: readonly Order[]): Promise<Report> {
  Object.assign(Mocha.Runnable.prototype, { timeout: unlimited });
  let report: Report = {};
  for (const { file, tests } of orders) {
    report = await runFile(file, files[file] ?? missing, tests);
    if (report.failed !== undefined) break;
  }
  return report;
}

async function runFile(file: string, load: () => Promise<unknown>, tests: readonly number[] | undefined): Promise<Report> {
  const mocha = new Mocha({ ui: 'bdd', bail: true, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, file, mocha);
  try {
    await load();
  } catch (error) {
    return { failed: `${file}: ${error}` };
  }
  keep(mocha.suite, tests === undefined ? undefined : new Set(tests), 0);
  const atOnce = take();
  const each: { mutants: readonly number[]; seconds: number }[] = [];
  let failed: string | undefined;
  let began = spent();
  await new Promise((done) => {
    const runner = mocha.run(done);
    runner.on('test', () => {
      atOnce.push(...take());
      began = spent();
    });
    runner.on('test end', () => {
      each.push({ mutants: take(), seconds: spent() - began });
    });
    runner.on('fail', (test, error) => {
      failed ??= `${file}: ${test.fullTitle()}: ${error}`;
    });
  });
  return failed === undefined ? { reached: { atOnce, tests: each } } : { failed };
}

/** Leaves out all tests but those with these numbers, and gives the number after the suite's last. What looks at the clock never runs. */
function keep(suite: Mocha.Suite, kept: ReadonlySet<number> | undefined, first: number): number {
  suite.tests = suite.tests.filter(({ title }) => !title.endsWith('in no time'));
  const count = suite.tests.length;
  suite.tests = suite.tests.filter((_, index) => kept?.has(first + index) ?? true);
  return suite.suites.reduce((next, inner) => keep(inner, kept, next), first + count);
}

/** The mutants seen since the last time. */
function take(): number[] {
  const seen: number[] = [];
  for (let mutant = globalThis.strykerSeen.indexOf(1); mutant !== -1; mutant = globalThis.strykerSeen.indexOf(1, mutant)) {
    seen.push(mutant);
    globalThis.strykerSeen[mutant] = 0;
  }
  return seen;
}

function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** In the place of a test's own limit. */
function unlimited(this: Mocha.Runnable, limit?: unknown): number | Mocha.Runnable {
  return limit === undefined ? 0 : this;
}

async function missing(): Promise<never> {
  throw new Error('it is not in the bundle');
}
