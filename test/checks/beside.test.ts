/** What stands beside a finding in an editor: the places that have to do with it, and the changes that are tried, of which those that mend it are offered. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { examine } from '../../engine/examine.ts';
import type { Place } from '../../engine/plan/model.ts';
import { here, terms } from './examined.ts';

/** `UPDATE_GOLDEN=1` writes it anew; what has changed is then read in the diff. */
const update = process.env.UPDATE_GOLDEN === '1';
const folder = path.join(here, 'fixtures');

describe('beside the findings of the fixtures', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.backupplan'))) {
    it(`${file}: other places and changes are the ones that were read and found good`, () => {
      const golden = path.join(here, 'beside', file.replace('.backupplan', '.txt'));
      const told = beside(file);
      if (update) writeFileSync(golden, told);
      assert.equal(told, readFileSync(golden, 'utf8'));
    });
  }
});

/** A paragraph for each finding that has something beside it. */
function beside(file: string): string {
  const texts = new Map<string, string | undefined>();
  const read = (wanted: string): string | undefined => {
    if (!texts.has(wanted)) texts.set(wanted, textOf(wanted));
    return texts.get(wanted);
  };
  const today = /^# On (\d{4}-\d\d-\d\d)/m.exec(read(file) ?? '')?.[1] ?? terms.today;
  const { findings } = examine(file, read, undefined, { ...terms, today });
  const at = ({ file: where, range }: Place): string => {
    const text = read(where) ?? '';
    return `${where === file ? '' : `${where} `}${text.slice(0, range.start).split('\n').length} \`${text.slice(range.start, range.end).split('\n')[0]}\``;
  };
  return findings
    .filter(({ related, fixes }) => related.length > 0 || fixes.length > 0)
    .map((finding) => [
      `${at(finding)} ${finding.code}`,
      ...finding.related.map(({ place, message }) => `  ${at(place)}: ${message}`),
      ...finding.fixes.flatMap(({ title, safe, edits }) => [
        `  ${safe ? 'safe: ' : ''}${title}`,
        ...edits.map(({ text, ...place }) => `    ${at(place)} -> ${JSON.stringify(text)}`),
      ]),
    ])
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function textOf(wanted: string): string | undefined {
  try {
    return readFileSync(path.join(folder, wanted), 'utf8');
  } catch {
    return undefined;
  }
}
