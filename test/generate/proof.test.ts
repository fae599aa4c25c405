import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { isRow, notProved, proofRows, proofWords, proved, speaksOf, standbys } from '../../engine/generate/proof/proof.ts';
import { root } from '../checks/examined.ts';

const rows = proofRows(builtinCatalogue);

describe('the table of what is proved', () => {
  it('has every job of every tool on every storage: restored by a drill, or not, and why', () => {
    const silent = rows.filter((row) => proofWords(row) === 'NOT PROVED');
    assert.deepEqual(silent, []);
  });

  it('names drills that there are', () => {
    for (const { drill } of [...proved, ...standbys]) assert.ok(existsSync(path.join(root, drill)), drill);
  });

  it('holds no proof and no gap that speaks of nothing', () => {
    assert.deepEqual(
      proved.filter((proof) => !rows.some((row) => isRow(row, proof))),
      [],
    );
    const open = rows.filter((row) => !proved.some((proof) => isRow(proof, row)));
    assert.deepEqual(
      notProved.filter((gap) => !open.some((row) => speaksOf(gap, row))),
      [],
    );
  });
});
