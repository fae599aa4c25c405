import { monthKeys } from '../../assess/bytes/months.ts';
import type { StorageCost } from '../../assess/cost/cost.ts';
import { sayDate, saySize } from '../../assess/say.ts';
import { WINDOW } from '../../assess/schedule/window.ts';
import type { Plan, Storage } from '../../plan/model.ts';
import { sizeAs } from '../../plan/written-as.ts';
import { costsOf } from '../answers.ts';
import type { Check, CheckContext } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { ifWhole, leastCosts, unclearTools } from './managed-fulls.ts';

const id = { code: 'capacity-exceeded', severity: 'error' } as const;

/** More places than this are no help. */
const MOST = 10;

const months = { month1: 'January 2027', month12: 'December 2027', month36: 'December 2029' };

export const capacityExceeded: Check = {
  ...id,
  group: 'cost',
  summary: 'More comes to lie on a storage than it has room for.',
  *run(context) {
    const limited = context.plan.storages.filter(({ capacity }) => capacity !== undefined);
    if (limited.length === 0 || context.judged.length < context.plan.systems.length) return;
    const results = new Map(costsOf(context).storages.map((result) => [result.name, result]));
    for (const storage of limited) {
      const result = results.get(storage.name);
      if (storage.capacity?.source.from !== 'plan' || result?.fullAt === undefined) continue;
      const tools = unclearTools(context.plan, storage.name);
      const least = tools.length === 0 ? result : leastCosts(context).storages.find(({ name }) => name === storage.name);
      const { value: room, source } = storage.capacity;
      const isSure = least?.fullAt !== undefined;
      const message = isSure
        ? said(context, storage, room, least, least.fullAt, tools.length > 0)
        : maybe(context, storage, room, result, result.fullAt, least, tools);
      yield finding(id, source.place, message, {
        severity: isSure ? id.severity : 'info',
        about: storage.name,
        cause: isSure ? undefined : tools.join(),
        related: users(context, storage)
          .slice(0, MOST)
          .map((system) => ({ place: system.namePlace, message: `\`${system.name}\` is backed up to it.` })),
      });
    }
  },
};

function said({ plan }: CheckContext, { name }: Storage, capacity: number, { bytes }: StorageCost, fullAt: number, least: boolean): string {
  return `\`${name}\` has room for ${sizeAs(capacity)} and ${full(plan, fullAt)}: it holds ${least ? 'at least ' : ''}${held(bytes)} on average. Keep less there, or make it larger${fullAt <= WINDOW.start ? '' : ' before then'}.`;
}

/** What is so only if somebody else's tools store every full whole. */
function maybe(
  { plan }: CheckContext,
  { name }: Storage,
  capacity: number,
  { bytes }: StorageCost,
  fullAt: number,
  least: StorageCost | undefined,
  tools: readonly string[],
): string {
  const key = fullAt <= WINDOW.start ? 'month1' : 'month36';
  const [most, less] = [bytes[key], least?.bytes[key]];
  const holds = 'value' in most ? `${saySize(most.value)} in ${months[key]}` : held(bytes);
  const other = less !== undefined && 'value' in less ? `, and ${saySize(less.value)} with only what has changed` : '';
  return `\`${name}\` has room for ${sizeAs(capacity)} and ${full(plan, fullAt)} ${ifWhole(tools)}: it then holds ${holds} on average${other}. Say \`incremental\` for the jobs that store only what has changed, or make it larger.`;
}

function full(plan: Plan, fullAt: number): string {
  return fullAt <= WINDOW.start ? 'is too small from the start' : `is full on ${sayDate(fullAt, plan.timezone.value)}`;
}

function held(bytes: StorageCost['bytes']): string {
  const means = monthKeys.flatMap((key) => ('value' in bytes[key] ? [{ size: saySize(bytes[key].value), month: months[key] }] : []));
  const steady = new Set(means.map(({ size }) => size)).size === 1;
  return steady ? (means[0]?.size ?? '') : listed(means.map(({ size, month }) => `${size} in ${month}`));
}

function users({ judged }: CheckContext, { name }: Storage) {
  return judged.filter(({ blocks }) => blocks.some(({ jobs, copies }) => [...jobs, ...copies].some(({ to }) => to === name)));
}
