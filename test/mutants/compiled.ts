/** Which mutants the compiler refuses. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Mutant } from './instrument.ts';

/**
 * The numbers of the mutants that the compiler refuses, which nobody could commit: Stryker, too, leaves them out of its share. Each is a copy of its file
 * that stands, for the compiler, beside the file itself. A file of which even a copy without a mistake is refused (a class with private
 * members is another one in it) has none, and a syntax error, which is in how a mutant was put into the text, is no refusal.
 *
 * @param folder for the copies; what is in it is deleted
 */
export function refused(root: string, folder: string, mutants: readonly Mutant[]): ReadonlySet<number> {
  const copies = new Map<string, Mutant | undefined>();
  rmSync(folder, { recursive: true, force: true });
  const write = (file: string, name: string | number, text: string, mutant?: Mutant): void => {
    const copy = file.replace(/\.ts$/, `.${name}.ts`);
    mkdirSync(path.dirname(path.join(folder, copy)), { recursive: true });
    writeFileSync(path.join(folder, copy), text);
    copies.set(copy, mutant);
  };
  for (const file of new Set(mutants.map((mutant) => mutant.file))) write(file, 'as-it-is', readFileSync(path.join(root, file), 'utf8'));
  for (const mutant of mutants) {
    const text = readFileSync(path.join(root, mutant.file), 'utf8');
    write(mutant.file, mutant.id, text.slice(0, mutant.start) + mutant.to + text.slice(mutant.end), mutant);
  }
  const up = path.relative(folder, root);
  const options = { rootDirs: ['.', up], composite: false, declaration: false, emitDeclarationOnly: false, noEmit: true };
  const config = { extends: `${up}/tsconfig.base.json`, compilerOptions: options, include: ['**/*.ts'] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const said = [...stdout.matchAll(/^(\S+\.ts)\(\d+,\d+\): error TS(?!1\d{3}:)/gm)].map(([, copy = '']) => copy);
  const odd = new Set(said.flatMap((copy) => (copies.get(copy) === undefined ? [copy.replace('.as-it-is', '')] : [])));
  return new Set(said.flatMap((copy) => copies.get(copy) ?? []).flatMap(({ id, file }) => (odd.has(file) ? [] : [id])));
}
