import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allChecks } from '../../engine/checks/all.ts';
import { provenFixes } from '../../engine/checks/prove.ts';
import { examine } from '../../engine/examine.ts';
import { dayOf, plansOf, reader, root, terms } from './examined.ts';

const folder = path.join(root, 'engine/checks');
/** The rules of packs have one page a pack, and tests of their own. */
const paged = allChecks.filter(({ group }) => group !== 'compliance');

/** Codes whose example can be mended by a change that is offered. */
const mendable = new Set([
  'undefined-name',
  'unknown-word',
  'redundant-keep',
  'retention-unmet',
  'retention-shorter-than-detection',
  'retention-shorter-than-interval',
  'retention-span',
  'retention-can-empty',
  'chain-too-long',
  'lock-shorter-than-detection',
  'lock-longer-than-keep',
  'log-gap',
  'log-kept-long',
  'chain-apart',
  'log-without-base',
  'standby-is-no-backup',
  'loss-grows-with-age',
  'consistency-skew',
  'unknown-size',
  'unknown-rate',
  'rpo-unmet',
  'unprotected-system',
  'violates-3-2-1',
  'no-immutable-copy',
  'same-account',
  'key-with-data',
  'restore-untested',
  'overrun',
  'window-too-small',
  'cron-day-or-weekday',
  'cron-uneven',
  'overlap',
  'skips-months',
  'clock-change',
  'crowded-start',
  'owner-missing',
  'monitoring-missing',
  'declare-missing',
  'drill-missing',
]);

function codesOf(files: Record<string, string>, today = terms.today): string[] {
  const { findings, faults } = examine('plan.backupplan', reader(files), undefined, { ...terms, today });
  assert.deepEqual(faults, []);
  return [...new Set(findings.map((finding) => finding.code))];
}

describe('the page of each check', () => {
  it('stands beside it, and no page is without its check', () => {
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.md') && !name.startsWith('compliance'),
    );
    assert.deepEqual(pages.toSorted(), paged.map(({ group, code }) => `${group}/${code}.md`).toSorted());
  });

  for (const { group, code, severity } of paged) {
    describe(code, () => {
      const page = readFileSync(path.join(folder, group, `${code}.md`), 'utf8');

      it('has its code as title, then its severity', () => {
        const words = { error: 'Error', warning: 'Warning', info: 'Info', hint: 'Hint' };
        const head = `# ${code}\n\n**${words[severity]}`;
        assert.equal(page.slice(0, head.length), head);
      });
      it('shows an example that gives this code and no other', () => {
        assert.deepEqual(codesOf(plansOf(page, 'Example'), dayOf(code)), [code]);
      });
      if (mendable.has(code)) {
        it('offers a change that is proved to mend the example', () => {
          const read = reader(plansOf(page, 'Example'));
          const examination = examine('plan.backupplan', read);
          const [finding] = examination.findings;
          assert.ok(finding);
          assert.ok(provenFixes(examination, finding, read).length > 0);
        });
      }
      it('shows the same plan mended, which gives none', () => {
        const mended = plansOf(page, 'Mended');
        assert.notDeepEqual(mended, {});
        assert.deepEqual(codesOf(mended, dayOf(code)), []);
      });
    });
  }
});
