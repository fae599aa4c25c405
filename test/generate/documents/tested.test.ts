/** What restore tests on record do to the documents: measured times beside the estimates, and NOT VERIFIED where the plan has changed since. */
import assert from 'node:assert/strict';
import { measuredRecoveries } from '../../../engine/assess/recovery/measured.ts';
import { duration } from '../../../engine/generate/documents/words.ts';
import { generate } from '../../../engine/generate/generate.ts';
import { planHash } from '../../../engine/generate/manifest.ts';
import type { RestoreTest } from '../../../engine/generate/restore-test.ts';
import { example } from '../sample.ts';

const examination = example('datacenter-failure');
const now = planHash(examination.project);
const passed = (system: string, storage: string, seconds: number, hash = now): RestoreTest => ({
  system,
  storage,
  finished: Date.UTC(2027, 2, 1, 6) / 1000,
  seconds,
  passed: true,
  planHash: hash,
});
const all = [passed('database', 'store', 1800), passed('uploads', 'vault', 7200), passed('configuration', 'store', 60)];

function textsWith(tests: readonly RestoreTest[]): Map<string, string> {
  const files = generate(examination, { version: '1.2.3', tests, html: true });
  return new Map(
    files.flatMap(({ path, text }) => (path === 'README.md' || /^documents\/.*\.(?:md|html)$/u.test(path) ? [[path, text] as const] : [])),
  );
}

function restored(text: string): string {
  return /^\| Verified \| (.*) \|$/mu.exec(text)?.[1] ?? '';
}

describe('restore tests on record', function () {
  this.timeout(60_000);
  it('of the plan as it is verify it, in the head of every document and of the README', () => {
    const texts = textsWith(all);
    for (const [path, text] of texts) {
      assert.doesNotMatch(text, /NOT VERIFIED/u, path);
      if (path.endsWith('.md'))
        assert.equal(
          restored(text),
          'by restore tests of this plan: database (2027-03-01), uploads (2027-03-01) and configuration (2027-03-01)',
          path,
        );
    }
  });

  it('within a second count in the order in which they were written', () => {
    const failed = { ...passed('database', 'store', 1), passed: false };
    assert.match(restored(textsWith([failed, ...all]).get('README.md') ?? ''), /^by restore tests/u);
    assert.match(restored(textsWith([...all, failed]).get('README.md') ?? ''), /NOT VERIFIED/u);
  });

  it('of a plan that has changed since mark it as NOT VERIFIED wherever it is shown', () => {
    const texts = textsWith([passed('database', 'store', 1800, '0'.repeat(64)), ...all.slice(1)]);
    assert.ok(texts.size > 40);
    for (const [path, text] of texts) {
      assert.match(text, /NOT VERIFIED/u, path);
      if (path.endsWith('.md'))
        assert.equal(
          restored(text),
          '**NOT VERIFIED**: what a restore rests on has changed since the last restore test of database (2027-03-01)',
          path,
        );
    }
  });

  it('a test that failed, and a system without one, are told', () => {
    const failed = { ...passed('uploads', 'vault', 7200), finished: Date.UTC(2027, 3, 1) / 1000, passed: false };
    const texts = textsWith([...all.slice(0, 2), failed]);
    assert.equal(
      restored(texts.get('documents/strategy.md') ?? ''),
      '**NOT VERIFIED**: the last restore test of uploads (2027-04-01) failed; no restore test of configuration is on record',
    );
    assert.match(
      texts.get('documents/disaster-recovery-plan.md') ?? '',
      /^\| uploads \| vault \| 2027-04-01 00:00 UTC \| \*\*failed\*\* \|/mu,
    );
  });

  it('stand beside what the plan reckons with, with their dates, and with the recovery times that follow', () => {
    const plan = textsWith(all).get('documents/disaster-recovery-plan.md') ?? '';
    assert.match(plan, /^\| database \| store \| 2027-03-01 06:00 UTC \| 30m \| 11m7s \| as it is now \|$/mu);
    const restores = new Map(all.map(({ system, seconds }) => [system, seconds]));
    for (const scenario of examination.plan.scenarios) {
      for (const { system, seconds = 0, met } of measuredRecoveries(examination.plan, examination.assessment, scenario, restores)) {
        const row = plan
          .split('\n')
          .find((line) => new RegExp(`^\\| (?:${scenario.name})? ?\\| ${system} \\| \\S+ \\| ${duration(seconds)} \\|`, 'u').test(line));
        assert.ok(row?.includes(met ? ', met' : '**not met**'), `${scenario.name}: ${system} ${duration(seconds)}: ${row}`);
      }
    }
    const runbook = textsWith(all).get('documents/runbook-wrong-delete.md') ?? '';
    assert.match(runbook, /^\*\*Measured:\*\* restored from store and checked in 30m on 2027-03-01, reckoned with: 11m7s\.$/mu);
  });

  it('without any, nothing is verified, and the testing schedule says how one comes on record', () => {
    const texts = textsWith([]);
    assert.equal(
      restored(texts.get('README.md') ?? ''),
      '**NOT VERIFIED**: no restore test of database, uploads and configuration is on record',
    );
    assert.match(texts.get('documents/testing-schedule.md') ?? '', /\/var\/lib\/backupplan\/data-centre-failure\/\*\/journal\.jsonl/u);
    assert.doesNotMatch(texts.get('documents/disaster-recovery-plan.md') ?? '', /Restores that were measured/u);
  });

  it('names of systems and storages that the plan does not have are left out', () => {
    const texts = textsWith([...all, passed('<script>', 'store', 1), passed('database', '![x](y)', 1)]);
    for (const [path, text] of texts) assert.doesNotMatch(text, /<script|!\[x\]/u, path);
  });
});
