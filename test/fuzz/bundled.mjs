// `npm run fuzz`: the long run (`run.ts`) as one bundle, which is quicker than the sources by a tenth.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleForNode } from '../../bench/bundled.mjs';
import { embed } from '../../build/embed.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
// As deep as the sources are: they find the plans from where they lie.
const outfile = path.join(root, '.cache/fuzz/run.mjs');

embed();
await bundleForNode({
  absWorkingDir: root,
  entryPoints: ['test/fuzz/run.ts'],
  outfile,
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
await import(pathToFileURL(outfile).href);
