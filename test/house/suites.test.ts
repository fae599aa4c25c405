/** No test is left out of `npm test`. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

describe('the suites', () => {
  it('name every folder that has tests', () => {
    const patterns = [...readFileSync('test/run.mjs', 'utf8').matchAll(/'test\/([^/']+)\/[^']*\.test\.ts'/g)];
    const named = new Set(patterns.flatMap(([, folders = '']) => folders.replace(/[{}]/g, '').split(',')));
    const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
    const folders = new Set(tests.map((name) => name.split('/')[0] ?? ''));
    // Its tests run inside the editor, which finds them itself.
    folders.delete('vscode');
    assert.ok(folders.size > 10);
    assert.deepEqual(
      [...folders].filter((folder) => !named.has(folder)),
      [],
    );
  });
});
