/** What a plan has of the things that are hard to get right. */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import { type BackupBlock, type Plan, type RuleForm, type System, spanSeconds } from '../../engine/plan/model.ts';
import { inChain, longestGap } from './sizes.ts';

type Has = (plan: Plan, catalogue: Catalogue) => boolean;

const inBlocks =
  (has: (block: BackupBlock, catalogue: Catalogue) => boolean): Has =>
  (plan, catalogue) =>
    plan.systems.some(({ blocks }) => blocks.some((block) => has(block, catalogue)));
const kindOf = (rule: RuleForm): string => (rule.rule === 'count' && rule.period === 'last' ? 'last' : rule.rule);
const inRules = (kind: string): Has => inBlocks(({ keeps }) => keeps.some(({ rules }) => rules.some(({ rule }) => kindOf(rule) === kind)));

const inRetain =
  (kind: string): Has =>
  (plan) =>
    plan.systems.some(({ retain }) => retain.some(({ rule }) => kindOf(rule) === kind));

/** Zones whose clocks are, at least for half of the year, half an hour off the hour of UTC. */
const HALF = ['Asia/Kolkata', 'Australia/Lord_Howe'];
const isHourly = (plan: Plan): boolean =>
  plan.systems.some(({ blocks }) =>
    blocks.some(({ jobs, copies }) =>
      [...jobs, ...copies].some(({ schedule }) => typeof schedule === 'object' && 'form' in schedule && schedule.form.form === 'hourly'),
    ),
  );
const growing =
  (has: (growth: NonNullable<System['grows']>['value']) => boolean): Has =>
  (plan) =>
    plan.systems.some(({ grows }) => grows !== undefined && has(grows.value));

/** Every feature that the random plans must show often enough. */
export const features: Readonly<Record<string, Has>> = {
  'clock changes': (plan) => !['UTC', 'Asia/Kolkata'].includes(plan.timezone.value),
  'hourly, half an hour off': (plan) => HALF.includes(plan.timezone.value) && isHourly(plan),
  'overlapping runs': inBlocks((block) => block.jobs.some((job) => inChain(job) && (job.taking?.value ?? 0) >= longestGap([job]))),
  'differential or incremental': inBlocks(({ jobs }) => jobs.some(({ word }) => word === 'differential' || word === 'incremental')),
  'copies after something': inBlocks(({ copies }) => copies.some(({ schedule }) => 'after' in schedule)),
  'copies of copies': inBlocks(({ copies }) => copies.some(({ from }) => copies.some(({ to }) => to === from))),
  moves: inBlocks(({ copies }) => copies.some(({ move }) => move)),
  locks: (plan) => plan.storages.some(({ immutable }) => immutable !== undefined),
  'continuous log': inBlocks(({ jobs }) => jobs.some(({ schedule }) => schedule === 'continuous')),
  'log by schedule': inBlocks(({ jobs }) => jobs.some(({ word, schedule }) => word === 'log' && schedule !== 'continuous')),
  'keep logs': inBlocks(({ keepLogs }) => keepLogs.length > 0),
  'keep logs for months': inBlocks(({ keepLogs }) => keepLogs.some(({ span }) => span !== 'forever' && span.months > 0)),
  'keep N last': inRules('last'),
  'keep N of a period': inRules('count'),
  'keep a period for a time': inRules('period-for'),
  'keep for a time': inRules('span'),
  'keep forever': inRules('forever'),
  keys: (plan) => plan.keys.length > 0,
  'key in escrow': (plan) => plan.keys.some(({ escrow }) => escrow !== undefined),
  'bound storage': (plan) => plan.storages.some(({ boundTo }) => boundTo.length > 0),
  offline: (plan) => plan.storages.some(({ offline }) => offline),
  standby: (plan) => plan.systems.some(({ standbys }) => standbys.length > 0),
  snapshots: inBlocks(({ jobs }) => jobs.some(({ word }) => word === 'snapshot')),
  'lose a site': (plan) => plan.scenarios.some(({ lose }) => lose.some((name) => plan.sites.some((site) => site.name === name))),
  corrupt: (plan) => plan.scenarios.some(({ corrupt }) => corrupt.length > 0),
  compromise: (plan) => plan.scenarios.some(({ compromise }) => compromise.length > 0),
  'detected later': (plan) => plan.scenarios.some(({ detectedAfter }) => spanSeconds(detectedAfter.value) > 0),
  'detected after months': (plan) => plan.scenarios.some(({ detectedAfter }) => detectedAfter.value.months > 0),
  links: (plan) => plan.sites.some(({ links }) => links.length > 0),
  dependencies: (plan) => plan.systems.some(({ dependsOn }) => dependsOn.length > 0),
  'restore at': (plan) => plan.systems.some(({ restoreAt }) => restoreAt?.source.from === 'plan'),
  'several blocks': (plan) => plan.systems.some(({ blocks }) => blocks.length > 1),
  'capture at the start': inBlocks(({ jobs }, { tools }) => jobs.some(({ tool }) => tools[tool?.value ?? '']?.capture === 'start')),
  'capture at the end': inBlocks(({ jobs }, { tools }) => jobs.some(({ tool }) => tools[tool?.value ?? '']?.capture === 'end')),
  deduplication: inBlocks(({ jobs }, { tools }) => jobs.some(({ tool }) => tools[tool?.value ?? '']?.deduplicates ?? false)),
  managed: inBlocks(({ jobs }) => jobs.some(({ managedBy }) => managedBy !== undefined)),
  exempt: (plan) => plan.systems.some(({ exempt }) => exempt !== undefined),
  'grows by a percentage': growing(({ fraction }) => fraction !== undefined),
  'grows by bytes': growing(({ bytes }) => bytes !== undefined),
  'grows per month': growing(({ perMonths }) => perMonths === 1),
  'grows per year': growing(({ perMonths }) => perMonths === 12),
  capacity: (plan) => plan.storages.some(({ capacity }) => capacity !== undefined),
  fee: (plan) => plan.storages.some(({ fee }) => fee !== undefined),
  'price of the plan': (plan) => plan.storages.some(({ price }) => price?.source.from === 'plan'),
  'price of the catalogue': (plan) => plan.storages.some(({ price }) => price?.source.from === 'default'),
  'minimum duration of a class': (plan) => plan.storages.some(({ minimum }) => minimum?.source.from === 'default'),
  'another currency': (plan) => plan.currency.value !== 'USD',
  'verify restore at a site': inBlocks(({ verifies }) => verifies.some(({ at }) => at !== undefined)),
  'retain N last': inRetain('last'),
  'retain N of a period': inRetain('count'),
  'retain a period for a time': inRetain('period-for'),
  'retain for a time': inRetain('span'),
  'retain forever': inRetain('forever'),
};
