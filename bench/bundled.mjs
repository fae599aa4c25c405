// What is measured runs as it is shipped: as one bundle.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles a script of this folder (`measure`, `fleet/measure`), and gives the bundle's path. */
export async function bundled(name) {
  const folder = path.join(root, '.cache/bench');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `${name.replaceAll('/', '-')}.cjs`);
  await bundleForNode({ absWorkingDir: root, entryPoints: [`bench/${name}.ts`], outfile });
  return outfile;
}

/** Bundles for Node, as what is shipped is. */
export function bundleForNode(options) {
  return build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    ...options,
  });
}
