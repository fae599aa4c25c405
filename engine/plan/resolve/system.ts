import { value } from '../../../grammar/tree.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Quantity, Standby, System } from '../model.ts';
import type { Declaration } from '../names.ts';
import { toolCap } from '../restore-cap.ts';
import { policyOf, resolveBlocks } from './block.ts';
import { accountOf } from './site.ts';
import {
  byDefault,
  clause,
  declared,
  fromPlan,
  inside,
  money,
  nameIn,
  placeOf,
  rate,
  referTo,
  rules,
  type Scope,
  said,
  seconds,
  setting,
  size,
  span,
  text,
  texts,
  timeWindow,
  type Written,
  wordOf,
  words,
} from './written.ts';

export function resolveSystem(scope: Scope, of: Declaration): System {
  const { name } = of;
  const kind = value(of.statement, 'kind', 'word')?.text ?? '';
  const at = nameIn(scope, setting(of, 'system.at'), 'site') ?? '';
  const blocks = resolveBlocks(scope, of, kind);
  const changes = said(setting(of, 'system.changes'), 'rate', 'rate', rate);
  const { place, namePlace, statement, doc } = declared(of);
  const { rpo, rto, mtd, criticality, retain } = targets(scope, of);
  // Named one by one: so many properties spread from other objects are slow, and a plan may have a thousand systems.
  return {
    name,
    place,
    namePlace,
    statement,
    doc,
    kind,
    at,
    host: text(setting(of, 'system.host'), 'host'),
    port: said(setting(of, 'system.port'), 'port', 'number', (found) => found.value)?.value,
    user: text(setting(of, 'system.user'), 'user'),
    databases: texts(setting(of, 'system.database'), 'databases'),
    paths: texts(setting(of, 'system.path'), 'paths'),
    excludes: texts(setting(of, 'system.exclude'), 'patterns'),
    namespaces: texts(setting(of, 'system.namespace'), 'namespaces'),
    services: texts(setting(of, 'system.service'), 'services'),
    credentials: text(setting(of, 'system.credentials'), 'file'),
    size: said(setting(of, 'system.size'), 'size', 'size', size),
    changes,
    logs:
      said(setting(of, 'system.logs'), 'rate', 'rate', rate) ??
      (changes && byDefault(changes.value, `${name}.logs`, 'as much as it changes')),
    compresses:
      said(setting(of, 'system.compresses'), 'share', 'percent', (found) => found.value) ??
      byDefault(1, `${name}.compresses`, 'the default of the language: not compressed'),
    grows: said(setting(of, 'system.grows'), 'growth', 'growth', ({ fraction, bytes, perMonths }) => ({ fraction, bytes, perMonths })),
    holds: words(setting(of, 'system.holds'), 'classes'),
    rpo,
    rto,
    mtd,
    criticality,
    retain,
    outage: outageOf(setting(of, 'system.outage')),
    dependsOn: distinct(referTo(scope, setting(of, 'system.depends'), 'systems')).map((other) => ({
      name: other.name,
      place: { file: of.file, range: other.range },
    })),
    owner: text(setting(of, 'system.owner'), 'owner'),
    notes: inside(of, 'system.note').flatMap((note) => texts(note, 'note')),
    window: timeWindow(setting(of, 'system.window')),
    standbys: inside(of, 'system.standby').flatMap((standby) => standbyOf(scope, name, standby)),
    redeploy: redeployOf(setting(of, 'system.redeploy')),
    dump: text(setting(of, 'system.dump'), 'command'),
    load: text(setting(of, 'system.load'), 'command'),
    pointsWith: text(setting(of, 'system.points'), 'command'),
    restoreWith: text(setting(of, 'system.restorewith'), 'command'),
    restoreAt: said(setting(of, 'system.restoreat'), 'rate', 'rate', rate) ?? toolRestoreAt(name, blocks, scope.catalogue),
    replayAt: said(setting(of, 'system.replay'), 'rate', 'rate', rate) ?? replayDefault(scope, name, kind),
    account: accountOf(scope, of, at),
    exempt: text(setting(of, 'system.exempt'), 'because'),
    blocks,
  };
}

/** What the system itself says, else the first of its policies that says it. */
function targets(scope: Scope, of: Declaration): Pick<System, 'rpo' | 'rto' | 'mtd' | 'criticality' | 'retain'> {
  const speakers: readonly Written[] = [of, ...inside(of, 'system.backup').flatMap((backup) => policyOf(scope, backup) ?? [])];
  const first = <T>(read: (speaker: Written) => T | undefined): T | undefined => {
    for (const speaker of speakers) {
      const found = read(speaker);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    rpo: first((speaker) => said(setting(speaker, 'target.rpo'), 'span', 'duration', span)),
    rto: first((speaker) => said(setting(speaker, 'target.rto'), 'span', 'duration', span)),
    mtd: first((speaker) => said(setting(speaker, 'target.mtd'), 'span', 'duration', span)),
    criticality: first(criticalityOf) ?? byDefault('medium', `${of.name}.criticality`, 'the default of the language'),
    retain:
      first((speaker) => {
        const retain = setting(speaker, 'target.retain');
        return retain === undefined ? undefined : rules(retain);
      }) ?? [],
  };
}

function criticalityOf(speaker: Written): System['criticality'] | undefined {
  const written = setting(speaker, 'target.criticality');
  const level = wordOf(written, 'criticality', ['critical', 'high', 'medium', 'low'] as const);
  return written === undefined || level === undefined ? undefined : fromPlan(level, placeOf(written));
}

function outageOf(written: Written | undefined): System['outage'] {
  const per = wordOf(written, 'per', ['h', 'day'] as const);
  return per === undefined ? undefined : said(written, 'amount', 'money', (found) => ({ ...money(found), per }));
}

function standbyOf(scope: Scope, system: string, of: Written): readonly Standby[] {
  const at = nameIn(scope, of, 'site');
  if (at === undefined) return [];
  const unsaid = 'the default of the language, since the standby does not say';
  const lag: Quantity = clause(of, 'lag', 'duration', seconds) ?? byDefault(0, `${system}.standby.${at}.lag`, unsaid);
  const failover: Quantity = clause(of, 'failover', 'duration', seconds) ?? byDefault(0, `${system}.standby.${at}.failover`, unsaid);
  return [{ at, host: text(of, 'host'), lag, failover, place: placeOf(of) }];
}

function redeployOf(of: Written | undefined): System['redeploy'] {
  const command = text(of, 'command');
  return of === undefined || command === undefined
    ? undefined
    : { command, taking: clause(of, 'taking', 'duration', seconds), place: placeOf(of) };
}

/** The cap of the first block with fulls; where blocks differ in their tools, `restoreCap` tells them apart. */
function toolRestoreAt(name: string, blocks: readonly BackupBlock[], catalogue: Catalogue): Quantity | undefined {
  const block = blocks.find(({ jobs }) => jobs.some((job) => job.word === 'full'));
  return block === undefined ? undefined : toolCap(name, block, catalogue);
}

function replayDefault(scope: Scope, name: string, kind: string): Quantity {
  const entry = scope.catalogue.systems[kind];
  if (entry === undefined) return byDefault(25e6, `${name}.replay`, `the default of the language; the catalogue has no kind \`${kind}\``);
  return byDefault(entry.replayAt, `${name}.replay`, `${kind} default in the catalogue`);
}

function distinct<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return items.filter((item, index) => items.findIndex((other) => other.name === item.name) === index);
}
