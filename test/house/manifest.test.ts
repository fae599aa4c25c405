/** What package.json tells the editor: its words, its files, and how it reads the command line. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { Folder } from '../cli/run.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { contributes } = manifest;
const words: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));

/** As `check --format json` tells it; lines are counted from 0. */
interface Found {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number } };
}

describe('the manifest of the extension', () => {
  it('has its words in package.nls.json, each used', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
  });

  it('names files that are there and are packaged', () => {
    const named = [...JSON.stringify(contributes).matchAll(/"(?:\.\/)?((?:client|icons|syntaxes)\/[^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    assert.ok(named.length > 10, named.join());
    const packaged = readFileSync('.vscodeignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => new RegExp(`^${line.slice(1).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`));
    for (const file of named) {
      assert.ok(existsSync(file), file);
      assert.ok(
        packaged.some((pattern) => pattern.test(file)),
        `${file} is packaged`,
      );
    }
  });

  it('has in its menus, welcomes and steps only commands that there are', () => {
    const commands = new Set(contributes.commands.map(({ command }: { command: string }) => command));
    const named = [
      ...`${JSON.stringify(contributes)}${JSON.stringify(words)}`.matchAll(/command:(backupplan\.\w+)|onCommand:(backupplan\.\w+)/g),
    ]
      .map((match) => match[1] ?? match[2] ?? '')
      .concat(
        Object.values<{ command?: string }[]>(contributes.menus)
          .flat()
          .flatMap(({ command }) => command ?? []),
      );
    assert.ok(named.length > 40);
    assert.deepEqual(
      named.filter((name) => !commands.has(name)),
      [],
    );
  });

  it('reads each finding of `check` with its place, its severity and its code', async () => {
    const folder = new Folder();
    try {
      folder.write('orders.backupplan', readFileSync('test/vscode/workspace/orders.backupplan', 'utf8'));
      const { out } = await folder.run(['check']);
      const { diagnostics } = JSON.parse((await folder.run(['check', '--format', 'json'])).out);
      assert.ok(diagnostics.length > 2);
      const [{ pattern }] = contributes.problemMatchers;
      const [head, place] = pattern.map(({ regexp }: { regexp: string }) => new RegExp(regexp, 'u'));
      const lines = out.split('\n');
      const read = lines.flatMap((line, index) => {
        const first = head.exec(line);
        const second = place.exec(lines[index + 1] ?? '');
        return first === null || second === null ? [] : [[first[1], first[2], first[3], second[1], Number(second[2])]];
      });
      assert.deepEqual(
        read,
        diagnostics.map((each: Found) => [each.severity, each.code, each.message, each.file, each.range.start.line + 1]),
      );
    } finally {
      folder.remove();
    }
  });
});
