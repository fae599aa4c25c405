import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allChecks } from '../../engine/checks/all.ts';
import { provenFixes } from '../../engine/checks/prove.ts';
import { examine } from '../../engine/examine.ts';
import { reader, root, terms } from './examined.ts';

const folder = path.join(root, 'engine/checks');

/** The texts of a section's fences: the plan, and the files beside it that a fence names. */
function texts(page: string, heading: string): Record<string, string> {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const found: Record<string, string> = {};
  for (const [, name, text = ''] of section.matchAll(/^```backupplan(?: (\S+))?\n([\s\S]*?)^```$/gm))
    found[name ?? 'plan.backupplan'] = text;
  return found;
}

/** Codes whose example can be mended by a change that is offered. */
const mendable = new Set([
  'retention-unmet',
  'retention-shorter-than-detection',
  'retention-shorter-than-interval',
  'retention-span',
  'retention-can-empty',
  'log-gap',
  'log-kept-long',
  'chain-apart',
  'log-without-base',
  'standby-is-no-backup',
  'no-immutable-copy',
  'same-account',
  'key-with-data',
  'restore-untested',
  'overrun',
  'overlap',
  'skips-months',
  'clock-change',
  'crowded-start',
  'owner-missing',
  'monitoring-missing',
  'declare-missing',
  'drill-missing',
]);

function codesOf(files: Record<string, string>): string[] {
  const { findings, faults } = examine('plan.backupplan', reader(files), undefined, terms);
  assert.deepEqual(faults, []);
  return [...new Set(findings.map((finding) => finding.code))];
}

describe('the page of each check', () => {
  it('stands beside it, and no page is without its check', () => {
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
    assert.deepEqual(pages.toSorted(), allChecks.map(({ group, code }) => `${group}/${code}.md`).toSorted());
  });

  for (const { group, code, severity } of allChecks) {
    describe(code, () => {
      const page = readFileSync(path.join(folder, group, `${code}.md`), 'utf8');

      it('has its code as title, then its severity', () => {
        const words = { error: 'Error', warning: 'Warning', info: 'Info', hint: 'Hint' };
        assert.ok(page.startsWith(`# ${code}\n\n**${words[severity]}`), page.slice(0, 60));
      });
      it('shows an example that gives this code and no other', () => {
        assert.deepEqual(codesOf(texts(page, 'Example')), [code]);
      });
      if (mendable.has(code)) {
        it('offers a change that is proved to mend the example', () => {
          const read = reader(texts(page, 'Example'));
          const examination = examine('plan.backupplan', read);
          const [finding] = examination.findings;
          assert.ok(finding);
          assert.ok(provenFixes(examination, finding, read).length > 0);
        });
      }
      it('shows the same plan mended, which gives none', () => {
        const mended = texts(page, 'Mended');
        assert.notDeepEqual(mended, {});
        assert.deepEqual(codesOf(mended), []);
      });
    });
  }
});
