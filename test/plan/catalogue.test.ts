import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { builtinCatalogue as catalogue } from '../../engine/catalogue/builtin.ts';
import { emptyCatalogue, readEntries } from '../../engine/catalogue/entries.ts';
import { extendCatalogue } from '../../engine/catalogue/extend.ts';
import { planOf, storageOf, systemOf } from './project.ts';

const MB = 1e6;
const HOUR = 3600;

describe('the catalogue that ships', () => {
  it('is read without a problem', () => {
    for (const name of ['systems', 'storages', 'tools']) {
      const data = parse(readFileSync(new URL(`../../engine/catalogue/${name}.yaml`, import.meta.url), 'utf8'));
      const known = name === 'systems' ? { ...emptyCatalogue, tools: catalogue.tools } : emptyCatalogue;
      assert.deepEqual(readEntries(data, known, 'the catalogue').problems, [], name);
    }
  });

  it('has the storage kinds with their media and rates', () => {
    const rows = Object.values(catalogue.storages).map(({ name, media, read, write }) => [name, media, read / MB, write / MB]);
    assert.deepEqual(rows, [
      ['disk', 'disk', 200, 200],
      ['nas', 'disk', 100, 100],
      ['removable', 'removable', 100, 100],
      ['tape', 'tape', 300, 300],
      ['sftp', 'disk', 50, 50],
      ['s3', 'object', 100, 100],
      ['azure-blob', 'object', 100, 100],
      ['gcs', 'object', 100, 100],
      ['b2', 'object', 100, 100],
      ['snapshots', 'snapshot', 500, 500],
    ]);
  });

  it('has system kinds that replay their log at 25 MB/s, MySQL and MariaDB at 10', () => {
    const kinds = Object.values(catalogue.systems);
    assert.equal(kinds.length, 18);
    for (const { name, replayAt } of kinds) assert.equal(replayAt / MB, name === 'mysql' || name === 'mariadb' ? 10 : 25, name);
    assert.deepEqual(
      kinds.filter(({ redeployed }) => redeployed).map(({ name }) => name),
      ['application'],
    );
  });

  it('makes only three classes wait for their first byte', () => {
    const waits = Object.values(catalogue.storages).flatMap((kind) =>
      Object.values(kind.classes).flatMap(({ name, retrieval }) => (retrieval === 0 ? [] : [[kind.name, name, retrieval / HOUR]])),
    );
    assert.deepEqual(waits, [
      ['s3', 'glacier-flexible', 5],
      ['s3', 'deep-archive', 12],
      ['azure-blob', 'archive', 15],
    ]);
  });

  it('says which tools are log bases, copy whole servers, deduplicate, end with their state, and restore slowly', () => {
    const tools = Object.values(catalogue.tools);
    const names = (has: (tool: (typeof tools)[number]) => boolean): readonly string[] => tools.filter(has).map(({ name }) => name);
    assert.deepEqual(
      names(({ logBase }) => logBase),
      ['pg_basebackup', 'pgbackrest', 'mysqldump', 'mariadb-dump', 'mariadb-backup'],
    );
    assert.deepEqual(
      names(({ wholeServer }) => wholeServer),
      ['pg_basebackup', 'pgbackrest', 'mariadb-backup'],
    );
    assert.deepEqual(
      names(({ oneArchive }) => oneArchive),
      ['pg_basebackup', 'pgbackrest'],
    );
    assert.deepEqual(
      names(({ deduplicates }) => deduplicates),
      ['restic', 'borg'],
    );
    assert.deepEqual(
      names(({ capture }) => capture === 'end'),
      ['pg_basebackup', 'pgbackrest', 'mariadb-backup'],
    );
    const caps = tools.flatMap(({ name, restoreAt }) => (restoreAt === undefined ? [] : [[name, restoreAt / MB]]));
    assert.deepEqual(caps, [
      ['pg_dump', 40],
      ['mysqldump', 20],
      ['mariadb-dump', 20],
    ]);
  });

  it('names tools that exist, and tools that know the kind that names them', () => {
    for (const kind of Object.values(catalogue.systems)) {
      for (const tool of kind.tools) assert.ok(catalogue.tools[tool]?.jobs[kind.name]?.includes('full'), `${tool} for ${kind.name}`);
    }
  });

  it('does not take the words of JavaScript for kinds', () => {
    assert.equal(catalogue.storages.constructor, undefined);
    assert.equal(catalogue.systems.toString, undefined);
    const plan = planOf(
      'plan "x" { }\nsite a { }\nstorage s: constructor { at a }\nsystem t: toString { at a; backup { full daily at 01:00 to s } }\n',
    );
    assert.equal(storageOf(plan, 's').media.value, 'disk');
    assert.equal(systemOf(plan, 't').blocks[0]?.jobs[0]?.tool, undefined);
  });
});

