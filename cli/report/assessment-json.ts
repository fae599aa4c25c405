/** The figures of a plan for programs, as `docs/assessment.schema.json` describes them. */
import type { Derivation, Loss, Recovery, Retained, SystemResult } from '../../engine/assess/assessment.ts';
import { type PerMonth, perMonth } from '../../engine/assess/bytes/months.ts';
import type { Costs, Figure } from '../../engine/assess/cost/cost.ts';
import type { Reach } from '../../engine/assess/retention/reach.ts';
import { ruleAs } from '../../engine/plan/written-as.ts';
import { becauseOf } from './assessment-because.ts';
import type { AssessmentReport } from './assessment-report.ts';
import { diagnosticsOf } from './json.ts';
import { type Lines, linesOf } from './lines.ts';

/** A value for `JSON.stringify`. Seconds and bytes are whole, rounded half up; instants are ISO 8601 in UTC. */
export function assessmentJson(report: AssessmentReport): object {
  const { costs } = report;
  const { plan, assessment, findings } = report.examination;
  const lines = linesOf(report.read);
  const derive = (derivation: Derivation): object => derivationJson(derivation, report, lines);
  const zone = plan.timezone.value;
  const systems = assessment.systems.map((system) => ({
    name: system.name,
    kind: plan.systems.find(({ name }) => name === system.name)?.kind ?? '',
    copies: copiesJson(system),
    retain: system.retained.map(retainJson),
    keep: (report.reaches.get(system.name) ?? []).map((reach) => keepJson(reach, derive)),
    scenarios: system.scenarios.map(({ scenario, affected, loss, recovery }) => ({
      scenario,
      affected,
      loss: lossJson(loss, zone, derive),
      recovery: recoveryJson(recovery, derive),
    })),
  }));
  return {
    schemaVersion: 1,
    plan: plan.title,
    systems,
    storages: costs.storages.map((storage) => storageJson(storage, derive)),
    costPerMonth: costJson(costs, derive),
    assumptions: [...assessment.assumptions, ...costs.assumptions],
    diagnostics: diagnosticsOf({ findings, read: report.read, shown: report.shown }),
  };
}

function copiesJson({ copies: { total, media, offsite, immutable, restoreVerified } }: SystemResult): object {
  return { total, media, offsite, immutable, restoreVerified };
}

function retainJson({ rule, met, lacking }: Retained): object {
  return {
    rule: ruleAs(rule),
    met,
    lacking: lacking === undefined ? null : { at: iso(lacking.at), from: iso(lacking.from), to: iso(lacking.to) },
  };
}

/** null for a reach without end. */
function keepJson({ storage, block, seconds, at, rules, derivation }: Reach, derive: (derivation: Derivation) => object): object {
  const reach = (length: number): number | null => (length === Infinity ? null : whole(length));
  return {
    storage,
    block: block + 1,
    seconds: reach(seconds),
    at: at === undefined ? null : iso(at),
    rules: rules.map(({ rule, seconds }) => ({ rule: ruleAs(rule), seconds: reach(seconds) })),
    derivation: derive(derivation),
  };
}

function lossJson(loss: Loss, zone: string, derive: (derivation: Derivation) => object): object {
  return {
    ...answerJson(loss),
    incidentAt: loss.witness === undefined ? null : iso(loss.witness.incidentAt),
    restorePoint: loss.witness === undefined ? null : iso(loss.witness.restorePoint),
    storage: loss.witness?.storage ?? null,
    because: becauseOf(loss, zone),
    derivation: derive(loss.derivation),
  };
}

function recoveryJson(recovery: Recovery, derive: (derivation: Derivation) => object): object {
  return {
    ...answerJson(recovery),
    source: recovery.source ?? null,
    steps: recovery.steps.map(({ step, seconds, for: of }) => ({
      step,
      ...(of === undefined ? {} : { for: of }),
      seconds: whole(seconds),
    })),
    derivation: derive(recovery.derivation),
  };
}

function storageJson(
  { name, bytes, cost, fullAt, derivation }: Costs['storages'][number],
  derive: (derivation: Derivation) => object,
): object {
  return {
    name,
    bytes: figuresJson(bytes, whole),
    costPerMonth: figuresJson(cost, cents),
    fullOn: fullAt === undefined ? null : iso(fullAt).slice(0, 10),
    derivation: perMonth((key) => derive(derivation[key])),
  };
}

function costJson({ currency, total, atLeast, budget, met, derivation }: Costs, derive: (derivation: Derivation) => object): object {
  return {
    currency,
    ...figuresJson(total, cents),
    atLeast: perMonth((key) => cents(atLeast[key])),
    budget: budget === undefined ? null : cents(budget),
    met: met ?? null,
    derivation: perMonth((key) => derive(derivation[key])),
  };
}

/** null for what is not known, and then the names of what is missing. */
function figuresJson(figures: PerMonth<Figure>, round: (value: number) => number): object {
  const all = [figures.month1, figures.month12, figures.month36];
  const missing = [...new Set(all.flatMap((figure) => ('missing' in figure ? figure.missing : [])))];
  const rounded = perMonth((key) => {
    const figure = figures[key];
    return 'value' in figure ? round(figure.value) : null;
  });
  return missing.length === 0 ? rounded : { ...rounded, missing };
}

function answerJson({ status, seconds, missing, target, met }: Loss | Recovery): object {
  return {
    status,
    seconds: seconds === undefined ? null : whole(seconds),
    ...(status === 'unknown' ? { missing: missing ?? [] } : {}),
    target: target ?? null,
    met: met ?? null,
  };
}

function derivationJson(derivation: Derivation, report: AssessmentReport, lines: Lines): object {
  const { label, value, unit, currency, place, assumption, parts } = derivation;
  return {
    label,
    ...(value === undefined ? {} : { value: rounded(value, unit), unit }),
    ...(currency === undefined ? {} : { currency }),
    ...(place === undefined
      ? {}
      : {
          place: {
            file: report.shown(place.file),
            range: { start: lines.position(place.file, place.range.start), end: lines.position(place.file, place.range.end) },
          },
        }),
    ...(assumption === undefined ? {} : { assumption }),
    ...(parts === undefined ? {} : { parts: parts.map((part) => derivationJson(part, report, lines)) }),
  };
}

function rounded(value: number, unit: Derivation['unit']): number | string {
  switch (unit) {
    case 'instant':
      return iso(value);
    case 'count':
      return value;
    case 'money':
      return cents(value);
    default:
      return whole(value);
  }
}

/** Half up, to a hundredth of the currency. */
function cents(value: number): number {
  return Math.floor(value * 100 + 0.5) / 100;
}

/** Half up. */
function whole(value: number): number {
  return Math.floor(value + 0.5);
}

function iso(instant: number): string {
  return new Date(whole(instant) * 1000).toISOString().replace('.000Z', 'Z');
}
