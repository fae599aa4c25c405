/** What a finding rests on: the example of a check's page with one statement left out at a time, and what the check says of that. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allChecks } from '../../engine/checks/all.ts';
import { examineAfresh } from '../../engine/examine.ts';
import { parse } from '../../grammar/parse.ts';
import type { Statement } from '../../grammar/tree.ts';
import { dayOf, here, plansOf, reader, root, terms } from './examined.ts';

/** `UPDATE_GOLDEN=1` writes it anew; what has changed is then read in the diff. */
const update = process.env.UPDATE_GOLDEN === '1';

describe('the example of a page, with a statement left out', () => {
  for (const { group, code } of allChecks.filter((check) => check.group !== 'compliance')) {
    it(`${code}: what is then said was read and found good`, () => {
      const page = readFileSync(path.join(root, 'engine/checks', group, `${code}.md`), 'utf8');
      const golden = path.join(here, 'without', `${code}.txt`);
      const told = without(code, plansOf(page, 'Example'));
      if (update) writeFileSync(golden, told);
      assert.equal(told, readFileSync(golden, 'utf8'));
    });
  }
});

/** What is said of the plan as it is, then each statement without which something else is said, and that. */
function without(code: string, files: Readonly<Record<string, string>>): string {
  const text = files['plan.backupplan'] ?? '';
  const said = (changed: string): string =>
    examineAfresh('plan.backupplan', reader({ ...files, 'plan.backupplan': changed }), undefined, { ...terms, today: dayOf(code) })
      .findings.filter((finding) => finding.code === code)
      .map(({ severity, message }) => `  ${severity}: ${message}\n`)
      .join('');
  const whole = said(text);
  const changed = all(parse(text).statements).map(({ range: { start, end } }) => {
    const left = said(text.slice(0, start) + text.slice(end).replace(/^;/, ''));
    return left === whole ? '' : `without ${text.slice(start, end).split('\n')[0]}\n${left}`;
  });
  return whole + changed.join('');
}

function all(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => [statement, ...all(statement.block?.statements ?? [])]);
}
