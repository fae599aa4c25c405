/** A backup as the block of text that a plan holds. */

import { leavesPremises } from '../checks/away.ts';
import type { Subject } from '../checks/check.ts';
import type { Storage, System } from '../plan/model.ts';
import { linkBetween } from '../plan/sites.ts';
import { keepLines } from './keep.ts';
import type { Load } from './load.ts';
import { type Carrying, type Rhythm, rungs, type Style } from './space.ts';
import type { Wants } from './wants.ts';

const DAY = 86400;
/** Tools whose repositories nobody reads without their password. */
const sealing = new Set(['restic']);

/** One point of the space. */
export interface Draft {
  readonly style: Style;
  readonly rhythm: Rhythm;
  readonly carrying: Carrying;
  readonly primary: Storage;
  readonly copies: readonly Storage[];
}

/** Seconds that a full takes on its way to a storage. */
export function fullSeconds({ plan }: Subject, { size, compresses, at }: System, { at: there, write }: Storage): number {
  const rate = Math.min(write.value, linkBetween(plan, at, there)?.rate.value ?? Infinity);
  return ((size?.value ?? 0) * compresses.value) / rate;
}

/** The statement `backup { … }`, indented from 0 and not aligned yet. */
export function blockText(subject: Subject, wants: Wants, draft: Draft, load: Load): string {
  const { style, rhythm, carrying, primary, copies } = draft;
  const { system } = wants;
  const takes = fullSeconds(subject, system, primary);
  const start = load.start(subject, system, primary.name, takes, rhythm.full.seconds);
  const sealed = sealedWith(subject, wants, draft);
  const words = [style.between, 'full'].filter((word) => word !== undefined).toReversed();
  const logTo = [primary, ...(carrying === 'direct' ? copies : [])].map(({ name }) => name);
  const copied = typeof carrying === 'string' ? `after ${words.join(', ')}` : carrying.at(afterwards(start, takes));
  const lines = [
    `full ${rhythm.full.at(start)} to ${primary.name} using ${style.tool.name}${sealed}`,
    ...(rhythm.between === undefined ? [] : [`${style.between} ${rhythm.between.at(start)} to ${primary.name}${sealed}`]),
    ...(style.log ? [`log continuous to ${logTo.join(', ')}${sealed}`] : []),
    ...copies.map(({ name }) => `copy ${copied} from ${primary.name} to ${name}`),
    ...keepLines(wants, style, rhythm, [primary, ...copies]),
    'verify checksum weekly on saturday at 06:00',
    `verify restore ${testing(wants, load)}`,
  ];
  return `backup {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}

/** Half an hour after a run has ended; what takes a day and longer is copied as it comes. */
function afterwards(start: number, seconds: number): number {
  return (Math.ceil((start + Math.min(seconds, DAY) / 60 + 30) / 5) * 5) % 1440;
}

function testing({ testedEvery }: Wants, load: Load): string {
  if (testedEvery < 31 * DAY) return rungs.weekly.at(5 * 60).replace('sunday', load.testDay());
  return testedEvery < 92 * DAY ? 'monthly on first monday at 05:00' : 'every 3 months';
}

/** What jobs say where something of the system would lie in the clear. */
function sealedWith({ plan }: Subject, { system, key }: Wants, { style, primary, copies }: Draft): string {
  const open = [primary, ...copies].some((each) => !each.encrypted && each.key === undefined && leavesPremises(plan, system, each));
  return key === undefined || !open || sealing.has(style.tool.name) ? '' : ` encrypted with ${key.name}`;
}
