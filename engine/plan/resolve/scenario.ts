import { value } from '../../../grammar/tree.ts';
import type { Place, Plan, Scenario, Span, Step } from '../model.ts';
import type { Declaration } from '../names.ts';
import { enclosingSites } from '../sites.ts';
import {
  byDefault,
  clause,
  date,
  declared,
  inside,
  nameIn,
  namesIn,
  placeOf,
  type Scope,
  said,
  seconds,
  setting,
  span,
  text,
  type Written,
  wordOf,
} from './written.ts';

const none: Span = { years: 0, months: 0, seconds: 0 };

export function resolveScenario(scope: Scope, of: Declaration): Scenario {
  const all = (id: string, slot: string): readonly string[] => [...new Set(inside(of, id).flatMap((part) => namesIn(scope, part, slot)))];
  const unsaid = 'the default of the language, since the scenario does not say';
  return {
    ...declared(of),
    lose: all('scenario.lose', 'names'),
    corrupt: all('scenario.corrupt', 'systems'),
    compromise: all('scenario.compromise', 'accounts'),
    detectedAfter: said(setting(of, 'scenario.detected'), 'span', 'duration', span) ?? byDefault(none, `${of.name}.detected`, unsaid),
    recoverAt: nameIn(scope, setting(of, 'scenario.recover'), 'site'),
    declareWithin: said(setting(of, 'scenario.declare'), 'span', 'duration', seconds) ?? byDefault(0, `${of.name}.declare`, unsaid),
    provisionWithin: said(setting(of, 'scenario.provision'), 'span', 'duration', seconds) ?? byDefault(0, `${of.name}.provision`, unsaid),
    rpo: said(setting(of, 'scenario.rpo'), 'span', 'duration', span),
    rto: said(setting(of, 'scenario.rto'), 'span', 'duration', span),
    likelihood: likelihoodOf(setting(of, 'scenario.likelihood')),
    drillEvery: said(setting(of, 'scenario.drill'), 'every', 'duration', span),
    drilled: date(setting(of, 'scenario.drilled'), 'on'),
    steps: inside(of, 'scenario.step').flatMap((step) => stepOf(scope, step)),
  };
}

function likelihoodOf(of: Written | undefined): Scenario['likelihood'] {
  if (of === undefined) return undefined;
  const times = value(of.statement, 'times', 'number');
  const per = value(of.statement, 'per', 'duration');
  return times === undefined || per === undefined ? undefined : { times: times.value, per: per.span };
}

function stepOf(scope: Scope, of: Written): readonly Step[] {
  const words = text(of, 'text');
  if (words === undefined) return [];
  return [
    {
      phase: wordOf(of, 'phase', ['detect', 'recover', 'verify', 'failback'] as const),
      text: words,
      for: nameIn(scope, of, 'system'),
      by: nameIn(scope, of, 'contact'),
      taking: clause(of, 'taking', 'duration', seconds),
      place: placeOf(of),
    },
  ];
}

/**
 * What a plan without scenarios is assessed against: the loss of each site that holds a system (a site around it holds it too) and of
 * each storage, everything corrupted and found after 24 hours, and the production account compromised and found after 7 days.
 */
export function standardScenarios(plan: Pick<Plan, 'sites' | 'storages' | 'systems'>, place: Place): readonly Scenario[] {
  const holding = new Set([...new Set(plan.systems.map(({ at }) => at))].flatMap((at) => enclosingSites(plan, at)));
  const standard = (name: string, doc: string, what: Partial<Pick<Scenario, 'lose' | 'corrupt' | 'compromise'>>, days = 0): Scenario => {
    const because = 'a standard scenario, since the plan has none';
    return {
      name,
      place,
      namePlace: place,
      doc,
      lose: [],
      corrupt: [],
      compromise: [],
      ...what,
      detectedAfter: byDefault({ ...none, seconds: days * 86400 }, `${name}.detected`, because),
      declareWithin: byDefault(0, `${name}.declare`, because),
      provisionWithin: byDefault(0, `${name}.provision`, because),
      steps: [],
    };
  };
  return [
    ...plan.sites
      .filter((site) => holding.has(site.name))
      .map((site) => standard(`lose-${site.name}`, `The site ${site.name} is lost.`, { lose: [site.name] })),
    ...plan.storages.map((storage) => standard(`lose-${storage.name}`, `The storage ${storage.name} is lost.`, { lose: [storage.name] })),
    standard(
      'operator-error',
      'A mistake spoils every system and is found a day later.',
      { corrupt: plan.systems.map(({ name }) => name) },
      1,
    ),
    standard(
      'ransomware',
      'An intruder holds the production account for a week before anybody notices.',
      { compromise: ['production'] },
      7,
    ),
  ];
}
