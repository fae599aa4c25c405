// Writes the TextMate grammar from the vocabulary: `node --import tsx build/syntax.mjs`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { partNotations } from '../grammar/schedules.ts';
import { compileShape } from '../grammar/shape.ts';
import { bitUnits, durationUnits, growthUnits, months, perUnits, sizeUnits, weekdays } from '../grammar/units.ts';
import { statementsIn, vocabulary } from '../grammar/vocabulary.ts';

export const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../syntaxes/backupplan.tmLanguage.json');

const NAME = '[A-Za-z][A-Za-z0-9_-]*';
const include = (...names) => names.map((name) => ({ include: `#${name}` }));
const captures = (...scopes) => Object.fromEntries(scopes.map((scope, index) => [index + 1, { name: `${scope}.backupplan` }]));
const oneOf = (words) => `(?<![\\w-])(?:${[...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|')})(?![\\w-])`;

/** The grammar as the text of its file. */
export function textmateGrammar() {
  const contexts = [...new Set(vocabulary.flatMap((entry) => entry.in))];
  const repository = lexical();
  for (const context of contexts) repository[`${context}-statements`] = statements(context, repository);
  for (const context of contexts.filter((each) => each !== 'file')) repository[`${context}-block`] = block(context);
  repository['any-block'] = { begin: '\\{', end: '\\}', patterns: include('comment', 'other-statement') };
  const grammar = {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'Backup Plan',
    scopeName: 'source.backupplan',
    fileTypes: ['backupplan'],
    patterns: include('comment', 'file-statements', 'other-statement'),
    repository,
  };
  return `${JSON.stringify(grammar, null, 1)}\n`;
}

function block(context) {
  const brace = { 0: { name: 'punctuation.section.block.backupplan' } };
  return {
    name: `meta.block.${context}.backupplan`,
    begin: '\\{',
    beginCaptures: brace,
    end: '\\}',
    endCaptures: brace,
    patterns: include('comment', `${context}-statements`, 'other-statement'),
  };
}

/** The statements of a context, those with the same first word as one. Their rules go into the repository, for contexts to share. */
function statements(context, repository) {
  const byWord = new Map();
  for (const entry of statementsIn(context)) {
    const word = entry.shape.split(' ')[0];
    byWord.set(word, [...(byWord.get(word) ?? []), entry]);
  }
  return {
    patterns: [...byWord].map(([word, entries]) => {
      const name = entries.map(({ id }) => id).join('+');
      repository[name] ??= statement(context, word, entries);
      return { include: `#${name}` };
    }),
  };
}

function statement(context, word, entries) {
  const leaves = entries.flatMap((entry) => leavesOf(compileShape(entry.shape)));
  const inner = entries.flatMap((entry) =>
    compileShape(entry.shape)
      .slice(1)
      .flatMap((piece) => leavesOf([piece])),
  );
  const words = new Set(inner.flatMap((leaf) => (leaf.is === 'word' ? [leaf.text] : [])));
  const constants = new Set(inner.flatMap((leaf) => (leaf.is === 'choice' ? leaf.words : [])));
  const types = new Set(leaves.map((leaf) => leaf.type));
  if (types.has('WEEKDAY')) for (const name of Object.keys(weekdays)) constants.add(name);
  if (types.has('MONTH')) for (const name of Object.keys(months)) constants.add(name);
  const patterns = include('comment', 'continuation', 'string', 'value');
  if (words.size > 0) patterns.push({ name: 'keyword.control.backupplan', match: oneOf(words) });
  if (constants.size > 0) patterns.push({ name: 'constant.language.backupplan', match: oneOf(constants) });
  const holder = entries.find((entry) => entry.block !== undefined);
  patterns.push(...include('name', holder === undefined ? 'any-block' : `${holder.block}-block`));
  const begin = header(word, leaves, context === 'file' && holder !== undefined ? 'storage.type' : 'keyword.other');
  return { name: `meta.statement.${word}.backupplan`, ...begin, end: '(?<=\\})|(?=[;}])|$', patterns };
}

