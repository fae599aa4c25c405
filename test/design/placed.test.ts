import assert from 'node:assert/strict';
import { formattedAfter } from '../../engine/design/placed.ts';
import type { ReadText } from '../../engine/plan/project.ts';

describe('a text with designed backups', () => {
  it('is read once, however many of them stand on one another', () => {
    let reads = 0;
    let text: ReadText = () => {
      reads++;
      return 'site here { kind office }\n';
    };
    for (let number = 0; number < 30; number++)
      text = formattedAfter([{ file: 'plan', range: { start: 0, end: 0 }, text: `site s${number} { kind office }\n` }], text);
    assert.match(text('plan') ?? '', /^site s29 +\{.*site s0 +\{.*site here/s);
    assert.ok(reads <= 2, `it was read ${reads} times`);
  });
});
