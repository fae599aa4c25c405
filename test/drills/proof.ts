/** Writes down what drills have restored for real, and holds it against `engine/catalogue/proofs.yaml` when they have ended. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, parseDocument, YAMLSeq } from 'yaml';
import { isRow, type Proof, type ProofRow, proved, type Reach } from '../../engine/generate/proof/proof.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const file = path.join(root, 'engine/catalogue/proofs.yaml');

const drills = new Set<string>();
const seen: Proof[] = [];

/**
 * Gives a drill the function that it calls once a restore has been compared: the tool, its job, how the storage is reached, and what it
 * was restored into. `meta` is the drill's own `import.meta`.
 */
export function proofsOf(meta: ImportMeta): (tool: string, job: string, storage: Reach, into: string) => void {
  const drill = path.relative(root, fileURLToPath(meta.url));
  drills.add(drill);
  return (tool, job, storage, into) => {
    const row = { tool, job, storage };
    if (!seen.some((each) => isRow(each, row))) seen.push({ ...row, into, drill });
  };
}

function words({ tool, job, storage }: ProofRow): string {
  return `${tool} ${job} ${storage}`;
}

// Once all files of a run have ended.
after(() => {
  if (process.env.UPDATE_PROOFS === '1') {
    writeProofs();
    return;
  }
  const width = Math.max(0, ...seen.map((row) => words(row).length));
  console.log(['', '      restored for real', ...seen.map((row) => `      ${words(row).padEnd(width)}  ${row.into}`)].join('\n'));
  const expected = proved.filter(({ drill }) => drills.has(drill));
  assert.deepEqual(
    seen.map(words).sort(),
    expected.map(words).sort(),
    'what was restored is not what engine/catalogue/proofs.yaml says: UPDATE_PROOFS=1 writes it anew',
  );
});

/** Rows of drills that did not run stay. */
function writeProofs(): void {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const rows = [...proved.filter(({ drill }) => !drills.has(drill)), ...seen].sort((a, b) => (words(a) < words(b) ? -1 : 1));
  const list = new YAMLSeq();
  for (const row of rows) {
    const node = document.createNode(row);
    if (isMap(node)) node.flow = true;
    list.add(node);
  }
  document.set('proved', list);
  writeFileSync(file, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}
