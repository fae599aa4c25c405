/** The plans of docs/recipes.md are clean as they stand there. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Folder } from '../cli/run.ts';

const page = readFileSync('docs/recipes.md', 'utf8');

describe('recipes', () => {
  it('are plans that check has nothing to say about', async () => {
    const [whole = '', ...more] = [...page.matchAll(/```backupplan\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    assert.ok(more.length > 0);
    const folder = new Folder();
    try {
      // What is no plan of its own adds to the first.
      for (const text of [whole, ...more.map((part) => (part.startsWith('plan ') ? part : `${whole}\n${part}`))]) {
        folder.write('recipe.backupplan', text);
        const { code, out } = await folder.run(['check', '--fail-level', 'hint', 'recipe.backupplan']);
        assert.equal(code, 0, out);
      }
    } finally {
      folder.remove();
    }
  });

  it('link to files that are there', () => {
    const targets = [...page.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '');
    assert.ok(targets.length > 0);
    assert.deepEqual(
      targets.filter((target) => !existsSync(path.join('docs', target))),
      [],
    );
  });
});
