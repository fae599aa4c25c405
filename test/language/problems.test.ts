import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '../../grammar/parse.ts';

const folder = path.join(import.meta.dirname, 'problems');

interface Marker {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly says: string;
}

/**
 * Markers under a line: `// ^^^^ code: part of the message`, or `//@0-4 code: …` where the range starts below the slashes.
 */
function markersOf(text: string): Marker[] {
  const markers: Marker[] = [];
  let offset = 0;
  let above = 0;
  for (const line of text.split('\n')) {
    const marker = /^\/\/(?:( *)(\^+)|@(\d+)-(\d+)) ([\w-]+)(?:: (.*))?$/.exec(line);
    if (marker === null) above = offset;
    else {
      const [, spaces = '', carets = '', from, to, code = '', says = ''] = marker;
      const start = above + (from === undefined ? 2 + spaces.length : Number(from));
      const end = to === undefined ? start + carets.length : above + Number(to);
      markers.push({ start, end, code, says });
    }
    offset += line.length + 1;
  }
  return markers;
}

describe('what the language says about a mistake', () => {
  for (const name of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const found = parse(text).problems;
    const markers = markersOf(text);

    for (const { start, end, code, says } of markers) {
      const quoted = text.slice(start, end);
      it(`${name}: ${code} at ${JSON.stringify(quoted)}: ${says}`, () => {
        const here = found.filter(({ range }) => range.start === start);
        assert.equal(here.length, 1, `problems at ${JSON.stringify(quoted)}: ${JSON.stringify(here)}`);
        assert.equal(here[0]?.code, code);
        assert.equal(text.slice(start, here[0]?.range.end), quoted);
        assert.ok(here[0]?.message.toLowerCase().includes(says.toLowerCase()), here[0]?.message);
      });
    }

    it(`${name}: nothing else is said`, () => {
      const unmarked = found.filter(({ range }) => !markers.some(({ start }) => start === range.start));
      assert.deepEqual(unmarked, []);
    });
  }

  it('a suggestion is a word that mends the problem', () => {
    const text = 'plan "P" {\n  schedule wiht cron\n}\n';
    const problem = parse(text).problems[0];
    assert.equal(problem?.suggestion, 'with');
    const mended = text.slice(0, problem?.range.start) + problem?.suggestion + text.slice(problem?.range.end);
    assert.deepEqual(parse(mended).problems, []);
  });
});
