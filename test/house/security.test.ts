/** What docs/security.md promises has tests that are there, and what is shipped speaks to no network. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const page = readFileSync('docs/security.md', 'utf8');

describe('docs/security.md', () => {
  it('names tests that are there', () => {
    const named = [...page.matchAll(/`(test\/[^`]+\.(?:ts|mjs))`: “([^”]+)”/gu)].map(([, file = '', name = '']) => ({ file, name }));
    assert.ok(named.length > 30, `${named.length}`);
    assert.equal(named.length, page.match(/`test\//gu)?.length, 'each file is followed by the name of its test');
    const missing = named.filter(({ file, name }) => !existsSync(file) || !readFileSync(file, 'utf8').includes(name));
    assert.deepEqual(missing, []);
  });
});

describe('what is shipped', () => {
  it('has no way to the network: no module and no function for it, in any of its sources', () => {
    const sources = execFileSync('git', ['ls-files', '-z', 'grammar', 'engine', 'workspace', 'server', 'cli', 'client'], {
      encoding: 'utf8',
    })
      .split('\0')
      .filter((name) => /\.(ts|cjs)$/u.test(name));
    assert.ok(sources.length > 300);
    const ways =
      /(?:from |require\(|import\()'(?:node:)?(?:net|http|https|http2|dns|dns\/promises|tls|dgram|quic)'|\bfetch\(|\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b|\bsendBeacon\(/u;
    assert.deepEqual(
      sources.filter((name) => ways.test(readFileSync(name, 'utf8'))),
      [],
    );
  });
});
