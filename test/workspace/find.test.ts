import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { plainConfiguration } from '../../engine/checks/configuration.ts';
import { catalogueFor } from '../../workspace/catalogue.ts';
import { configurationFor } from '../../workspace/configuration.ts';
import { findCatalogue, findPlans } from '../../workspace/find.ts';
import { readText } from '../../workspace/read.ts';
import { scratch } from './scratch.ts';

describe('looking for plans', () => {
  const folder = scratch();
  const put = (file: string, text = ''): void => {
    mkdirSync(path.dirname(path.join(folder(), file)), { recursive: true });
    writeFileSync(path.join(folder(), file), text);
  };

  it('finds them in every folder but those of others and its own output', () => {
    for (const file of [
      'b.backupplan',
      'a/a.backupplan',
      'node_modules/x/n.backupplan',
      '.git/g.backupplan',
      'a/a.backup/o.backupplan',
      'notes.txt',
    ])
      put(file);
    assert.deepEqual(
      findPlans(folder()).map((found) => path.relative(folder(), found)),
      [path.join('a', 'a.backupplan'), 'b.backupplan'],
    );
  });

  it('does not run round in a circle of links', () => {
    put('a/a.backupplan');
    symlinkSync(folder(), path.join(folder(), 'a', 'again'));
    assert.equal(findPlans(folder()).length, 1);
  });

  it('finds nothing where there is no folder', () => {
    assert.deepEqual(findPlans(path.join(folder(), 'none')), []);
  });

  it('takes the nearest catalogue at or above the plan, and lays it over the built-in one', () => {
    put('backupplan.catalog.yaml', '# outer\n');
    put('team/backupplan.catalog.yaml', '# inner\n');
    assert.equal(
      findCatalogue(path.join(folder(), 'team', 'x', 'shop.backupplan')),
      path.join(folder(), 'team', 'backupplan.catalog.yaml'),
    );
    assert.equal(findCatalogue(path.join(folder(), 'other', 'shop.backupplan')), path.join(folder(), 'backupplan.catalog.yaml'));
    assert.ok(catalogueFor(path.join(folder(), 'shop.backupplan')).storages.s3);
  });
});

describe('the configuration of a plan', () => {
  const folder = scratch();
  it('is the nearest at or above it, and the same for the same text', () => {
    const plan = path.join(folder(), 'team', 'shop.backupplan');
    assert.deepEqual(configurationFor(plan), { configuration: plainConfiguration, problems: [] });
    writeFileSync(path.join(folder(), 'backupplan.config.yaml'), 'severity: { rpo-unmet: info }\n');
    const outer = configurationFor(plan);
    assert.deepEqual([...outer.configuration.severity], [['rpo-unmet', 'info']]);
    assert.equal(configurationFor(plan), outer);
    mkdirSync(path.dirname(plan));
    writeFileSync(path.join(folder(), 'team', 'backupplan.config.yaml'), '');
    assert.deepEqual([...configurationFor(plan).configuration.severity], []);
  });
  it('knows the rules of the packs that the workspace adds, from when they are there', () => {
    const plan = path.join(folder(), 'shop.backupplan');
    writeFileSync(path.join(folder(), 'backupplan.config.yaml'), 'severity: { acme/owned: off }\n');
    assert.match(configurationFor(plan).problems[0]?.message ?? '', /no check `acme\/owned`/);
    const rule = 'clause: a, asks: b, notAsked: c, finding: d, remedy: e, require: { owner: true }';
    writeFileSync(
      path.join(folder(), 'backupplan.catalog.yaml'),
      `packs: { acme: { title: A, about: B, rules: { owned: { ${rule} } } } }\n`,
    );
    assert.deepEqual([...configurationFor(plan).configuration.severity], [['acme/owned', 'off']]);
  });
});

describe('reading a text', () => {
  const folder = scratch();
  it('gives it as it is, by path or by file URI, and undefined where there is none', () => {
    const file = path.join(folder(), 'with space.backupplan');
    writeFileSync(file, '\u{FEFF}plan');
    assert.equal(readText(file), '\u{FEFF}plan');
    assert.equal(readText(`file://${encodeURI(file)}`), '\u{FEFF}plan');
    assert.equal(readText(path.join(folder(), 'none')), undefined);
    assert.equal(readText(folder()), undefined);
  });
});
