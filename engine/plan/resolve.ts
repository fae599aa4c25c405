import { value, values } from '../../grammar/tree.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Acceptance, Contact, Place, Plan, Sourced } from './model.ts';
import { type Declaration, indexNames, type Names } from './names.ts';
import { fileName } from './paths.ts';
import type { Project } from './project.ts';
import { resolveScenario, standardScenarios } from './resolve/scenario.ts';
import { resolveKey, resolveSite } from './resolve/site.ts';
import { resolveStorage } from './resolve/storage.ts';
import { resolveSystem } from './resolve/system.ts';
import {
  byDefault,
  date,
  declarationsOf,
  declared,
  fromPlan,
  inside,
  nameIn,
  placeOf,
  type Scope,
  said,
  setting,
  span,
  text,
  texts,
  timeWindow,
  type Written,
  word,
  wordOf,
  words,
} from './resolve/written.ts';
import { worded } from './wording.ts';
import { isZone } from './zones.ts';

/**
 * The plan that a project means. Never throws. What cannot be understood is left out (checks report it from the trees): a name that the
 * plan holds is declared in it, and of several declarations of one name the first counts. `names`: the project's, if known already.
 */
export function resolvePlan(project: Project, catalogue: Catalogue, names: Names = indexNames(project)): Plan {
  const root = project.root;
  const header = root.tree.statements.find((statement) => statement.id === 'file.plan');
  const start: Place = { file: root.path, range: { start: 0, end: 0 } };
  const place = header === undefined ? start : { file: root.path, range: header.range };
  const settings = headerOf(header === undefined ? undefined : { file: root.path, statement: header });

  const scope: Scope = { names, catalogue, timezone: settings.timezone.value };
  const all = <T>(sort: Declaration['sort'], resolve: (scope: Scope, of: Declaration) => T): readonly T[] =>
    declarationsOf(names, sort).map((of) => resolve(scope, of));
  const parts = { sites: all('site', resolveSite), storages: all('storage', resolveStorage), systems: all('system', resolveSystem) };
  const scenarios = all('scenario', resolveScenario);
  const plan: Plan = {
    ...settings,
    title: (header === undefined ? undefined : value(header, 'title', 'string')?.text) ?? fileName(root.path),
    library: header === undefined,
    place,
    doc: header?.doc,
    ...parts,
    keys: all('key', resolveKey),
    scenarios: scenarios.length > 0 ? scenarios : standardScenarios(parts, place),
    standardScenarios: scenarios.length === 0,
    contacts: all('contact', (_, of) => resolveContact(of)),
    acceptances: project.files.flatMap((file) =>
      file.tree.statements.flatMap((statement) =>
        statement.id === 'file.accept' ? resolveAcceptance(scope, { file: file.path, statement }) : [],
      ),
    ),
  };
  return worded(plan, project);
}

type Header = Omit<
  Plan,
  | 'title'
  | 'library'
  | 'place'
  | 'doc'
  | 'sites'
  | 'storages'
  | 'keys'
  | 'systems'
  | 'scenarios'
  | 'standardScenarios'
  | 'contacts'
  | 'acceptances'
>;

function headerOf(plan: Written | undefined): Header {
  const of = (id: string): Written | undefined => (plan === undefined ? undefined : setting(plan, `plan.${id}`));
  const unsaid = 'the default of the language';
  return {
    owner: text(of('owner'), 'owner'),
    timezone: timezoneOf(of('timezone')),
    currency: said(of('currency'), 'currency', 'word', word) ?? byDefault('USD', 'currency', unsaid),
    exchange: plan === undefined ? [] : inside(plan, 'plan.exchange').flatMap(exchangeOf),
    budget: budgetOf(of('budget')),
    comply: words(of('comply'), 'packs'),
    regions: texts(of('regions'), 'regions'),
    reviewEvery: said(of('review'), 'every', 'duration', span),
    reviewed: date(of('reviewed'), 'on'),
    scheduler: schedulerOf(of('schedule')) ?? byDefault('systemd', 'schedule', unsaid),
    window: timeWindow(of('window')),
    notify: texts(of('notify'), 'targets'),
    ping: text(of('ping'), 'url'),
    metrics: text(of('metrics'), 'path'),
    output: text(of('output'), 'path'),
  };
}

function timezoneOf(of: Written | undefined): Sourced<string> {
  const zone = said(of, 'zone', 'string', (found) => found.text);
  if (zone === undefined) return byDefault('UTC', 'timezone', 'the default of the language');
  return isZone(zone.value)
    ? zone
    : byDefault('UTC', 'timezone', `the default of the language, since there is no time zone "${zone.value}"`);
}

function exchangeOf(of: Written): Plan['exchange'] {
  const factor = value(of.statement, 'factor', 'number');
  const to = value(of.statement, 'to', 'word');
  const from = value(of.statement, 'from', 'word');
  if (factor === undefined || to === undefined || from === undefined) return [];
  return [{ factor: factor.value, to: to.text, from: from.text, place: placeOf(of) }];
}

function budgetOf(of: Written | undefined): Plan['budget'] {
  const months = wordOf(of, 'per', ['month', 'year'] as const) === 'year' ? 12 : 1;
  return said(of, 'amount', 'money', ({ amount, currency }) => ({ amount: amount / months, currency }));
}

function schedulerOf(of: Written | undefined): Plan['scheduler'] | undefined {
  const scheduler = wordOf(of, 'scheduler', ['systemd', 'cron', 'kubernetes'] as const);
  return of === undefined || scheduler === undefined ? undefined : fromPlan(scheduler, placeOf(of));
}

function resolveContact(of: Declaration): Contact {
  return {
    ...declared(of),
    fullName: text(setting(of, 'contact.name'), 'name'),
    role: text(setting(of, 'contact.role'), 'role'),
    phone: text(setting(of, 'contact.phone'), 'phone'),
    email: text(setting(of, 'contact.email'), 'email'),
    escalateAfter: said(setting(of, 'contact.escalate'), 'span', 'duration', span)?.value,
  };
}

function resolveAcceptance(scope: Scope, of: Written): readonly Acceptance[] {
  const check = value(of.statement, 'check', 'reference')?.text;
  const named = values(of.statement, 'name', 'reference').length > 0;
  const about = nameIn(scope, of, 'name');
  const until = date(of, 'until');
  const because = text(of, 'because');
  // One for a name that does not exist must not turn into one for everything.
  if (check === undefined || until === undefined || because === undefined || because.trim() === '' || (named && about === undefined))
    return [];
  return [{ check, for: about, until, because, place: placeOf(of), statement: of.statement }];
}
