import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allChecks } from '../../engine/checks/all.ts';
import type { Finding } from '../../engine/checks/finding.ts';
import { examineText, here } from './examined.ts';

interface Expectation {
  readonly why: string;
  /** Codes that the plan has to get, and codes that it must not get. */
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
  /** Why the plan beside it, `NAME.mended.backupplan`, gets none of them and no error. */
  readonly mended?: string;
}

const folder = path.join(here, 'incidents');
const known = new Set(allChecks.map((check) => check.code));
const ofLanguage = allChecks.filter((check) => check.group === 'language').map((check) => check.code);

function findingsOf(file: string): readonly Finding[] {
  const { findings, faults } = examineText(readFileSync(path.join(folder, file), 'utf8'));
  assert.deepEqual(faults, []);
  return findings;
}

describe('plans as they were before an incident', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.expect.json'))) {
    const name = file.replace('.expect.json', '');
    const expected = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Expectation;

    it(`${name}: ${expected.why}`, () => {
      const found = new Set(findingsOf(`${name}.backupplan`).map((finding) => finding.code));
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
      assert.deepEqual(
        ofLanguage.filter((code) => found.has(code)),
        [],
      );
    });

    if (expected.mended === undefined) continue;
    it(`${name}, mended: ${expected.mended}`, () => {
      const left = findingsOf(`${name}.mended.backupplan`).filter(
        ({ code, severity }) => severity === 'error' || expected.must.includes(code),
      );
      assert.deepEqual(
        left.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });
  }

  it('every plan there says what is expected of it', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.backupplan'));
    const plans = names.map((name) => name.replace(/(\.mended)?\.backupplan$/, ''));
    const expectations = readdirSync(folder).filter((name) => name.endsWith('.expect.json'));
    assert.deepEqual([...new Set(plans)].map((name) => `${name}.expect.json`).toSorted(), expectations.toSorted());
  });
});
