import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { example, generated, samples } from '../sample.ts';

/** `UPDATE_GOLDEN=1` writes them anew; what has changed is then read in the diff. */
const update = process.env.UPDATE_GOLDEN === '1';

describe('the documents of the examples', () => {
  for (const name of samples) {
    it(`${name}: are the ones that were read and found good`, () => {
      const folder = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
      const documents = [...generated(example(name)).values()].filter((artifact) => artifact.path.startsWith('documents/'));
      if (update) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        for (const document of documents) writeFileSync(path.join(folder, path.basename(document.path)), document.text);
      }
      assert.deepEqual(readdirSync(folder).sort(), documents.map((document) => path.basename(document.path)).sort());
      for (const document of documents) {
        assert.equal(document.text, readFileSync(path.join(folder, path.basename(document.path)), 'utf8'), document.path);
      }
    });
  }
});
