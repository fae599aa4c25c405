/** The tables of an assessment, for any format that people read. */
import type { Assumption, Derivation, Loss, Recovery } from '../../engine/assess/assessment.ts';
import { monthKeys } from '../../engine/assess/bytes/months.ts';
import type { Costs, Figure } from '../../engine/assess/cost/cost.ts';
import { sayDate, sayDuration, sayFigure, sayMoney, saySize } from '../../engine/assess/say.ts';
import { lackOf } from '../../engine/checks/lack.ts';
import { ruleAs } from '../../engine/plan/written-as.ts';
import type { AssessmentReport } from './assessment-report.ts';
import { linesOf } from './lines.ts';

/** Text of a plan may be in it: what shows it makes it harmless. */
export interface Cell {
  readonly text: string;
  readonly mood?: 'good' | 'bad' | 'unsure';
}

export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A derivation as it is told: `1h21m2s worst-case loss of orders (shop.backupplan:40)`. */
export interface Told {
  readonly text: string;
  readonly parts: readonly Told[];
}

export function sectionsOf(report: AssessmentReport): readonly Section[] {
  const { costs, examination } = report;
  const assumptions = [...examination.assessment.assumptions, ...costs.assumptions];
  return [
    scenarioSection(report),
    copiesSection(report),
    retainSection(report),
    keepSection(report),
    storageSection(costs),
    costSection(costs),
    assumptionSection(assumptions),
  ].filter(({ rows }) => rows.length > 0);
}

function scenarioSection({ examination: { assessment } }: AssessmentReport): Section {
  const rows = assessment.systems.flatMap(({ name, scenarios }) =>
    scenarios.map(({ scenario, affected, loss, recovery }): Cell[] => {
      if (!affected)
        return [{ text: name }, { text: scenario }, { text: 'not affected' }, { text: '' }, { text: '' }, { text: '' }, { text: '' }];
      return [{ text: name }, { text: scenario }, figure(loss), target(loss), figure(recovery), target(recovery), { text: from(recovery) }];
    }),
  );
  return { title: 'Scenarios', head: ['System', 'Scenario', 'Lost at most', 'RPO', 'Back after', 'RTO', 'From'], rows };
}

function figure({ status, seconds, missing = [] }: Loss | Recovery): Cell {
  if (status === 'known') return { text: sayDuration(seconds ?? 0) };
  if (status === 'unrecoverable') return { text: 'unrecoverable', mood: 'bad' };
  return { text: `unknown: needs ${missing.join(', ')}`, mood: 'unsure' };
}

function target({ target, met }: Loss | Recovery): Cell {
  if (target === undefined) return { text: '' };
  if (met === undefined) return { text: `? ${sayDuration(target)}`, mood: 'unsure' };
  return met ? { text: `✓ ${sayDuration(target)}`, mood: 'good' } : { text: `✗ ${sayDuration(target)}`, mood: 'bad' };
}

function from({ source, standby }: Recovery): string {
  return standby === undefined ? (source ?? '') : `standby at ${standby}`;
}

/** A system that is only redeployed holds nothing to copy. */
function copiesSection({ examination: { assessment, plan, catalogue } }: AssessmentReport): Section {
  const list = (names: readonly string[]): Cell => (names.length === 0 ? { text: 'none', mood: 'bad' } : { text: names.join(', ') });
  const redeployed = new Set(plan.systems.filter(({ kind }) => catalogue.systems[kind]?.redeployed === true).map(({ name }) => name));
  const held = assessment.systems.filter(({ name }) => !redeployed.has(name));
  const rows = held.map(({ name, copies }): Cell[] => [
    { text: name },
    { text: String(copies.total) },
    { text: copies.media.join(', ') },
    list(copies.offsite),
    list(copies.immutable),
    copies.restoreVerified ? { text: 'yes' } : { text: 'no', mood: 'bad' },
  ]);
  return { title: 'Copies', head: ['System', 'Copies', 'Media', 'Off-site', 'Offline or locked', 'Restore tested'], rows };
}

function retainSection({ examination: { assessment, plan } }: AssessmentReport): Section {
  const zone = plan.timezone.value;
  const rows = assessment.systems.flatMap(({ name, retained }) =>
    retained.map((each): Cell[] => [
      { text: name },
      each.met ? { text: `✓ ${ruleAs(each.rule)}`, mood: 'good' } : { text: `✗ ${ruleAs(each.rule)}`, mood: 'bad' },
      { text: lackOf(each, zone) ?? '' },
    ]),
  );
  return { title: 'What must be retained', head: ['System', 'Rule', 'Missing first'], rows };
}

