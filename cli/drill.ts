/** `backupplan drill`: runs restore tests now, and says whether the recovery times of the plan would have been kept. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { measuredRecoveries } from '../engine/assess/recovery/measured.ts';
import { restoreTime } from '../engine/assess/recovery/restore-time.ts';
import type { Examination } from '../engine/examine.ts';
import { MANIFEST, planHash, readManifest } from '../engine/generate/manifest.ts';
import { type Chain, chains, notGenerated } from '../engine/generate/scripts/coverage.ts';
import { installFolder, scriptFolder } from '../engine/generate/scripts/names.ts';
import { outputFolder } from '../workspace/output.ts';
import { runScript, userName } from '../workspace/run-script.ts';
import type { Command } from './command.ts';
import { type Io, UsageError } from './io.ts';
import { type DrillResult, type DrillTest, drillJson, drillPretty } from './report/drill.ts';
import { printable } from './report/printable.ts';
import { examineFile, shownPath, sources } from './sources.ts';

export const drill: Command = {
  name: 'drill',
  args: 'SYSTEM|SCENARIO [PATH…]',
  summary: 'Run restore tests now, and see whether the recovery times of the plan would have been kept.',
  options: {
    folder: {
      type: 'string',
      value: 'FOLDER',
      doc: 'Where the generated files are (default: next to the plan, else where they are installed).',
    },
    format: { type: 'string', value: 'pretty|json', default: 'pretty', doc: 'How the result is printed.' },
  },
  async run([what, ...args], options, io) {
    if (what === undefined) throw new UsageError('drill takes the name of a system or of a scenario');
    const examination = planWith(what, args, io);
    const folder = folderOf(examination, options.text('folder'), io);
    const json = options.text('format') === 'json';
    const tests: DrillTest[] = [];
    for (const chain of chainsOf(examination, what)) tests.push(await testOf(examination, chain, folder, io));
    const results = resultsOf(examination, what, tests);
    io.out(json ? `${JSON.stringify(drillJson(tests, results), null, 2)}\n` : drillPretty(tests, results));
    const good = tests.every(({ seconds }) => seconds !== undefined) && results.every(({ met }) => met !== false);
    return good ? 0 : 1;
  },
};

/** The one plan that has a system or a scenario of that name. */
function planWith(what: string, args: readonly string[], io: Io): Examination {
  const { paths, read } = sources(args, io);
  const plans = paths.map((file) => examineFile(file, read, io)).filter(({ plan }) => !plan.library);
  const having = plans.filter(({ plan }) => [...plan.systems, ...plan.scenarios].some(({ name }) => name === what));
  const [only] = having;
  if (only === undefined) {
    const names = plans.flatMap(({ plan }) => [...plan.systems, ...plan.scenarios].map(({ name }) => name));
    throw new UsageError(`no plan has a system or a scenario '${what}'; there are ${names.join(', ') || 'none at all'}`);
  }
  if (having.length > 1) {
    const files = having.map(({ project }) => shownPath(project.root.path, io.cwd));
    throw new UsageError(`${files.join(' and ')} have '${what}': say which plan, drill ${what} FILE`);
  }
  return only;
}

function folderOf({ plan, project }: Examination, given: string | undefined, io: Io): string {
  const file = project.root.path;
  const candidates = given === undefined ? [outputFolder(file, plan.output), installFolder(plan)] : [path.resolve(io.cwd, given)];
  const folder = candidates.find((candidate) => existsSync(path.join(candidate, 'scripts/lib.sh')));
  if (folder === undefined)
    throw new UsageError(`there are no generated scripts in ${candidates.join(' or ')}: run 'backupplan generate', or say --folder`);
  const manifest = existsSync(path.join(folder, MANIFEST)) ? readManifest(readFileSync(path.join(folder, MANIFEST), 'utf8')) : undefined;
  if (manifest?.plan.sha256 !== planHash(project))
    io.err(
      `${printable(folder)} was not generated from the plan as it is now: what is tested may not be what the plan says. Generate again.\n`,
    );
  return folder;
}

