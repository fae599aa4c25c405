import assert from 'node:assert/strict';
import { expectedAt } from '../../grammar/expect.ts';
import { format } from '../../grammar/format.ts';
import { parse } from '../../grammar/parse.ts';
import type { Range } from '../../grammar/tree.ts';
import { allStatements } from '../language/statements.ts';
import { chanceFrom, mutated } from './mutate.ts';
import { plans } from './plans.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261122);
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 20_000);
/** Milliseconds that no text of a few kilobytes may take. */
const SLOWEST = 2000;

describe(`any text (FUZZ_SEED=${seed} gives these again)`, () => {
  it(`${INPUTS} texts are read and formatted, and every range lies in its text`, function () {
    this.timeout(300_000);
    const chance = chanceFrom(seed);
    for (let count = 0; count < INPUTS; count += 1) {
      const text = mutated(plans, chance);
      const start = performance.now();
      try {
        const { statements, problems, comments } = parse(text);
        const inside = ({ start: from, end }: Range): boolean => 0 <= from && from <= end && end <= text.length;
        for (const statement of allStatements(statements)) {
          assert.ok(inside(statement.range) && inside(statement.keyword.range), 'a statement outside of the text');
          for (const value of Object.values(statement.slots).flat()) assert.ok(inside(value.range), 'a value outside of the text');
        }
        for (const { range } of [...problems, ...comments]) assert.ok(inside(range), 'a problem or comment outside of the text');
        const formatted = format(text);
        assert.equal(format(formatted), formatted, 'formatting twice changes the text');
        if (count % 20 === 0) assert.ok(inside(expectedAt(text, Math.floor(chance() * (text.length + 1))).range));
        assert.ok(performance.now() - start < SLOWEST, 'it takes too long');
      } catch (error) {
        throw new Error(`input ${count} of seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });
});
