/** What a finding rests on: the example of a check's page with one statement left out at a time, and what the check says of that. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assess } from '../../engine/assess/assess.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { allChecks } from '../../engine/checks/all.ts';
import type { Check } from '../../engine/checks/check.ts';
import type { Finding } from '../../engine/checks/finding.ts';
import { runChecks } from '../../engine/checks/run.ts';
import { loadProject } from '../../engine/plan/load.ts';
import { indexNames } from '../../engine/plan/names.ts';
import { resolvePlan } from '../../engine/plan/resolve.ts';
import { parse } from '../../grammar/parse.ts';
import type { Statement } from '../../grammar/tree.ts';
import { dayOf, here, plansOf, reader, root, terms } from './examined.ts';

/** `UPDATE_GOLDEN=1` writes it anew; what has changed is then read in the diff. */
const update = process.env.UPDATE_GOLDEN === '1';

describe('the example of a page, with a statement left out', () => {
  for (const check of allChecks.filter(({ group }) => group !== 'compliance')) {
    const { group, code } = check;
    it(`${code}: what is then said was read and found good`, () => {
      const page = readFileSync(path.join(root, 'engine/checks', group, `${code}.md`), 'utf8');
      const golden = path.join(here, 'without', `${code}.txt`);
      const told = without(check, plansOf(page, 'Example'));
      if (update) writeFileSync(golden, told);
      assert.ok(existsSync(golden), `${golden} is not there: UPDATE_GOLDEN=1 writes it, then read it`);
      assert.equal(told, readFileSync(golden, 'utf8'));
    });
  }
});

/** What is said of the plan as it is, then each statement without which something else is said, and that. */
function without(check: Check, files: Readonly<Record<string, string>>): string {
  const text = files['plan.backupplan'] ?? '';
  const said = (changed: string): string =>
    findingsOf(check, { ...files, 'plan.backupplan': changed })
      .map(({ severity, message }) => `  ${severity}: ${message}\n`)
      .join('');
  const whole = said(text);
  const changed = all(parse(text).statements).map(({ range: { start, end } }) => {
    const left = said(text.slice(0, start) + text.slice(end).replace(/^;/, ''));
    return left === whole ? '' : `without ${text.slice(start, end).split('\n')[0]}\n${left}`;
  });
  return whole + changed.join('');
}

/** What a check says beside those of the language, which say what is beyond doubt; beside all others, if it judges what these find. */
function findingsOf(check: Check, files: Readonly<Record<string, string>>): readonly Finding[] {
  const project = loadProject('plan.backupplan', reader(files));
  const names = indexNames(project);
  const plan = resolvePlan(project, builtinCatalogue, names);
  const assessment = assess(plan, builtinCatalogue);
  const subject = { project, names, plan, catalogue: builtinCatalogue, assessment, terms: { ...terms, today: dayOf(check.code) } };
  const fail = ({ error }: { readonly error: unknown }): never => {
    throw error;
  };
  const checks = allChecks.filter((each) => each === check || each.group === 'language' || check.late === true);
  return runChecks(subject, fail, checks).findings.filter(({ code }) => code === check.code);
}

function all(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => [statement, ...all(statement.block?.statements ?? [])]);
}
