/** What a plan has of the things that are hard to get right. */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import { type BackupBlock, type Plan, type RuleForm, spanSeconds } from '../../engine/plan/model.ts';
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

/** Every feature that the random plans must show often enough. */
export const features: Readonly<Record<string, Has>> = {
  'clock changes': (plan) => plan.timezone.value !== 'UTC',
  'overlapping runs': inBlocks((block) => block.jobs.some((job) => inChain(job) && (job.taking?.value ?? 0) >= longestGap([job]))),
  'differential or incremental': inBlocks(({ jobs }) => jobs.some(({ word }) => word === 'differential' || word === 'incremental')),
  'copies after something': inBlocks(({ copies }) => copies.some(({ schedule }) => 'after' in schedule)),
  'copies of copies': inBlocks(({ copies }) => copies.some(({ from }) => copies.some(({ to }) => to === from))),
  moves: inBlocks(({ copies }) => copies.some(({ move }) => move)),
  locks: (plan) => plan.storages.some(({ immutable }) => immutable !== undefined),
  'continuous log': inBlocks(({ jobs }) => jobs.some(({ schedule }) => schedule === 'continuous')),
  'log by schedule': inBlocks(({ jobs }) => jobs.some(({ word, schedule }) => word === 'log' && schedule !== 'continuous')),
  'keep logs': inBlocks(({ keepLogs }) => keepLogs.length > 0),
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
  links: (plan) => plan.sites.some(({ links }) => links.length > 0),
  dependencies: (plan) => plan.systems.some(({ dependsOn }) => dependsOn.length > 0),
  'restore at': (plan) => plan.systems.some(({ restoreAt }) => restoreAt?.source.from === 'plan'),
  'several blocks': (plan) => plan.systems.some(({ blocks }) => blocks.length > 1),
  'capture at the start': inBlocks(({ jobs }, { tools }) => jobs.some(({ tool }) => tools[tool?.value ?? '']?.capture === 'start')),
  'capture at the end': inBlocks(({ jobs }, { tools }) => jobs.some(({ tool }) => tools[tool?.value ?? '']?.capture === 'end')),
  deduplication: inBlocks(({ jobs }, { tools }) => jobs.some(({ tool }) => tools[tool?.value ?? '']?.deduplicates ?? false)),
  'retain N last': inRetain('last'),
  'retain N of a period': inRetain('count'),
  'retain a period for a time': inRetain('period-for'),
  'retain for a time': inRetain('span'),
  'retain forever': inRetain('forever'),
};
