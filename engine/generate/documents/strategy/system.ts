/** How one system is backed up, why so, and what that comes to against each target. */
import type { Derivation, Loss, Recovery, ScenarioResult } from '../../../assess/assessment.ts';
import { sayParts } from '../../../assess/say.ts';
import type { Tool } from '../../../catalogue/catalogue.ts';
import { pointStorages } from '../../../checks/backups.ts';
import { keepLogsOn, rulesOn } from '../../../checks/retention/rules.ts';
import type { BackupBlock, Copy, Job, System } from '../../../plan/model.ts';
import { ruleAs } from '../../../plan/written-as.ts';
import { code, mail, paragraph, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { stepWord } from '../runbook/figures.ts';
import { scheduleWords } from '../schedule.ts';
import { lineOf, type Source, systemResult } from '../source.ts';
import { lossWord, recoveryWord, targetWord } from '../targets.ts';
import { duration, list, rate, span } from '../words.ts';

export function systemStrategy(source: Source, system: System): string {
  const parts = [
    ...(system.doc === undefined ? [] : [paragraph(system.doc)]),
    ...(system.owner === undefined ? [] : [`Owner: ${mail(system.owner)}.`]),
    ...how(source, system),
    ...(system.exempt === undefined ? arithmetic(source, system) : []),
  ];
  return parts.join('\n\n');
}

function how(source: Source, system: System): readonly string[] {
  if (system.exempt !== undefined) return [`Not backed up, by decision: ${plain(system.exempt)}.`];
  const redeployed =
    system.redeploy === undefined
      ? []
      : [`It is deployed again with ${code(system.redeploy.command)} (${lineOf(source, system.redeploy.place)}).`];
  const standbys = system.standbys.map(
    ({ at, lag, failover, place }) =>
      `A standby at ${plain(at)}, ${duration(lag.value)} behind, takes over within ${duration(failover.value)} (${lineOf(source, place)}). It repeats mistakes as quickly as work, so it is no backup.`,
  );
  if (system.blocks.length === 0) return [...redeployed, ...standbys, ...(redeployed.length === 0 ? ['Nothing backs it up.'] : [])];
  const rows = system.blocks.flatMap((block) => [
    ...block.jobs.map((job) => [
      code(job.id),
      when(job),
      plain(job.to),
      plain(job.managedBy ?? job.tool?.value ?? ''),
      lineOf(source, job.place),
    ]),
    ...block.copies.map((copy) => [code(copy.id), when(copy), `${plain(copy.from)} → ${plain(copy.to)}`, '', lineOf(source, copy.place)]),
  ]);
  return [...redeployed, ...standbys, table(['Job', 'When', 'To', 'With', 'Plan'], rows), reasons(source, system)];
}

function when({ schedule }: Job | Copy): string {
  if (schedule === 'continuous') return 'continuously';
  return 'after' in schedule ? `after each ${schedule.after.join(', ')}` : scheduleWords(schedule);
}

/** Why these jobs: what the tools do, how far apart the restore points are, and what is kept. */
function reasons(source: Source, system: System): string {
  const tools = [...new Set(system.blocks.flatMap(({ jobs }) => jobs.flatMap(({ tool }) => tool?.value ?? [])))];
  const lines = [
    ...tools.flatMap((name) => {
      const tool = source.catalogue.tools[name];
      return tool === undefined ? [] : [`${code(name)}: ${toolWords(tool)}.`];
    }),
    ...largest(source, system),
    ...system.blocks.flatMap((block) => kept(source, block)),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function toolWords({ name, capture, deduplicates, logBase, restoreAt, jobs }: Tool): string {
  const sort = name.includes('dump')
    ? 'makes a logical dump'
    : capture === 'end'
      ? "copies the server's own files"
      : jobs.files === undefined
        ? ''
        : 'copies files';
  return [
    sort,
    `a point has the state of the instant at which its run ${capture === 'end' ? 'ends' : 'starts'}`,
    deduplicates ? 'only what is new since the point before is stored' : '',
    logBase ? 'a log can be replayed on it, up to any instant' : '',
    restoreAt === undefined ? '' : `it loads no faster than ${rate(restoreAt)}`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** The largest part of the worst loss: what to change for less. */
function largest(source: Source, { name }: System): readonly string[] {
  const [worst] = affected(source, name)
    .filter(({ loss }) => loss.status === 'known' && (loss.seconds ?? 0) > 0)
    .toSorted((one, other) => (other.loss.seconds ?? 0) - (one.loss.seconds ?? 0));
  const [part] = (worst?.loss.derivation.parts ?? []).toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0));
  if (worst === undefined || part?.value === undefined) return [];
  const place = part.place === undefined ? '' : ` (${lineOf(source, part.place)})`;
  return [
    `The largest part of what is lost at worst, ${lossWord(worst.loss)} in ${plain(worst.scenario)}, is ${duration(part.value)} ${plain(part.label)}${place}: who wants to lose less begins there.`,
  ];
}

/** What is kept, storages with the same rules together. */
function kept(source: Source, block: BackupBlock): readonly string[] {
  const byRules = new Map<string, string[]>();
  for (const storage of pointStorages(block)) {
    const words = keepWords(source, block, storage);
    byRules.set(words, [...(byRules.get(words) ?? []), plain(storage)]);
  }
  return [...byRules].map(([words, storages]) => `Kept on ${list(storages)}: ${words}.`);
}

function keepWords(source: Source, block: BackupBlock, storage: string): string {
  const rules = rulesOn(block, storage);
  const logs = keepLogsOn(block, storage);
  const points =
    rules.length === 0 ? 'every point' : list(rules.map(({ rule, place }) => `${code(ruleAs(rule))} (${lineOf(source, place)})`));
  if (logs === undefined) return points;
  return `${points}; log for ${logs.span === 'forever' ? 'ever' : span(logs.span)} (${lineOf(source, logs.place)})`;
}

function affected(source: Source, system: string): readonly ScenarioResult[] {
  return (systemResult(source, system)?.scenarios ?? []).filter((result) => result.affected);
}

/** Every figure with its sum, against its target. */
function arithmetic(source: Source, { name }: System): readonly string[] {
  const rows = affected(source, name).flatMap(({ scenario, loss, recovery }) => [
    [plain(scenario), 'loss', lossWord(loss), targetWord(loss), lossSum(loss)],
    ['', 'outage', recoveryWord(recovery), targetWord(recovery), recoverySum(recovery)],
  ]);
  if (rows.length === 0) return ['No scenario affects it.'];
  return [table(['Scenario', 'What', 'At worst', 'Target', 'Sum'], rows)];
}

function lossSum({ status, derivation, falls }: Loss): string {
  if (status === 'unrecoverable') return falls.map(({ storage, because }) => `${plain(storage)}: ${plain(because)}`).join('; ');
  const { parts, label } = derivation;
  if (parts === undefined) return plain(label);
  return parts.length === 0 ? 'nothing: the state of any instant is there' : plain(sayParts(parts.filter(isAmount)));
}

function recoverySum({ status, steps, derivation }: Recovery): string {
  if (status !== 'known') return plain(derivation.label);
  return steps
    .filter(({ seconds }) => seconds > 0)
    .map(stepWord)
    .join(' + ');
}

function isAmount({ unit }: Derivation): boolean {
  return unit !== 'instant';
}
