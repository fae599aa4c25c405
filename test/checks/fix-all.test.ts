import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { allChecks } from '../../engine/checks/all.ts';
import { fixAll } from '../../engine/checks/fix-all.ts';
import { type Examination, examine } from '../../engine/examine.ts';
import type { ReadText } from '../../engine/plan/project.ts';
import { parse } from '../../grammar/parse.ts';
import { codes, here, reader, root, terms } from './examined.ts';

const plan = 'plan.backupplan';

function fixed(text: string, others: Readonly<Record<string, string>> = {}): string {
  const read = reader({ [plan]: text, ...others });
  return fixAll([examine(plan, read, undefined, terms)], read, (file) => file === plan).get(plan)?.text ?? text;
}

const shop = `plan "Shop" { owner "ops@shop.example"; notify "mailto:ops@shop.example"; timezone "Europe/Berlin" }
site berlin { kind datacenter }
site ireland { kind cloud }
storage nas: nas { at berlin; path "/srv/backup" }
storage vault: s3 { at ireland; bucket "shop"; account backup-admin; immutable 35 days }
system orders: postgresql {
  at berlin; database "orders"; size 4 GB; changes 1 GB/day; rpo 26h; criticality high
  backup {
    full daily at 01:00 to nas using pg_dump // the night is quiet
    copy after full from nas to vault
    keep daily for 30 days
    verify restore weekly on monday at 05:00
  }
}
scenario fire { lose berlin; recover at ireland }
`;

describe('what is mended without asking', () => {
  for (const [what, wrong, right] of [
    ['a letter too few in a statement', 'bakup {', 'backup {'],
    ['two swapped letters in a statement', 'cpoy after', 'copy after'],
    ['a letter too many in a name', 'from nas to vaultt', 'from nas to vault'],
    ['capitals in a name', 'from nas to Vault', 'from nas to vault'],
    ['a wrong letter in a tool', 'using pg_dimp', 'using pg_dump'],
    ['a slip in a string that is checked', 'timezone "Europe/Berlni"', 'timezone "Europe/Berlin"'],
    ['a slip in a unit', 'daily for 30 dayss', 'daily for 30 days'],
    ['a statement that stands twice', 'criticality high\n  criticality  high', 'criticality high'],
    ['a rule that another one covers', 'keep daily for 30 days, daily for 14 days', 'keep daily for 30 days'],
    ['a rule that the next one covers', 'keep daily for 14 days, daily for 30 days', 'keep daily for 30 days'],
    [
      'a comment that ignores what is not found',
      'changes 1 GB/day; rpo 26h; criticality high // backupplan-ignore rpo-unmet: so it was',
      'changes 1 GB/day; rpo 26h; criticality high',
    ],
    [
      'the 31st of every month',
      'copy after full from nas to vault\n    copy monthly on 31 at 05:00 from nas to vault',
      'copy after full from nas to vault\n    copy monthly on last at 05:00 from nas to vault',
    ],
  ] as const) {
    it(what, () => {
      assert.ok(shop.includes(right) || right.includes('last'), right);
      const meant = right.includes('last') ? shop.replace('copy after full from nas to vault', right) : shop;
      const text = meant.replace(right, wrong);
      assert.notEqual(text, meant);
      assert.equal(fixed(text), meant);
    });
  }
  it('what comes to light when something else is mended', () => {
    const text = shop
      .replace('system orders', 'systm orders')
      .replace('30 days', '30 days, daily for 14 days')
      .replace('storage nas', 'storag nas');
    assert.equal(fixed(text), shop);
  });
  it('two slips in one statement, one after the other', () => {
    assert.equal(fixed(shop.replace('copy after full from nas to vault', 'coppy after full from nas to vualt')), shop);
  });
  it('one of two in the same place after the other', () => {
    const many = Array.from({ length: 9 }, () => 'criticality high').join('; ');
    assert.equal(fixed(shop.replace('criticality high', many)), shop);
  });
});

describe('what is not mended without asking', () => {
  for (const [what, from, to] of [
    ['a word of another tool', 'keep daily', 'retention daily'],
    ['a name that could be one of two', 'storage vault:', 'storage vault-1: disk { at ireland; path "/b" }\nstorage vault-2:'],
    ['a name with another number', 'storage vault:', 'storage vault2:'],
    ['a short word', 'rpo 26h', 'rpp 26h'],
    ['a unit with other capitals', '4 GB', '4 gb'],
    ['an acceptance of what is not found', 'scenario fire', 'accept rpo-unmet for orders until 2027-06-30 because "later"\nscenario fire'],
    ['a name in an acceptance', 'scenario fire', 'accept restore-untested for ordrs until 2027-06-30 because "later"\nscenario fire'],
    ['a code in an acceptance', 'scenario fire', 'accept rpo-unmett for orders until 2027-06-30 because "later"\nscenario fire'],
    ['a code in a comment', '  backup {', '  // backupplan-ignore rpo-unmett: later\n  backup {'],
    ['a comment without a reason', '  backup {', '  // backupplan-ignore rpo-unmet\n  backup {'],
    ['a second statement that says something else', 'criticality high', 'criticality high\n  criticality low'],
    ['a rule behind a comment', 'keep daily for 30 days', 'keep daily for 30 days, /* as agreed */ daily for 14 days'],
    ['the 30th of every month', '    keep', '    copy monthly on 30 at 05:00 from nas to vault\n    keep'],
    ['the 31st of somebody else', '    keep', '    copy monthly on 31 at 05:00 from nas to vault managed by "ops"\n    keep'],
    ['a storage that nothing uses', 'scenario fire', 'storage spare: disk { at ireland; path "/b" }\nscenario fire'],
    ['a copy that is missing', '    copy after full from nas to vault\n', ''],
    ['a restore that nobody tests', '    verify restore weekly on monday at 05:00\n', ''],
  ] as const) {
    it(what, () => {
      const text = shop.replace(from, to);
      assert.notEqual(text, shop);
      const examination = examine(plan, reader({ [plan]: text }), undefined, terms);
      assert.notDeepEqual(codes(examination), codes(examine(plan, reader({ [plan]: shop }), undefined, terms)));
      assert.equal(fixed(text), text);
    });
  }
  it('what stands in a file that is not to be edited', () => {
    const library = { 'sites.backupplan': 'site spare { kind datcenter }\n' };
    const text = `import "sites.backupplan"\n${shop}`;
    assert.equal(fixed(text, library), text);
    const read = reader({ [plan]: text, ...library });
    const all = fixAll([examine(plan, read, undefined, terms)], read, () => true);
    assert.deepEqual([...all], [['sites.backupplan', { text: 'site spare { kind datacenter }\n', mended: 1 }]]);
  });
});

