import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { fileName } from '../../../engine/generate/scripts/names.ts';
import { commentText, shellArray, shellMap, shellQuote } from '../../../engine/generate/scripts/quote.ts';

const hard = ["it's", '$(id)', '`id`', '"', '\\', '\n', '-rf', '', ' ', '*', '!', '%', '~', '#', "'\\''", '\u0001', 'ü💾', '$', "$'"];
const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value));

describe('text of a plan in a script', () => {
  it('is the same text to Bash, whatever it holds', () => {
    const samples = [...hard, ...fc.sample(text, 300)];
    const output = execFileSync('bash', ['-s'], { input: `printf '%s\\0' ${samples.map(shellQuote).join(' ')}`, encoding: 'utf8' });
    assert.deepEqual(output.split('\0').slice(0, -1), samples);
  });

  it('is the same in arrays and maps', () => {
    const script = `declare -A m=${shellMap(hard.filter((key) => key !== '').map((key) => [key, `<${key}>`]))}; a=${shellArray(hard)}
      for key in "\${a[@]}"; do [[ -z $key ]] || printf '%s\\0' "\${m[$key]}"; done`;
    const output = execFileSync('bash', ['-s'], { input: script, encoding: 'utf8' });
    assert.deepEqual(
      output.split('\0').slice(0, -1),
      hard.filter((key) => key !== '').map((key) => `<${key}>`),
    );
  });

  it('is refused with a NUL, which Bash cannot hold', () => {
    assert.throws(() => shellQuote('a\0b'), RangeError);
  });

  it('does not end its comment', () => {
    assert.equal(commentText('a\nrm -rf /\r\u2028b'), 'a rm -rf / b');
  });
});

describe('file names', () => {
  it('are the names of the plan where these are plain', () => {
    assert.equal(fileName('orders-2_eu'), 'orders-2_eu');
  });

  it('never leave their folder, and never are an option', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom('../x', '/etc', '.', '..', '-rf', 'a/b', '')), (name) =>
        /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(fileName(name)),
      ),
    );
  });

  it('differ where the names differ', () => {
    fc.assert(fc.property(text, text, (a, b) => a === b || fileName(a) !== fileName(b)));
  });
});
