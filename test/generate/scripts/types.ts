/** What the TypeScript compiler says of data: the types of an interface know all its fields, where schemas let others pass. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** Messages on data that is written out as a value of `type`, which `module` exports; a field that it does not have is one. Empty: none. */
export function typeErrors(data: readonly unknown[], type: string, module: string): string {
  // Below the root, where the module is found.
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(root, '.cache/data-'));
  try {
    const file = path.join(folder, 'data.ts');
    writeFileSync(
      file,
      `import type { ${type} } from '${module}';\nexport const data: readonly ${type}[] = ${JSON.stringify(data, null, 1)};\n`,
    );
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler'];
    const { stdout, stderr, error } = spawnSync(path.join(root, 'node_modules/.bin/tsc'), [...options, file], { encoding: 'utf8' });
    if (error !== undefined) throw error;
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
