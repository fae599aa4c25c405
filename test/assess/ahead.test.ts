/** An examination in turns. */
import assert from 'node:assert/strict';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { allChecks } from '../../engine/checks/all.ts';
import { plainTerms } from '../../engine/checks/terms.ts';
import { examineAfresh, examining } from '../../engine/examine.ts';

const at = '/fleet.backupplan';

function fleet(systems: number, gigabytes: number): string {
  const of = (index: number): string =>
    `system s${index}: files { at here; path "/f"; size ${gigabytes + index} GB; changes 1 GB/day; rpo 12h; backup { full daily at 02:${10 + index} to nas; keep 9 days } }`;
  return [
    'plan "P" { timezone "UTC" }',
    'site here { kind office }',
    'storage nas: disk { at here; path "/b"; capacity 1 TB }',
    ...Array.from({ length: systems }, (_, index) => of(index)),
  ].join('\n');
}

const read = (text: string) => (path: string) => (path === at ? text : undefined);

describe('an examination in turns', () => {
  it('has no turn in which more than one system is assessed, and none in which more than one check is run', () => {
    const turns = [...examining(at, read(fleet(20, 100)), builtinCatalogue, plainTerms)].length;
    assert.ok(turns >= 2 * 20 + allChecks.length, `${turns} turns`);
  });

  it('that was left off at any turn finds the same the next time', () => {
    for (let left = 0; left < 60; left += 7) {
      const text = fleet(12, 200 + 20 * left);
      const work = examining(at, read(text), builtinCatalogue, plainTerms);
      for (let turn = 0; turn < left; turn++) assert.equal(work.next().done, false);
      const again = examining(at, read(text), builtinCatalogue, plainTerms);
      let last = again.next();
      while (last.done !== true) last = again.next();
      const { findings, faults } = last.value;
      assert.deepEqual(faults, []);
      assert.ok(findings.some(({ code }) => code === 'rpo-unmet'));
      assert.deepEqual(findings, examineAfresh(at, read(text)).findings);
    }
  });
});
