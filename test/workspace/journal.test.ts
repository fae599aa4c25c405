import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { restoreTestsOf } from '../../workspace/journal.ts';
import { scratch } from './scratch.ts';

describe('the journal beside a plan', () => {
  const folder = scratch();
  const line = {
    plan: 'Shop',
    planHash: 'abc',
    system: 'orders',
    job: 'orders/verify-restore',
    kind: 'verify-restore',
    storage: 'nas',
    started: 100,
    finished: 160,
    result: 'ok',
  };
  const tests = (...lines: readonly unknown[]): ReturnType<typeof restoreTestsOf> => {
    writeFileSync(
      path.join(folder(), 'shop.journal.jsonl'),
      lines.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n'),
    );
    return restoreTestsOf(path.join(folder(), 'shop.backupplan'));
  };

  it('gives restore tests, passed and failed', () => {
    assert.deepEqual(tests(line, { ...line, storage: null, result: 'failed', finished: 105 }), [
      { system: 'orders', storage: 'nas', finished: 160, seconds: 60, passed: true, planHash: 'abc' },
      { system: 'orders', storage: undefined, finished: 105, seconds: 5, passed: false, planHash: 'abc' },
    ]);
  });

  it('other runs, a test that found another one running, and what is no line are none', () => {
    const others = [
      { ...line, kind: 'run' },
      { ...line, result: 'locked' },
      { ...line, finished: '160' },
      { ...line, planHash: 1 },
    ];
    assert.deepEqual(tests(...others, '{"plan": "Sh', '[]', 'null', ''), []);
  });

  it('a line that was gathered twice is one test', () => {
    assert.equal(tests(line, line).length, 1);
  });

  it('a plan without one has none', () => {
    assert.deepEqual(restoreTestsOf(path.join(folder(), 'other.backupplan')), []);
  });
});
