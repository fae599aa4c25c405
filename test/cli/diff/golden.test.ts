import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases } from './cases.ts';
import { Repository } from './repository.ts';

const folder = fileURLToPath(new URL('golden', import.meta.url));
/** `UPDATE_GOLDEN=1` writes them anew; what has changed is then read in the diff. */
const update = process.env.UPDATE_GOLDEN === '1';

describe('diff, of changes as people make them', () => {
  for (const { name, before, after } of cases) {
    it(`${name}: tells what was read and found good`, async () => {
      const repository = new Repository();
      try {
        repository.put(before);
        repository.commit('Before');
        repository.put(after);
        const { code, out, err } = await repository.diff('main', '--exit-code');
        const told = `${out}${err}exit code ${code}\n`;
        const file = path.join(folder, `${name}.txt`);
        if (update) {
          mkdirSync(folder, { recursive: true });
          writeFileSync(file, told);
        }
        assert.equal(told, readFileSync(file, 'utf8'));
      } finally {
        repository.remove();
      }
    });
  }

  it('leaves no golden file behind', () => {
    assert.deepEqual(readdirSync(folder).sort(), cases.map(({ name }) => `${name}.txt`).sort());
  });

  it('is told in the page as it is', () => {
    const page = readFileSync('docs/pull-requests.md', 'utf8');
    const [, shown] = /\$ backupplan diff main\n([\s\S]*?)```/.exec(page) ?? [];
    assert.equal(`${shown}exit code 1\n`, readFileSync(path.join(folder, 'copies-less-often.txt'), 'utf8'));
  });
});
