/** What stands beside a finding in an editor: the places that have to do with it, and the changes that are tried, of which those that mend it are offered. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '../../engine/plan/model.ts';
import { examineFixture, fixtures, here, readFixture } from './examined.ts';

/** `UPDATE_GOLDEN=1` writes it anew; what has changed is then read in the diff. */
const update = process.env.UPDATE_GOLDEN === '1';

describe('beside the findings of the fixtures', () => {
  for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.backupplan'))) {
    it(`${file}: other places and changes are the ones that were read and found good`, () => {
      const golden = path.join(here, 'beside', file.replace('.backupplan', '.txt'));
      const told = beside(file);
      if (update) writeFileSync(golden, told);
      assert.ok(existsSync(golden), `${golden} is not there: UPDATE_GOLDEN=1 writes it, then read it`);
      assert.equal(told, readFileSync(golden, 'utf8'));
    });
  }
});

/** A paragraph for each finding that has something beside it. */
function beside(file: string): string {
  const at = ({ file: where, range }: Place): string => {
    const text = readFixture(where) ?? '';
    return `${where === file ? '' : `${where} `}${text.slice(0, range.start).split('\n').length} \`${text.slice(range.start, range.end).split('\n')[0]}\``;
  };
  return examineFixture(file)
    .findings.filter(({ related, fixes }) => related.length > 0 || fixes.length > 0)
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