describe('a workspace catalogue', () => {
  it('adds kinds and classes, and changes what it names of known ones', () => {
    const text = `pricesOf: 2026-11-01
tools:
  xtrabackup: { capture: end, logBase: true, jobs: { mysql: [full, incremental, log] } }
systems:
  mysql: { tools: [mysqldump, xtrabackup] }
storages:
  s3:
    classes:
      standard: { price: 0.02 USD/GB/month }
      wasabi: { price: 0.007 USD/GB/month, minimum: 90 days }
  ceph: { media: object, read: 300 MB/s, write: 250 MB/s }
`;
    const { catalogue: extended, problems } = extendCatalogue(catalogue, text);
    assert.deepEqual(problems, []);
    assert.equal(extended.pricesOf, '2026-11-01');
    assert.deepEqual(extended.systems.mysql?.tools, ['mysqldump', 'xtrabackup']);
    assert.equal(extended.systems.mysql?.replayAt, catalogue.systems.mysql?.replayAt);
    assert.equal(extended.storages.ceph?.read, 300 * MB);
    assert.equal(extended.storages.s3?.classes.wasabi?.minimumDays, 90);
    assert.equal(extended.storages.s3?.classes.standard?.price?.amount, 0.02);
    assert.equal(extended.storages.s3?.classes.standard?.egress?.amount, 0.09);
    assert.equal(extended.storages.s3?.classes['deep-archive'], catalogue.storages.s3?.classes['deep-archive']);
    assert.equal(extended.systems.redis, catalogue.systems.redis);
    const job = systemOf(
      planOf(
        'plan "x" { }\nsite a { }\nstorage d: ceph { at a }\nsystem m: mysql { at a; backup { full weekly on sunday at 01:00 to d; incremental daily at 01:00 to d } }',
        extended,
      ),
      'm',
    ).blocks[0]?.jobs[1];
    assert.equal(job?.tool?.value, 'xtrabackup');
  });

  const wrong: readonly (readonly [string, string, string, RegExp])[] = [
    ['a rate without its unit', 'storages:\n  disk: { read: 200 }\n', '200', /a rate like 100 MB\/s is expected/],
    ['an unknown field', 'storages:\n  disk: { reed: 200 MB/s }\n', '200 MB/s', /`reed` is not known here/],
    ['a new kind that lacks its media', 'storages:\n  ceph: { read: 1 GB/s }\n', '{ read: 1 GB/s }', /ceph needs `media`/],
    ['a tool that nobody has', 'systems:\n  mysql: { tools: [xtra] }\n', '[xtra]', /no tool is called `xtra`/],
    ['a job that is none', 'tools:\n  x: { jobs: { mysql: [fill] } }\n', '{ mysql: [fill] }', /a mapping like/],
    ['a default class that is none', 'storages:\n  s3: { defaultClass: cheap }\n', 'cheap', /no class is called `cheap`/],
    [
      'a price that is monthly where none is expected',
      'storages:\n  s3: { classes: { standard: { egress: 0.09 USD/GB/month } } }\n',
      '0.09 USD/GB/month',
      /0\.09 USD\/GB/,
    ],
    ['a list where a mapping is expected', 'systems: [mysql]\n', '[mysql]', /systems must be a mapping/],
    ['a day that is no date', 'pricesOf: yesterday\n', 'yesterday', /a date like/],
  ];
  for (const [what, text, marked, message] of wrong) {
    it(`reports ${what} where it stands, and keeps the rest`, () => {
      const { catalogue: extended, problems } = extendCatalogue(catalogue, text);
      assert.match(problems[0]?.message ?? 'no problem', message);
      assert.equal(text.slice(problems[0]?.range.start, problems[0]?.range.end), marked);
      assert.equal(extended.storages.disk?.read, 200 * MB);
      assert.equal(extended.storages.s3?.defaultClass, 'standard');
    });
  }

  it('reports text that is no YAML and leaves the catalogue as it was', () => {
    for (const text of ['storages: [', 'a: &a [*a]\nb: {{', '\t- x', 'tools: !!binary x', '*nobody']) {
      const { catalogue: extended, problems } = extendCatalogue(catalogue, text);
      assert.ok(problems.length > 0, text);
      assert.deepEqual(extended.storages, catalogue.storages);
    }
  });

  it('may be empty', () => {
    assert.deepEqual(extendCatalogue(catalogue, '').problems, []);
    assert.deepEqual(extendCatalogue(catalogue, '# nothing yet\n').problems, []);
  });
});