function keepSection({ examination: { assessment }, reaches }: AssessmentReport): Section {
  const back = (seconds: number): string => (seconds === Infinity ? 'without end' : sayDuration(seconds));
  const rows = assessment.systems.flatMap(({ name }) =>
    (reaches.get(name) ?? []).map(({ storage, seconds, rules }): Cell[] => [
      { text: name },
      { text: storage },
      { text: back(seconds), mood: seconds === 0 ? 'bad' : undefined },
      { text: rules.map(({ rule, seconds }) => `${ruleAs(rule)}: ${back(seconds)}`).join('; ') },
    ]),
  );
  return { title: 'How far back at worst', head: ['System', 'Storage', 'All rules', 'Each rule'], rows };
}

const months = ['Jan 2027', 'Dec 2027', 'Dec 2029'];

function storageSection({ storages }: Costs): Section {
  const rows = storages.map(({ name, bytes, capacity, fullAt }): Cell[] => [
    { text: name },
    ...monthKeys.map((key) => amount(bytes[key], saySize)),
    { text: capacity === undefined ? '' : saySize(capacity) },
    fullAt === undefined ? { text: '' } : { text: sayDate(fullAt, 'UTC'), mood: 'bad' },
  ]);
  return { title: 'Storages', head: ['Storage', ...months, 'Capacity', 'Full on'], rows };
}

function costSection({ currency, storages, total, atLeast, budget }: Costs): Section {
  const say = (value: number): string => sayMoney(value, currency);
  const rows = storages.map(({ name, cost }): Cell[] => [{ text: name }, ...monthKeys.map((key) => amount(cost[key], say))]);
  if (rows.length === 0) return { title: 'Cost a month', head: [], rows };
  rows.push([
    { text: 'all' },
    ...monthKeys.map((key) =>
      'value' in total[key] ? amount(total[key], say) : { text: `at least ${say(atLeast[key])}`, mood: 'unsure' as const },
    ),
  ]);
  if (budget !== undefined)
    rows.push([{ text: 'budget' }, ...monthKeys.map((key) => against(budget, total[key], atLeast[key], say(budget)))]);
  return { title: 'Cost a month', head: ['Storage', ...months], rows };
}

function amount(figure: Figure, say: (value: number) => string): Cell {
  return 'value' in figure ? { text: say(figure.value) } : { text: `unknown: needs ${figure.missing.join(', ')}`, mood: 'unsure' };
}

function against(budget: number, total: Figure, atLeast: number, said: string): Cell {
  if (atLeast > budget) return { text: `✗ ${said}`, mood: 'bad' };
  return 'value' in total ? { text: `✓ ${said}`, mood: 'good' } : { text: `? ${said}`, mood: 'unsure' };
}

function assumptionSection(assumptions: readonly Assumption[]): Section {
  const rows = assumptions.map(({ about, value, source }): Cell[] => [{ text: about }, { text: value }, { text: source }]);
  return { title: 'Assumptions', head: ['About', 'Value', 'Source'], rows };
}

/** What each figure is made of, under a heading for each system and scenario. */
export function explanationsOf(report: AssessmentReport): readonly { readonly title: string; readonly trees: readonly Told[] }[] {
  const tell = teller(report);
  const ofScenarios = report.examination.assessment.systems.flatMap(({ name, scenarios }) =>
    scenarios
      .filter(({ affected }) => affected)
      .map(({ scenario, loss, recovery }) => ({
        title: `${name} in ${scenario}`,
        trees: [tell(loss.derivation), tell(recovery.derivation)],
      })),
  );
  const ofStorages = report.costs.storages.map(({ name, derivation }) => ({
    title: `Cost of ${name}`,
    trees: monthKeys.map((key) => tell(derivation[key])),
  }));
  const ofKeeps = [...report.reaches].flatMap(([name, reaches]) =>
    reaches.length === 0 ? [] : [{ title: `What is kept of ${name}`, trees: reaches.map(({ derivation }) => tell(derivation)) }],
  );
  return [...ofScenarios, ...ofKeeps, ...ofStorages];
}

function teller(report: AssessmentReport): (derivation: Derivation) => Told {
  const lines = linesOf(report.read);
  const zone = report.examination.plan.timezone.value;
  const tell = (derivation: Derivation): Told => {
    const { label, place, assumption, parts = [] } = derivation;
    const figure = sayFigure(derivation, zone);
    const amount = figure === undefined ? '' : `${figure} `;
    const where = place === undefined ? '' : ` (${report.shown(place.file)}:${lines.position(place.file, place.range.start).line + 1})`;
    const origin = assumption === undefined ? where : ` (assumed: ${assumption.because})`;
    return { text: `${amount}${label}${origin}`, parts: parts.map(tell) };
  };
  return tell;
}
