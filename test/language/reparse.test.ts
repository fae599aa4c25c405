import assert from 'node:assert/strict';
import { parse } from '../../grammar/parse.ts';
import { changeOf, reparse } from '../../grammar/reparse.ts';
import { chanceFrom, mutated, pick } from '../fuzz/mutate.ts';
import { plans } from '../fuzz/plans.ts';

const PLAN = `# One
site here { kind office }
/// Where backups lie.
storage nas: disk {
  at here // today
  path "/b"
}
system orders: postgresql {
  at here; database "orders"
  backup {
    full daily at 02:00 in "Europe/Berlin" to nas using pg_dump
    keep 14 days
  }
}
# Last
scenario fire { lose here }
`;

describe('a text that was changed', () => {
  it('reads as it would anew, whatever was changed', () => {
    const chance = chanceFrom(20261127);
    let shortcuts = 0;
    for (let count = 0; count < 3000; count += 1) {
      const text = count % 2 === 0 ? PLAN : pick(chance, plans);
      const changed = mutated([text], chance);
      const before = parse(text);
      if (changeOf(before, changed) !== undefined) shortcuts += 1;
      assert.deepEqual(reparse(before, changed), parse(changed), JSON.stringify([text, changed]));
    }
    assert.ok(shortcuts > 300, `${shortcuts} of 3000 changes concerned one statement`);
  });

  const edits: readonly (readonly [string, string, string])[] = [
    ['a letter behind a name', 'to nas using', 'to nasx using'],
    ['a line', '    keep 14 days\n', '    keep 14 days\n    keep 1 last\n'],
    ['a line less', '  path "/b"\n', ''],
    ['a statement that is not known', 'keep 14 days', 'kepe 14 days'],
    ['a comment', 'at here // today', 'at here // tomorrow'],
    ['another name in the header', 'system orders:', 'system invoices:'],
  ];
  for (const [what, from, to] of edits) {
    it(`reads one declaration for ${what}, and leaves those in front of it as they were`, () => {
      const before = parse(PLAN);
      const text = PLAN.replace(from, to);
      const change = changeOf(before, text);
      assert.ok(change !== undefined);
      const tree = reparse(before, text);
      assert.deepEqual(tree, parse(text));
      assert.equal(tree.statements[change.index - 1], before.statements[change.index - 1]);
    });
  }

  for (const [what, from, to] of [
    ['a brace that opens more', 'keep 14 days', 'keep { 14 days'],
    ['a brace that closes too much', 'keep 14 days', 'keep 14 days }'],
    ['the beginning of a comment', 'keep 14 days', 'keep 14 days /* no'],
    ['a string that goes over lines', 'database "orders"', 'database """orders"'],
    ['a new declaration', '# Last', 'site there { kind office }\n# Last'],
    ['a declaration within another', '    keep 14 days', 'site there { kind office }'],
    ['changes in two declarations', /at here/g, 'at there'],
  ] as const) {
    it(`is read anew as a whole for ${what}`, () => {
      const before = parse(PLAN);
      const text = PLAN.replace(from, to);
      assert.notEqual(text, PLAN);
      assert.equal(changeOf(before, text), undefined);
      assert.deepEqual(reparse(before, text), parse(text));
    });
  }

  it('is read anew where another declaration has an error', () => {
    const broken = PLAN.replace('kind office', 'knd office');
    const text = broken.replace('to nas using', 'to nasx using');
    assert.equal(changeOf(parse(broken), text), undefined);
  });
});