/** The begin of a statement; a declaration's takes its name and kind along. */
function header(word, leaves, scope) {
  const types = leaves.map((leaf) => leaf.type);
  if (!types.includes('NEW')) return { begin: `(?<![\\w-])(${word})(?![\\w-])`, beginCaptures: captures(scope) };
  const kind = types.some((type) => type?.endsWith('_KIND')) ? `(?:\\s*(:)\\s*(${NAME})?)?` : '';
  return {
    begin: `(?<![\\w-])(${word})(?![\\w-])(?:[^\\S\\r\\n]+(${NAME}))?${kind}`,
    beginCaptures: captures(scope, 'entity.name.type', 'punctuation.separator', 'support.type'),
  };
}

/** The leaves of a shape; schedules and rules bring their own. */
function leavesOf(shape) {
  return shape.flatMap((piece) => {
    if (piece.is === 'optional') return leavesOf(piece.body);
    if (piece.is === 'either' || piece.is === 'any') return piece.ways.flatMap(leavesOf);
    const parts = partNotations[piece.type];
    return parts === undefined ? [piece] : leavesOf(compileShape(parts));
  });
}

/** What every context has. */
function lexical() {
  const units = oneOf([...Object.keys(durationUnits), ...Object.keys(sizeUnits), ...Object.keys(bitUnits)]);
  return {
    comment: {
      patterns: [
        { name: 'comment.line.documentation.backupplan', match: '///(?!/).*$' },
        { name: 'comment.line.double-slash.backupplan', match: '//.*$' },
        { name: 'comment.line.number-sign.backupplan', match: '#.*$' },
        { name: 'comment.block.backupplan', begin: '/\\*', end: '\\*/' },
      ],
    },
    // A line that ends in a comma goes on.
    continuation: {
      begin: ',(?=\\s*(?:(?://|#).*)?$)',
      beginCaptures: { 0: { name: 'punctuation.separator.backupplan' } },
      end: '(?=[^\\s/#])',
      patterns: include('comment'),
    },
    string: {
      patterns: [
        { name: 'string.quoted.triple.backupplan', begin: '"""', end: '"""', patterns: include('escape') },
        { name: 'string.quoted.double.backupplan', begin: '"', end: '"|$', patterns: include('escape') },
      ],
    },
    escape: { name: 'constant.character.escape.backupplan', match: '\\\\(?:["\\\\nt]|u\\{[0-9A-Fa-f]{1,6}\\})' },
    value: {
      patterns: [
        { name: 'constant.numeric.date.backupplan', match: '(?<![\\w-])\\d{4}-\\d{2}-\\d{2}(?![\\w-])' },
        { name: 'constant.numeric.time.backupplan', match: '(?<![\\w:-])\\d{1,2}:\\d{2}(?![\\w:])|(?<!\\w):\\d{2}(?!\\w)' },
        {
          match: `(?<![\\w-])(\\d+(?:\\.\\d+)?)\\s*(%|${units}|[A-Z]{3}(?![\\w-]))`,
          captures: captures('constant.numeric', 'keyword.other.unit'),
        },
        {
          match: `(/)\\s*(${oneOf([...Object.keys(perUnits), ...Object.keys(growthUnits), ...Object.keys(sizeUnits)])})`,
          captures: captures('punctuation.separator', 'keyword.other.unit'),
        },
        { name: 'constant.numeric.backupplan', match: '(?<![\\w-])\\d+(?:\\.\\d+)?(?:[A-Za-z]+(?:\\d+(?:\\.\\d+)?[A-Za-z]+)*)?(?![\\w-])' },
        { name: 'punctuation.separator.backupplan', match: '[,:/]' },
      ],
    },
    name: { name: 'variable.other.backupplan', match: NAME },
    // A line that is not known: its words are no keywords.
    'other-statement': {
      begin: `(?=[A-Za-z0-9"])`,
      end: '(?<=\\})|(?=[;}])|$',
      patterns: include('comment', 'continuation', 'string', 'value', 'name', 'any-block'),
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(target, textmateGrammar());
