import stringWidth from 'fast-string-width';
import pc from 'picocolors';
import { sayDuration, sayInstant } from '../../engine/assess/say.ts';
import type { JobState, JobStatus } from '../../engine/status/job-status.ts';
import type { ProbedStatus } from '../../engine/status/probed-status.ts';
import type { Status } from '../../engine/status/status.ts';
import type { SystemStatus } from '../../engine/status/system-status.ts';
import { printable } from './printable.ts';
import type { StatusReport } from './status.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** The status of one plan for people: what is wrong first, then all that is watched. `color` false gives plain text. */
export function statusPretty(report: StatusReport, color: boolean): string {
  const colors = pc.createColors(color);
  const { status, problems } = report;
  const head =
    problems.length === 0
      ? [`${colors.green('✓')} ${printable(allWell(status))}`]
      : problems.map(({ about, message }) => `${colors.red('✗')} ${printable(subject(status.plan, about, message))}`);
  const parts = [
    head,
    ...status.systems.map((system) => systemPart(system, status, colors)),
    status.probed.map((probed) => `${colors.bold(printable(probed.system))}\n  ${printable(probedLine(probed, status))}`),
    notes(report),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** In one line, whatever a program wrote as its error. */
function subject(plan: string, about: string, message: string): string {
  return `${plan === about ? plan : `${plan}, ${about}`}: ${message}`.replaceAll(/\s+/gu, ' ');
}

function allWell({ plan, jobs, probed }: Status): string {
  if (jobs.length === 0 && probed.length > 0) return `${plan}: all is well with what others back up`;
  if (jobs.length === 0) return `${plan}: no job has a script, so there is nothing to look after`;
  return `${plan}: all is well with ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`;
}

const stateWords: Readonly<Record<JobState, string>> = {
  well: 'well',
  awaited: 'not seen yet',
  never: 'NEVER SEEN',
  late: 'LATE',
  failing: 'FAILING',
};

function systemPart(system: SystemStatus, status: Status, colors: Colors): readonly string[] {
  const head = ['', 'last success', 'ago', 'late after', 'in 30 days', ''];
  const rows = status.jobs.filter((job) => job.system === system.name).map((job) => jobRow(job, status));
  const widths = head.map((name, column) => Math.max(...[name, ...rows.map((row) => row[column] ?? '')].map((text) => stringWidth(text))));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((text, column) => `${text}${' '.repeat((widths[column] ?? 0) - stringWidth(text))}`).join('  ')}`.trimEnd();
  return [
    colors.bold(printable(system.name)),
    colors.dim(line(head)),
    ...rows.map(line),
    ...[pointLine(system, status), testLine(system, status), ...recoveryLines(system)].map((text) => `  ${printable(text)}`),
  ];
}

function jobRow({ id, lastSuccess, patience, succeeded, failed, state }: JobStatus, { now, zone }: Status): readonly string[] {
  return [
    id,
    lastSuccess === undefined ? '' : sayInstant(lastSuccess, zone),
    lastSuccess === undefined ? '' : age(lastSuccess, now),
    patience === undefined ? '' : sayDuration(patience),
    succeeded + failed === 0 ? 'no run' : `${succeeded} of ${succeeded + failed} good`,
    stateWords[state],
  ].map(printable);
}

function pointLine({ point, rpo, fresh }: SystemStatus, { now, zone }: Status): string {
  if (point === undefined) return 'newest recovery point: none on record';
  const verdict = fresh === undefined ? '' : `, rpo ${sayDuration(rpo ?? 0)} ${fresh ? 'kept' : 'NOT KEPT'}`;
  return `newest recovery point: ${sayInstant(point.captured, zone)} on ${point.storage}, ${age(point.captured, now)} old${verdict}`;
}

function probedLine({ points, newest, rpo, fresh, problem }: ProbedStatus, { now, zone }: Status): string {
  if (problem !== undefined) return `restore points that \`points with\` lists: no answer, ${problem}`.replaceAll(/\s+/gu, ' ');
  if (newest === undefined) return `restore points that \`points with\` lists: ${points}`;
  const verdict = fresh === undefined ? '' : `, rpo ${sayDuration(rpo ?? 0)} ${fresh ? 'kept' : 'NOT KEPT'}`;
  return `restore points that \`points with\` lists: ${points}, the newest of ${sayInstant(newest, zone)}, ${age(newest, now)} old${verdict}`;
}

/** A clock that is a little ahead is no reason for a negative age. */
function age(since: number, now: number): string {
  return sayDuration(Math.max(0, now - since));
}

function testLine({ test }: SystemStatus, { zone }: Status): string {
  if (test === undefined) return 'restore test: none on record';
  const from = test.storage === '' ? '' : ` from ${test.storage}`;
  const result = test.passed ? `passed in ${sayDuration(test.seconds)}` : 'FAILED';
  return `restore test: ${sayInstant(test.finished, zone)}${from}, ${result}${test.outdated ? ', NOT VERIFIED: what it rests on has changed since' : ''}`;
}

function recoveryLines({ recoveries }: SystemStatus): readonly string[] {
  return recoveries.flatMap(({ scenario, seconds, target, met }) => {
    if (seconds === undefined) return [];
    const verdict = target === undefined ? '' : `, rto ${sayDuration(target)} ${met ? 'kept' : 'NOT KEPT'}`;
    return [`with a restore as long as measured: back ${sayDuration(seconds)} after ${scenario}${verdict}`];
  });
}

function notes({ status, journals, shown }: StatusReport): readonly string[] {
  const { unknown, unwatched, future, others, jobs, zone, now } = status;
  const outdated = jobs.filter(({ outdated }) => outdated).map(({ id }) => id);
  const ahead = future.latest === undefined ? '' : ` (up to ${sayDuration(future.latest - now)} ahead)`;
  return [
    ...(outdated.length === 0
      ? []
      : [`Last run by scripts of another state of the plan: ${outdated.join(', ')}. Generate and install where they should follow it.`]),
    ...unknown.map(({ job, last }) => `${job} is not in the plan, and ran on ${sayInstant(last, zone)}: is an old timer left?`),
    ...unwatched.map(({ about, because }) => `Not watched: ${about}, ${because}.`),
    ...(future.lines === 0
      ? []
      : [`${lines(future.lines)} of the future${ahead} of ${future.jobs.join(', ')} not counted: a clock is or was wrong.`]),
    ...(others.lines === 0 ? [] : [`${lines(others.lines)} of other plans not counted: ${others.plans.join(', ')}.`]),
    ...journals.flatMap(({ file, unreadable, firstUnreadable, torn }) => [
      ...(unreadable === 0 ? [] : [`${shown(file)}: ${lines(unreadable)} cannot be read, the first is line ${firstUnreadable}.`]),
      ...(torn ? [`${shown(file)}: the last line is torn: it is being written, or the machine went down meanwhile.`] : []),
    ]),
  ].map(printable);
}

function lines(count: number): string {
  return `${count} ${count === 1 ? 'line' : 'lines'}`;
}
