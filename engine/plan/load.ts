import { parse } from '../../grammar/parse.ts';
import { reparse } from '../../grammar/reparse.ts';
import { type Range, type StringValue, value } from '../../grammar/tree.ts';
import { canonical, fileName, resolveImport } from './paths.ts';
import type { ImportProblem, Project, ReadText, SourceFile } from './project.ts';

/**
 * Reads a file and all that it imports, each once. An import that cannot be read, or that leads back to a file that is still being read,
 * is a problem at its path; the rest is loaded all the same. A root that cannot be read is an empty file with a problem.
 */
export function loadProject(path: string, read: ReadText): Project {
  const files: SourceFile[] = [];
  const problems: ImportProblem[] = [];
  const met = new Set<string>();

  // A list of its own instead of recursion: a chain of thousands of imports must not overflow the stack.
  const open: { key: string; file: SourceFile; imports: readonly StringValue[]; next: number }[] = [];
  const opened = new Set<string>();
  const enter = (at: string, text: string): void => {
    const file = sourceFile(at, text);
    const key = canonical(at);
    met.add(key);
    files.push(file);
    opened.add(key);
    open.push({ key, file, imports: importsOf(file), next: 0 });
  };
  const complain = (code: ImportProblem['code'], file: string, range: Range, message: string): void => {
    problems.push({ code, file, range, message });
  };

  const rootText = read(path);
  enter(path, rootText ?? '');
  const root = files[0] ?? sourceFile(path, '');
  if (rootText === undefined) complain('import-failed', path, { start: 0, end: 0 }, `${fileName(path)} cannot be read.`);

  for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
    const wanted = current.imports[current.next++];
    if (wanted === undefined) {
      opened.delete(current.key);
      open.pop();
      continue;
    }
    const target = resolveImport(current.file.path, wanted.text);
    if (opened.has(target)) {
      const circle = open.slice(open.findIndex(({ key }) => key === target));
      const around = [...circle.map((outer) => fileName(outer.file.path)), fileName(target)];
      const message = around.length === 2 ? `${around[0]} imports itself.` : `The imports go in a circle: ${around.join(' → ')}.`;
      complain('import-cycle', current.file.path, wanted.range, message);
    } else if (!met.has(target)) {
      const text = read(target);
      if (text === undefined) {
        complain('import-failed', current.file.path, wanted.range, `${wanted.text} cannot be read (looked for ${target}).`);
      } else {
        enter(target, text);
      }
    }
  }
  return { root, files, problems };
}

function importsOf(file: SourceFile): readonly StringValue[] {
  return file.tree.statements.flatMap((statement) => {
    const path = statement.id === 'file.import' ? value(statement, 'path', 'string') : undefined;
    return path === undefined || path.text === '' ? [] : [path];
  });
}

/** Trees of the files read last, so that a keystroke in one file parses that file alone, and of it mostly one declaration. What is remembered never shows in an answer. */
const remembered = new Map<string, SourceFile>();
const rememberedFiles = 500;

/** A file is gone, and nobody will ask for it again. */
export function forgetFile(path: string): void {
  remembered.delete(path);
}

function sourceFile(path: string, text: string): SourceFile {
  const known = remembered.get(path);
  const file = known?.text === text ? known : { path, text, tree: known === undefined ? parse(text) : reparse(known.tree, text) };
  remembered.delete(path);
  remembered.set(path, file);
  if (remembered.size > rememberedFiles) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }
  return file;
}