describe('whatever is mended', () => {
  const language = new Set(allChecks.filter(({ group }) => group === 'language').map(({ code }) => code));
  const errors = ({ findings }: Examination): string[] =>
    findings.filter(({ severity }) => severity === 'error').map(({ code, about, message }) => `${code} ${about ?? message}`);

  /** Holds what is promised of every text, and says whether it was changed. */
  function keepsItsWord(files: Readonly<Record<string, string>>, start: string): boolean {
    const read = reader(files);
    const before = examine(start, read, undefined, terms);
    const changed = fixAll([before], read, () => true);
    const now: ReadText = (file) => changed.get(file)?.text ?? read(file);
    const after = examine(start, now, undefined, terms);
    assert.deepEqual([...fixAll([after], now, () => true)], [], 'a second run changes nothing');
    const old = new Set(errors(before));
    const isRead = !before.findings.some(({ code, severity }) => severity === 'error' && language.has(code));
    // Of a plan that could not be read more is said once it can be: of its systems, and of the names in a line that was not understood.
    const shown = (code = ''): boolean => isRead || (language.has(code) && code !== 'undefined-name');
    const fresh = errors(after).filter((each) => !old.has(each) && shown(each.split(' ')[0]));
    assert.deepEqual(fresh, [], 'no error has come');
    const comments = (text: string | undefined): string[] =>
      parse(text ?? '')
        .comments.map((each) => each.text)
        .filter((text) => !text.includes('backupplan-ignore'));
    for (const file of changed.keys()) assert.deepEqual(comments(now(file)), comments(read(file)), 'comments stay');
    return changed.size > 0;
  }

  it('of the plans of all pages', () => {
    const changed: string[] = [];
    for (const { group, code } of allChecks.filter((check) => check.group !== 'compliance')) {
      const page = readFileSync(path.join(root, 'engine/checks', group, `${code}.md`), 'utf8');
      const section = page.split(/^## /m).find((part) => part.startsWith('Example\n')) ?? '';
      const fences = [...section.matchAll(/^```backupplan(?: (\S+))?\n([\s\S]*?)^```$/gm)];
      if (keepsItsWord(Object.fromEntries(fences.map(([, name, text = '']) => [name ?? plan, text])), plan)) changed.push(code);
    }
    assert.deepEqual(changed.toSorted(), ['ignore-unused', 'redundant-keep', 'skips-months', 'undefined-name']);
  });

  it('of the fixtures', () => {
    const folder = path.join(here, 'fixtures');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.backupplan'));
    const files = Object.fromEntries(names.map((name) => [name.replaceAll('\\', '/'), readFileSync(path.join(folder, name), 'utf8')]));
    assert.ok(names.filter((name) => keepsItsWord(files, name)).length > 5);
  });

  it('of a plan with slips anywhere', () => {
    const words = [...shop.matchAll(/[A-Za-z]{4,}/g)].map(({ index, 0: word }) => ({ index, word }));
    const slip = fc.record({ word: fc.constantFrom(...words), at: fc.nat(30), sort: fc.constantFrom('drop', 'double', 'swap', 'wrong') });
    let changed = 0;
    fc.assert(
      fc.property(fc.array(slip, { minLength: 1, maxLength: 6 }), (slips) => {
        const text = [...new Map(slips.map((each) => [each.word.index, each])).values()]
          .toSorted((one, other) => other.word.index - one.word.index)
          .reduce((edited, { word: { index, word }, at, sort }) => {
            const cut = at % (word.length - 1);
            const [head, one, two, tail] = [word.slice(0, cut), word.charAt(cut), word.charAt(cut + 1), word.slice(cut + 2)];
            const made = { drop: two, double: one + one + two, swap: two + one, wrong: `q${two}` }[sort];
            return edited.slice(0, index) + head + made + tail + edited.slice(index + word.length);
          }, shop);
        if (keepsItsWord({ [plan]: text }, plan)) changed += 1;
      }),
      { numRuns: 150, seed: 20261201 },
    );
    assert.ok(changed > 75, `${changed}`);
  });
});
