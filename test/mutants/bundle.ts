import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Instrumented } from './instrument.ts';

/**
 * Bundles tests and what they test into one script, which starts in a fraction of the time that its files take one by one, and gives
 * its text. Each test file is loaded when its name is asked for.
 *
 * @param tests paths in the repository
 * @param instrumented texts that take the place of files. The code asks `strykerActive` which mutant it is, and notes in `strykerSeen`
 * which it passes by.
 */
export async function bundled(root: string, tests: readonly string[], { sources, mutants }: Instrumented): Promise<string> {
  const loads = tests.map((file) => `${JSON.stringify(file)}: () => import('./${file}')`);
  const result = await build({
    absWorkingDir: root,
    stdin: {
      contents: `import { runOrders } from './test/mutants/process.ts';
        runOrders({ ${loads.join(', ')} }, JSON.parse(process.argv[2])).then((report) => process.send(report, () => process.exit()));`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    banner: {
      js: `const strykerActive = Number(process.env.MUTANT ?? -1); const strykerSeen = globalThis.strykerSeen = new Uint8Array(${mutants.length});`,
    },
    plugins: [instead(root, sources)],
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

/** Gives instrumented texts for files, and tells each module its own address, which a bundle has not. */
function instead(root: string, sources: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'instrumented',
    setup(builder) {
      builder.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const name = path.relative(root, file);
        if (name.startsWith('..') || name.startsWith('node_modules')) return undefined;
        const text = sources.get(name) ?? readFileSync(file, 'utf8');
        return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)), loader: 'ts' };
      });
    },
  };
}
