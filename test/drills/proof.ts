/** Writes down what drills have restored for real, and holds it against `engine/catalogue/proofs.yaml` when they have ended. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, parseDocument, YAMLSeq } from 'yaml';
import { isRow, type Proof, type ProofRow, proved, type Reach } from '../../engine/generate/proof/proof.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const file = path.join(root, 'engine/catalogue/proofs.yaml');

/** What stands behind what was restored into, where the points were encrypted with a key. */
export const ENCRYPTED = ', from encrypted points';

export type Proved = (tool: string, job: string, storage: Reach, into: string) => void;

/**
 * Gives a drill the function that it calls once a restore has been compared: the tool, its job, how the storage is reached, and what it
 * was restored into. `meta` is the drill's own `import.meta`. When the drill has ended, what it restored has to be what the table says.
 */
export function proofsOf(meta: ImportMeta): Proved {
  const drill = path.relative(root, fileURLToPath(meta.url));
  const seen: Proof[] = [];
  after(() => {
    if (process.env.UPDATE_PROOFS === '1') {
      writeProofs(drill, seen);
      return;
    }
    for (const row of seen) console.log(`      restored for real: ${words(row)} (${row.into})`);
    assert.deepEqual(
      seen.map(words).sort(),
      proved
        .filter((proof) => proof.drill === drill)
        .map(words)
        .sort(),
      'what was restored is not what engine/catalogue/proofs.yaml says: UPDATE_PROOFS=1 writes it anew',
    );
  });
  return (tool, job, storage, into) => {
    const row = { tool, job, storage };
    if (!seen.some((each) => isRow(each, row))) seen.push({ ...row, into, drill });
  };
}

function words({ tool, job, storage }: ProofRow): string {
  return `${tool} ${job} ${storage}`;
}

/** The rows of a drill in place of those that it had; those of others stay. */
function writeProofs(drill: string, seen: readonly Proof[]): void {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const before: { readonly proved: readonly Proof[] } = document.toJS();
  const rows = [...before.proved.filter((proof) => proof.drill !== drill), ...seen].sort((a, b) => (words(a) < words(b) ? -1 : 1));
  const list = new YAMLSeq();
  for (const row of rows) {
    const node = document.createNode(row);
    if (isMap(node)) node.flow = true;
    list.add(node);
  }
  document.set('proved', list);
  writeFileSync(file, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}
