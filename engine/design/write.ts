/** A backup as the block of text that a plan holds. */

import { leavesPremises } from '../checks/away.ts';
import type { Subject } from '../checks/check.ts';
import type { Storage, System } from '../plan/model.ts';
import { keepLines } from './keep.ts';
import type { Load } from './load.ts';
import { type Carrying, type Rhythm, rungs, type Style } from './space.ts';
import { secondsOf, timesOf } from './times.ts';
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
export function fullSeconds({ plan }: Subject, { size, compresses, at }: System, storage: Storage): number {
  return secondsOf(plan, (size?.value ?? 0) * compresses.value, at, storage);
}

/** The statement `backup { … }`, indented from 0 and not aligned yet. */
export function blockText(subject: Subject, wants: Wants, draft: Draft, load: Load): string {
  const { style, rhythm, carrying, primary, copies } = draft;
  const { system } = wants;
  const times = timesOf(subject, system, draft, load);
  const sealed = sealedWith(subject, wants, draft);
  const words = [style.between, 'full'].filter((word) => word !== undefined).toReversed();
  const logTo = [primary, ...(carrying === 'direct' ? copies : [])].map(({ name }) => name);
  const copied = typeof carrying === 'string' ? `after ${words.join(', ')}` : carrying.at(times.carried);
  const lines = [
    `full ${rhythm.full.at(times.full)} to ${primary.name} using ${style.tool.name}${sealed}`,
    ...(rhythm.between === undefined ? [] : [`${style.between} ${rhythm.between.at(times.between)} to ${primary.name}${sealed}`]),
    ...(style.log ? [`log continuous to ${logTo.join(', ')}${sealed}`] : []),
    ...copies.map(({ name }) => `copy ${copied} from ${primary.name} to ${name}`),
    ...keepLines(wants, style, rhythm, [primary, ...copies]),
    'verify checksum weekly on saturday at 06:00',
    `verify restore ${testing(wants, load)}`,
  ];
  return `backup {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
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
