// One company in the notations of all servers: sites, storages, and systems with their backups. Texts of so many lines are compared, not
// companies of so many systems.
import { stringify } from 'yaml';

/**
 * In each notation its text for so many systems, and its words: where a further letter is an error, and where completion and hover have
 * something to say.
 */
export const notations = {
  plan: { write: plan, word: /(?<= (?:at|to|from|on) +)[a-z]+-\d+/g },
  yaml: { write: (systems) => stringify(outline(systems)), word: /(?<=(?:kind|every): )[a-z]+$/gm },
  json: { write: (systems) => `${JSON.stringify(outline(systems), undefined, 2)}\n`, word: /(?<="(?:kind|every)": ")[a-z]+/g },
  prisma: { write: prisma, word: /(?<=^ {2}\w+ )(?:Kind|Store\d+|System\d+)\b(?!\[)/gm },
  typespec: { write: typespec, word: /(?<=: )(?:Kind|Site\d+|Store\d+|System\d+)(?=;)/g },
};

/** The text of about so many lines, and the offsets of its words with their lengths. */
export function textOf({ write, word }, lines) {
  const count = (systems) => write(systems).split('\n').length;
  let [fewest, most] = [1, lines];
  while (fewest < most) {
    const middle = Math.floor((fewest + most) / 2);
    if (count(middle) < lines) fewest = middle + 1;
    else most = middle;
  }
  const text = write(fewest);
  return { text, words: [...text.matchAll(word)].map(({ 0: { length }, index }) => ({ index, length })) };
}

const SITES = ['dc-0', 'dc-1'];
const KINDS = ['postgresql', 'files'];

/** As many at each site, so that a system's second one is at the other. */
function storages(systems) {
  return each(2 * Math.ceil(systems / 16), (index) => ({ name: `store-${index}`, at: SITES[index % SITES.length] }));
}

/** A system needs up to three of those above it. */
function systems(count) {
  const stores = storages(count);
  return each(count, (index) => ({
    name: `system-${index}`,
    kind: KINDS[index % KINDS.length],
    at: SITES[Math.floor(index / KINDS.length) % SITES.length],
    size: 100 + 10 * (index % 40),
    time: `0${index % 8}:${10 + (index % 50)}`,
    needs: each(index % 4, (step) => index - 7 * (step + 1)).flatMap((needed) => (needed < 0 ? [] : [`system-${needed}`])),
    to: stores[index % stores.length].name,
    copyTo: stores[(index + 1) % stores.length].name,
  }));
}

function plan(count) {
  return [
    'plan "Company" {\n  owner    "sre@company.example"\n  timezone "Europe/Berlin"\n}',
    ...SITES.map((site) => `site ${site} {\n  kind   datacenter\n  region "r-${site}"\n}`),
    ...storages(count).map(
      ({ name, at }) => `storage ${name}: disk {\n  at       ${at}\n  path     "/srv/backup"\n  read     1 GB/s\n  capacity 900 TB\n}`,
    ),
    ...systems(count).map(planOfSystem),
    'scenario site-lost {\n  lose      dc-0\n  recover   at dc-1\n  declare   within 30m\n  provision within 1h\n}',
    '',
  ].join('\n\n');
}

function planOfSystem({ name, kind, at, size, time, needs, to, copyTo }) {
  const jobs =
    kind === 'files'
      ? [`full daily at ${time} to ${to} using restic`]
      : [`full daily at ${time} to ${to} using pg_basebackup`, `log every 15m to ${to}`];
  return [
    `# ${name}`,
    `system ${name}: ${kind} {`,
    `  at       ${at}`,
    kind === 'files' ? '  path     "/srv/files"' : '  database "orders"',
    `  size     ${size} GB`,
    '  changes  2 GB/day',
    '  rpo      26h',
    '  rto      12h',
    ...(needs.length === 0 ? [] : [`  depends  on ${needs.join(', ')}`]),
    '  backup {',
    ...jobs.map((job) => `    ${job}`),
    `    copy hourly from ${to} to ${copyTo}`,
    `    keep on ${to} 14 days`,
    `    keep on ${copyTo} daily for 30 days, monthly for 12 months`,
    '    verify restore weekly on monday at 05:00',
    '  }',
    '}',
  ].join('\n');
}

/** For notations that know objects and lists. */
function outline(count) {
  const named = (all, rest) => Object.fromEntries(all.map(({ name, ...own }) => [name, rest(own)]));
  return {
    plan: { name: 'Company', owner: 'sre@company.example', timezone: 'Europe/Berlin' },
    sites: Object.fromEntries(SITES.map((site) => [site, { kind: 'datacenter', region: `r-${site}` }])),
    storages: named(storages(count), ({ at }) => ({ kind: 'disk', at, path: '/srv/backup', read: '1 GB/s', capacity: '900 TB' })),
    systems: named(systems(count), ({ kind, at, size, time, needs, to, copyTo }) => ({
      kind,
      at,
      size: `${size} GB`,
      changes: '2 GB/day',
      rpo: '26h',
      rto: '12h',
      ...(needs.length === 0 ? {} : { needs }),
      backup: [
        { job: 'full', every: 'daily', at: time, to, using: kind === 'files' ? 'restic' : 'pg_basebackup' },
        ...(kind === 'files' ? [] : [{ job: 'log', every: '15m', to }]),
        { job: 'copy', every: 'hourly', from: to, to: copyTo },
        { job: 'verify', every: 'weekly' },
      ],
      keep: { [to]: ['14 days'], [copyTo]: ['daily for 30 days', 'monthly for 12 months'] },
    })),
    scenarios: { 'site-lost': { lose: 'dc-0', recover: 'dc-1', declare: '30m', provision: '1h' } },
  };
}

/** A model each, with relations for the references; Prisma wants the other end of each declared, too. */
function prisma(count) {
  const all = systems(count);
  const ends = new Map();
  const relate = (to, field, name, from) => ends.set(to, [...(ends.get(to) ?? []), `  ${field} ${from}[] @relation("${name}")`]);
  const models = all.map(({ name, size, needs, to }) => {
    const [own, store] = [typeName(name), typeName(to)];
    relate(store, `holds${own}`, `backup${own}`, own);
    for (const needed of needs) relate(typeName(needed), `serves${own}`, `${own}Needs${typeName(needed)}`, own);
    return {
      own,
      lines: [
        ...['  kind Kind', `  size Int @default(${size})`, '  changes Int @default(2)', '  rpo String @default("26h")'],
        ...['  rto String @default("12h")', '  storeId Int'],
        `  store ${store} @relation("backup${own}", fields: [storeId], references: [id])`,
        ...needs.flatMap((needed) => {
          const other = typeName(needed);
          const field = `needs${other}`;
          return [`  ${field}Id Int`, `  ${field} ${other} @relation("${own}Needs${other}", fields: [${field}Id], references: [id])`];
        }),
      ],
    };
  });
  const model = (name, lines) => [
    `model ${name} {`,
    '  id Int @id @default(autoincrement())',
    ...lines,
    ...(ends.get(name) ?? []),
    '}',
    '',
  ];
  return [
    ...['datasource db {', '  provider = "postgresql"', '}', ''],
    ...['generator client {', '  provider = "prisma-client"', '  output = "./generated"', '}', ''],
    ...['enum Kind {', ...KINDS.map((kind) => `  ${kind}`), '}', ''],
    ...storages(count).flatMap(({ name, at }) =>
      model(typeName(name), [`  site String @default("${at}")`, '  capacity Int @default(900)']),
    ),
    ...models.flatMap(({ own, lines }) => ['', ...model(own, lines)]),
  ].join('\n');
}

function typespec(count) {
  return [
    'namespace Company;',
    `enum Kind {\n${KINDS.map((kind) => `  ${kind},`).join('\n')}\n}`,
    ...SITES.map((site, index) => `model Site${index} {\n  region: "r-${site}";\n}`),
    ...storages(count).map(
      ({ name, at }) => `model ${typeName(name)} {\n  at: Site${SITES.indexOf(at)};\n  path: "/srv/backup";\n  capacity: int32 = 900;\n}`,
    ),
    ...systems(count).map(({ name, at, size, time, needs, to, copyTo }) =>
      [
        `/** ${name} */`,
        `model ${typeName(name)} {`,
        '  kind: Kind;',
        `  at: Site${SITES.indexOf(at)};`,
        `  size: int32 = ${size};`,
        '  changes: int32 = 2;',
        '  rpo: "26h";',
        '  rto: "12h";',
        ...needs.map((needed) => `  needs${typeName(needed)}: ${typeName(needed)};`),
        `  full: "daily at ${time}";`,
        `  to: ${typeName(to)};`,
        `  copy: ${typeName(copyTo)};`,
        '  keep: "14 days";',
        '  verify: "weekly";',
        '}',
      ].join('\n'),
    ),
    '',
  ].join('\n\n');
}

/** `system-7` as `System7`. */
function typeName(name) {
  return `${name.charAt(0).toUpperCase()}${name.slice(1).replace('-', '')}`;
}

function each(count, write) {
  return Array.from({ length: count }, (_, index) => write(index));
}
