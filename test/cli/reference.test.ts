import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allCommands } from '../../cli/commands.ts';

describe('the reference of the command line', () => {
  const page = readFileSync('docs/command-line.md', 'utf8');

  it('is what build/command-line.mjs writes', async () => {
    const { commandLinePage } = (await import('../../build/command-line.mjs' as string)) as { commandLinePage(): Promise<string> };
    assert.equal(page, await commandLinePage());
  });

  it('tells of every format of check, and of the exit codes of the program', async () => {
    const check = (await allCommands()).find(({ name }) => name === 'check');
    const formats = check?.options.format?.value?.split('|') ?? [];
    const told = [...page.matchAll(/^\| `(\w+)` \| [^|]+ \| /gm)].map(([, format]) => format);
    assert.deepEqual(told, formats);
    assert.deepEqual(
      [...page.matchAll(/^\| (\d) \| /gm)].map(([, code]) => code),
      ['0', '1', '2', '3'],
    );
  });
});
