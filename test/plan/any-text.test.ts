import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { assumptionsOf } from '../../engine/plan/assumptions.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { indexNames } from '../../engine/plan/names.ts';
import { resolvePlan } from '../../engine/plan/resolve.ts';
import { enclosingSites, linkBetween } from '../../engine/plan/sites.ts';
import { isZone } from '../../engine/plan/zones.ts';
import { vocabulary } from '../../grammar/vocabulary.ts';
import { projectOf } from './project.ts';

/** Names that a plan holds though nothing in it is called so. */
function strayNames(plan: Plan): readonly string[] {
  const names = <T extends { readonly name: string }>(all: readonly T[]): ReadonlySet<string> => new Set(all.map(({ name }) => name));
  const sites = names(plan.sites);
  const storages = names(plan.storages);
  const keys = names(plan.keys);
  const systems = names(plan.systems);
  const contacts = names(plan.contacts);
  const accounts = new Set([
    'production',
    ...[...plan.sites.map(({ account }) => account), ...[...plan.storages, ...plan.systems].map(({ account }) => account.value)],
  ]);
  const stray: string[] = [];
  const must = (where: string, name: string | undefined, among: ReadonlySet<string | undefined>): void => {
    if (name !== undefined && !among.has(name)) stray.push(`${where}: ${name}`);
  };
  const orNowhere = new Set(['', ...sites]);
  for (const site of plan.sites) {
    must('within', site.within, sites);
    for (const link of site.links) must('link', link.to, sites);
  }
  for (const storage of plan.storages) {
    must('storage at', storage.at, orNowhere);
    must('storage key', storage.key, keys);
    for (const name of storage.boundTo) must('bound', name, systems);
  }
  for (const key of plan.keys) for (const name of key.keptAt) must('kept', name, sites);
  for (const system of plan.systems) {
    must('system at', system.at, orNowhere);
    for (const { name } of system.dependsOn) must('depends', name, systems);
    for (const { at } of system.standbys) must('standby', at, sites);
    for (const block of system.blocks) {
      for (const job of block.jobs) {
        must('to', job.to, storages);
        must('job key', job.key, keys);
        must('tool', job.tool?.value, new Set(Object.keys(builtinCatalogue.tools)));
      }
      for (const copy of block.copies) {
        must('from', copy.from, storages);
        must('to', copy.to, storages);
        must('copy key', copy.key, keys);
      }
      for (const keep of [...block.keeps, ...block.keepLogs]) must('keep', keep.on, storages);
      for (const verify of block.verifies) must('verify', verify.at, sites);
    }
  }
  const losable = new Set([...sites, ...storages, ...systems, ...keys]);
  for (const scenario of plan.scenarios) {
    for (const name of scenario.lose) must('lose', name, losable);
    for (const name of scenario.corrupt) must('corrupt', name, systems);
    for (const name of scenario.compromise) must('compromise', name, accounts);
    must('recover', scenario.recoverAt, sites);
    for (const step of scenario.steps) {
      must('step for', step.for, systems);
      must('step by', step.by, contacts);
    }
  }
  return stray;
}

function examine(files: Readonly<Record<string, string>>): void {
  const project = projectOf(files);
  const plan = resolvePlan(project, builtinCatalogue);
  assert.deepEqual(strayNames(plan), []);
  const ids = plan.systems.flatMap((system) =>
    system.blocks.flatMap((block) => [...block.jobs, ...block.copies, ...block.verifies].map(({ id }) => id)),
  );
  assert.equal(new Set(ids).size, ids.length, 'ids are unique');
  for (const all of [plan.sites, plan.storages, plan.keys, plan.systems, plan.scenarios, plan.contacts]) {
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length, 'names are unique');
  }
  assert.ok(isZone(plan.timezone.value));
  for (const site of plan.sites) for (const other of plan.sites) linkBetween(plan, site.name, other.name);
  for (const site of plan.sites) assert.equal(enclosingSites(plan, site.name)[0], site.name);
  for (const { about, value, source } of assumptionsOf(plan)) assert.ok(about !== '' && value !== '' && source !== '');
  for (const use of indexNames(project).references) {
    const file = project.files.find(({ path }) => path === use.file);
    assert.equal(file?.text.slice(use.range.start, use.range.end), use.name);
  }
}

const folder = new URL('../worked/', import.meta.url);
const plans = readdirSync(folder)
  .filter((name) => name.endsWith('.backupplan'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
plans.push(vocabulary.map(({ example }) => example).join('\n'));

describe('whatever the text, a plan comes out and holds only names that are declared', () => {
  it('in the worked plans', () => {
    for (const text of plans) examine({ 'p.backupplan': text });
  });

  it('with pieces cut out, doubled and swapped', () => {
    const piece = fc.record({
      text: fc.constantFrom(...plans),
      cuts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40), fc.nat(2)), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(piece, ({ text, cuts }) => {
        let changed = text;
        for (const [where, length, how] of cuts) {
          const at = Math.floor(where * changed.length);
          const cut = changed.slice(at, at + length);
          const put = [``, cut + cut, [...cut].reverse().join('')][how] ?? '';
          changed = changed.slice(0, at) + put + changed.slice(at + length);
        }
        examine({ 'p.backupplan': changed });
      }),
      { numRuns: 150 },
    );
  });

  it('with names mixed up among each other', () => {
    const words = ['east', 'west', 'nas', 'vault', 'db', 'files', 'key1', 'production', 'gold', 'nobody', 'constructor', '__proto__'];
    fc.assert(
      fc.property(fc.constantFrom(...plans), fc.array(fc.constantFrom(...words), { minLength: 3, maxLength: 30 }), (text, put) => {
        let turn = 0;
        const changed = text.replace(/\b(?:east|west|nas|vault|db|files)\b/g, (word) =>
          turn++ % 3 === 0 ? (put[turn % put.length] ?? word) : word,
        );
        examine({ 'p.backupplan': changed, 'q.backupplan': text });
      }),
      { numRuns: 100 },
    );
  });

  it('with any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => examine({ 'p.backupplan': text })),
      { numRuns: 200 },
    );
  });
});
