// Writes engine/checks/compliance/*.md, the pages of the packs, and docs/backupplan.catalog.schema.json.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import { nameForm, ruleSeverities } from '../engine/catalogue/packs.ts';
import { classWords, criticalities, requirements, targetNames } from '../engine/catalogue/requirements.ts';
import { compliancePage } from '../engine/checks/compliance/pages.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The pages by their paths in the repository. */
export function packPages() {
  const names = Object.keys(builtinCatalogue.packs);
  return Object.fromEntries(names.map((name) => [`engine/checks/compliance/${name}.md`, compliancePage(builtinCatalogue, name)]));
}

const text = (description) => ({ type: 'string', description });
const mapping = (properties, required = []) => ({ type: 'object', additionalProperties: false, properties, required });
const named = (items) => ({ type: 'object', propertyNames: { pattern: nameForm.source }, additionalProperties: items });

/** What may stand behind a requirement, by the words that its documentation has for it. */
const length = { type: 'string', pattern: '^[1-9]\\d{0,3} (hour|day|week|month|year)s?$' };
const valueForms = {
  'a length': length,
  'a length or `stated`': { anyOf: [length, { const: 'stated' }] },
  '`true`': { const: true },
  '`all` or `offsite`': { enum: ['all', 'offsite'] },
  'a list of `rpo`, `rto`, `mtd`': { type: 'array', minItems: 1, items: { enum: targetNames } },
  'a list of `criticality`, `holds`': { type: 'array', minItems: 1, items: { enum: classWords } },
};

/** The text of the schema of a workspace's catalogue: its packs; the rest is free. */
export function catalogueSchema() {
  const required = Object.entries(requirements).map(([name, { value, doc }]) => [name, { description: doc, ...valueForms[value] }]);
  const rule = mapping(
    {
      clause: text('Where it stands.'),
      asks: text('What it asks, in your own words.'),
      notAsked: text('What it is often believed to ask.'),
      severity: { enum: ruleSeverities, default: 'warning' },
      when: {
        description: 'Which systems it speaks of. Default: every system that is backed up.',
        ...mapping({
          holds: { type: 'array', items: { type: 'string' }, description: 'The system holds one of these classes.' },
          criticality: { type: 'array', minItems: 1, items: { enum: criticalities } },
        }),
      },
      require: { ...mapping(Object.fromEntries(required)), minProperties: 1, maxProperties: 1 },
      of: { enum: ['each', 'any'], default: 'each', description: 'Whether each of them must have it, or one is enough.' },
      finding: text('What is wrong, as a clause behind the fact.'),
      remedy: text('What would settle it, as a sentence.'),
      example: text('A plan that gives exactly this finding.'),
      mended: text('The same plan, mended.'),
    },
    ['clause', 'asks', 'notAsked', 'require', 'finding', 'remedy'],
  );
  const pack = mapping(
    { title: text('What it is called in a message.'), about: text('The law or standard in full, with its edition.'), rules: named(rule) },
    ['title', 'about', 'rules'],
  );
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'backupplan.catalog.yaml',
    description: "A workspace's own kinds, tools, storage classes, prices and compliance packs.",
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      pricesOf: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
      systems: { type: 'object' },
      storages: { type: 'object' },
      tools: { type: 'object' },
      packs: { description: 'Compliance packs, by the names that `comply with` calls them by.', ...named(pack) },
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [name, page] of Object.entries(packPages())) writeFileSync(path.join(root, name), page);
  writeFileSync(path.join(root, 'docs/backupplan.catalog.schema.json'), catalogueSchema());
}
