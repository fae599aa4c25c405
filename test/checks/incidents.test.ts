import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allChecks } from '../../engine/checks/all.ts';
import { examineText, here } from './examined.ts';

interface Expectation {
  readonly why: string;
  /** Codes that the plan has to get, and codes that it must not get. */
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
}

const folder = path.join(here, 'incidents');
const known = new Set(allChecks.map((check) => check.code));

describe('plans as they were before an incident', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.backupplan'))) {
    const expected = JSON.parse(readFileSync(path.join(folder, file.replace('.backupplan', '.expect.json')), 'utf8')) as Expectation;

    it(`${file}: ${expected.why}`, () => {
      const { findings, faults } = examineText(readFileSync(path.join(folder, file), 'utf8'));
      assert.deepEqual(faults, []);
      const found = new Set(findings.map((finding) => finding.code));
      assert.deepEqual(
        expected.must.filter((code) => known.has(code) && !found.has(code)),
        [],
        'said too little',
      );
      assert.deepEqual(
        expected.mustNot.filter((code) => found.has(code)),
        [],
        'false alarm',
      );
      // None of these plans has a mistake in its language.
      const language = allChecks.filter((check) => check.group === 'language').map((check) => check.code);
      assert.deepEqual(
        language.filter((code) => found.has(code)),
        [],
      );
    });
  }
});
