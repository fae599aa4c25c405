import { value } from '../../../grammar/tree.ts';
import type { Key, Site, Sourced } from '../model.ts';
import type { Declaration } from '../names.ts';
import {
  account,
  byDefault,
  clause,
  declared,
  inside,
  nameIn,
  namesIn,
  placeOf,
  rate,
  type Scope,
  setting,
  span,
  text,
  wordText,
} from './written.ts';

export function resolveSite(scope: Scope, of: Declaration): Site {
  return {
    ...declared(of),
    kind: wordText(setting(of, 'site.kind'), 'kind'),
    provider: wordText(setting(of, 'site.provider'), 'provider'),
    region: text(setting(of, 'site.region'), 'region'),
    account: account(setting(of, 'site.account'))?.value,
    within: nameIn(scope, setting(of, 'site.within'), 'site'),
    links: inside(of, 'site.link').flatMap((link) => {
      const to = nameIn(scope, link, 'site');
      const speed = clause(link, 'rate', 'rate', rate);
      return to === undefined || speed === undefined ? [] : [{ to, rate: speed, place: placeOf(link) }];
    }),
  };
}

export function resolveKey(scope: Scope, of: Declaration): Key {
  const kept = setting(of, 'key.kept');
  const every = setting(of, 'key.rotate');
  const rotation = every === undefined ? undefined : value(every.statement, 'every', 'duration');
  return {
    ...declared(of),
    keptAt: namesIn(scope, kept, 'sites'),
    escrow: text(setting(of, 'key.escrow'), 'place'),
    rotateEvery: rotation === undefined ? undefined : span(rotation),
  };
}

/** The account of a system or storage: its own, else its site's, else `production`. */
export function accountOf(scope: Scope, of: Declaration, at: string): Sourced<string> {
  const site = scope.names.resolve(at, ['site']);
  return (
    account(setting(of, `${of.sort}.account`)) ??
    account(site === undefined ? undefined : setting(site, 'site.account')) ??
    byDefault('production', `${of.name}.account`, 'the default of the language, since neither it nor its site names an account')
  );
}