/** The chains of a system, or of all systems that a scenario strikes and restores. */
function chainsOf({ plan, assessment }: Examination, what: string): readonly Chain[] {
  const all = chains(plan);
  const scenario = plan.scenarios.find(({ name }) => name === what);
  if (scenario === undefined) {
    const found = all.filter(({ system }) => system.name === what);
    if (found.length > 0) return found;
    const reasons = notGenerated(plan).flatMap(({ about, because }) => (about.startsWith(`${what}/`) ? [`${about}: ${because}`] : []));
    throw new UsageError(`nothing of ${what} has a script that restores it${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`);
  }
  const restored = assessment.systems.filter(({ scenarios }) =>
    scenarios.some((result) => result.scenario === what && result.affected && result.recovery.source !== undefined),
  );
  const found = all.filter(({ system }) => restored.some(({ name }) => name === system.name));
  if (found.length === 0) throw new UsageError(`${what} restores nothing that has scripts`);
  return found;
}

async function testOf({ plan, catalogue }: Examination, chain: Chain, folder: string, io: Io): Promise<DrillTest> {
  const { system, block, engine } = chain;
  const me = userName();
  if (me !== 'root' && me !== engine.user)
    io.err(`The restore test of ${system.name} is made for the user ${engine.user}; it runs as ${me ?? 'you'} now.\n`);
  const script = path.join(folder, 'scripts', scriptFolder(system, block), 'verify-restore.sh');
  const run = await runScript(script, engine.user, io.env, (text) => io.err(printable(text)));
  const { line } = run;
  if (line?.result !== 'ok') return { chain, run };
  const storage = plan.storages.find(({ name }) => name === line.storage);
  const site = block.verifies.find(({ what }) => what === 'restore')?.at ?? system.at;
  const time = storage === undefined ? undefined : restoreTime(plan, system, block, storage, site, catalogue);
  const estimate =
    time === undefined || 'missing' in time ? undefined : { seconds: time.readSeconds + time.replaySeconds, bytes: time.bytes };
  return { chain, run, seconds: line.finished - line.started, estimate };
}

/** Of a system: it alone, in every scenario that restores it. Of a scenario: every system that it strikes. */
function resultsOf(examination: Examination, what: string, tests: readonly DrillTest[]): readonly DrillResult[] {
  const { plan, assessment } = examination;
  const restores = new Map<string, number>();
  for (const { chain, seconds } of tests) {
    if (seconds !== undefined) restores.set(chain.system.name, Math.max(seconds, restores.get(chain.system.name) ?? 0));
  }
  const failed = new Set(tests.flatMap(({ chain, seconds }) => (seconds === undefined ? [chain.system.name] : [])));
  const chosen = plan.scenarios.filter(({ name }) => name === what);
  return (chosen.length > 0 ? chosen : plan.scenarios).flatMap((scenario) => {
    const notShown = withWaiting(examination, scenario.name, failed);
    return measuredRecoveries(plan, assessment, scenario, restores)
      .filter(({ system }) => chosen.length > 0 || restores.has(system))
      .map((measured) => ({ scenario: scenario.name, ...measured, failed: notShown.has(measured.system) }));
  });
}

/** The systems whose restore failed, and all that wait for one of them. Where a standby takes over nothing is restored. */
function withWaiting({ plan, assessment }: Examination, scenario: string, failed: ReadonlySet<string>): ReadonlySet<string> {
  const restored = assessment.systems.filter(({ scenarios }) =>
    scenarios.some((result) => result.scenario === scenario && result.recovery.standby === undefined),
  );
  const names = new Set(restored.map(({ name }) => name));
  const found = new Set([...failed].filter((name) => names.has(name)));
  // What is added to a set while it is gone through has its turn too.
  for (const lost of found) {
    for (const { name, dependsOn } of plan.systems) if (names.has(name) && dependsOn.some((other) => other.name === lost)) found.add(name);
  }
  return found;
}
