/** The rules of the house that neither the compiler nor the linter can see. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
  .split('\0')
  .filter((name) => name !== '');
const code = tracked.filter((name) => /\.(ts|mjs|cjs)$/.test(name));

describe('the house', () => {
  it('keeps clock, random and environment out of grammar and engine', () => {
    const found = code
      .filter((name) => /^(grammar|engine)\//.test(name))
      .filter((name) =>
        /\b(Math\.random|Date\.now|new Date\(\)|performance\.now|process\.|Temporal\.Now)/.test(readFileSync(name, 'utf8')),
      );
    assert.deepEqual(found, []);
  });

  it('depends one way: grammar, engine, workspace, server, cli; the client on none of them', () => {
    const allowed: Record<string, readonly string[]> = {
      grammar: [],
      engine: ['grammar'],
      workspace: ['grammar', 'engine'],
      server: ['grammar', 'engine', 'workspace'],
      cli: ['grammar', 'engine', 'workspace', 'server'],
      client: [],
    };
    const wrong: string[] = [];
    for (const name of code) {
      const [room = ''] = name.split('/');
      const rooms = allowed[room];
      if (rooms === undefined) continue;
      for (const match of readFileSync(name, 'utf8').matchAll(/from '((?:\.\.\/)+)([a-z]+)\//g)) {
        const depth = (match[1] ?? '').length / 3;
        const target = match[2] ?? '';
        if (depth === name.split('/').length - 1 && target !== room && !rooms.includes(target))
          wrong.push(`${name} imports from ${target}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('says no test to wait: nothing is skipped or run alone', () => {
    const found = tracked
      .filter((name) => /^test\/.*\.ts$/.test(name) && name !== 'test/house/house.test.ts')
      .filter((name) => /\b(it|describe)\.(skip|only)\(|\bx(it|describe)\(|this\.skip\(/.test(readFileSync(name, 'utf8')));
    assert.deepEqual(found, []);
  });

  it('has no folder or file called after nothing in particular', () => {
    assert.deepEqual(
      tracked.filter((name) => /(^|\/)(utils?|helpers?|managers?|misc|common|data)(\.[a-z]+)?(\/|$)/.test(name)),
      [],
    );
  });
});
