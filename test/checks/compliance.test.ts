import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import { extendCatalogue } from '../../engine/catalogue/extend.ts';
import { requirements } from '../../engine/catalogue/requirements.ts';
import { checksFor } from '../../engine/checks/all.ts';
import { complianceCodes, compliancePage } from '../../engine/checks/compliance/pages.ts';
import { readConfiguration } from '../../engine/checks/configuration.ts';
import { provenFixes } from '../../engine/checks/prove.ts';
import { plainTerms } from '../../engine/checks/terms.ts';
import { examine } from '../../engine/examine.ts';
import { reader, root, terms } from './examined.ts';

const packs = Object.values(builtinCatalogue.packs);

function findingsIn(text: string, catalogue: Catalogue = builtinCatalogue, on = terms) {
  const { findings, faults } = examine('plan.backupplan', reader({ 'plan.backupplan': text }), catalogue, on);
  assert.deepEqual(faults, []);
  return findings;
}

describe('the packs that ship', () => {
  it('are the six that the design names', () => {
    assert.deepEqual(
      packs.map(({ name }) => name),
      ['cis-11', 'dora', 'gdpr', 'hipaa', 'nist-800-34', 'pci-dss'],
    );
  });
  for (const pack of packs) {
    for (const rule of Object.values(pack.rules)) {
      const code = `${pack.name}/${rule.id}`;
      describe(code, () => {
        it('has an example that gives this code and no other', () => {
          assert.deepEqual(
            findingsIn(rule.example ?? '').map((finding) => finding.code),
            [code],
          );
        });
        it('has the same plan mended, which gives none', () => {
          assert.match(rule.mended ?? '', /comply/);
          assert.deepEqual(
            findingsIn(rule.mended ?? '').map(({ message }) => message),
            [],
          );
        });
        it('says nothing where the plan does not ask for the pack', () => {
          const unasked = (rule.example ?? '').replace(/^ *comply.*\n/m, '');
          assert.ok(!findingsIn(unasked).some((finding) => finding.code === code));
        });
        it('names its clause in the message, and in its page what is not asked', () => {
          const [finding] = findingsIn(rule.example ?? '');
          assert.ok(finding?.message.includes(`(${pack.title}, ${rule.clause})`), finding?.message);
          const page = compliancePage(builtinCatalogue, code) ?? '';
          assert.ok(page.startsWith(`# ${code}\n`));
          for (const part of [rule.clause, rule.asks, rule.notAsked, rule.remedy]) assert.ok(page.includes(part), part);
        });
      });
    }
  }
  it('have a page a pack and a page a rule, and none about anything else', () => {
    for (const code of complianceCodes(builtinCatalogue)) assert.ok(compliancePage(builtinCatalogue, code), code);
    for (const code of ['gdpr/', 'gdpr/x', 'x/storage-limitation', 'constructor', 'gdpr/constructor', ''])
      assert.equal(compliancePage(builtinCatalogue, code), undefined, code);
  });
});

/** One rule of a workspace. */
function acme(require: string, more = ''): string {
  return `packs:
  acme:
    title: Acme
    about: Acme's own rules
    rules:
      rule:
        clause: 4.2
        asks: Something.
        notAsked: More.
        finding: that is not how we do it
        remedy: Mend it.
        require: ${require}
${more}`.replace('4.2', '"4.2"');
}

function withPack(yaml: string): Catalogue {
  const { catalogue, problems } = extendCatalogue(builtinCatalogue, yaml);
  assert.deepEqual(problems, []);
  return catalogue;
}

const plan = `plan "Shop" { notify "mailto:ops@shop.example"; comply with acme; review every 6 months; reviewed 2026-10-05 }
site berlin  { kind datacenter }
site ireland { kind cloud }
storage nas: nas  { at berlin; path "/srv/backup"; account storage-admin }
storage vault: s3 { at ireland; bucket "shop"; account backup-admin; immutable 35 days; encrypted }
system orders: files {
  at berlin; path "/srv/orders"; size 4 GB; changes 1 GB/day; holds personal-data; criticality high; rpo 26h; rto 8h
  backup { full daily at 02:00 to nas using tar; copy after full from nas to vault; keep 60 days, 3 last; verify restore monthly on 1 at 05:00 }
}
system other: files {
  at berlin; path "/srv/other"; size 4 GB; changes 1 GB/day; owner "other@shop.example"; rpo 26h; rto 8h; mtd 24h
  backup { full daily at 02:00 to nas using restic; copy after full from nas to vault; keep 90 days, 3 last; verify restore every 6 months }
}
scenario fire { lose berlin; recover at ireland; declare within 1h; provision within 1h; drill every 6 months; drilled 2026-10-05 }
`;

/** What `acme/rule` says of the plan, without the words of the rule. */
function facts(yaml: string, text = plan): string[] {
  return findingsIn(text, withPack(yaml))
    .filter(({ code }) => code === 'acme/rule')
    .map(({ message }) => message.replace(': that is not how we do it (Acme, 4.2). Mend it.', ''));
}

describe('what a rule can require', () => {
  const cases: readonly (readonly [string, readonly string[], string?])[] = [
    ['{ restoreTestEvery: 31 days }', ['Restores of `other` are tried up to 184 days apart, not every 31 days']],
    ['{ restoreTestEvery: 6 months }', []],
    [
      '{ restoreTestEvery: 6 months }',
      ['No `verify restore` of `orders` is scheduled'],
      plan.replace('; verify restore monthly on 1 at 05:00', ''),
    ],
    ['{ restoreTestEvery: stated }', []],
    [
      '{ restoreTestEvery: stated }',
      ['No `verify restore` of `orders` is scheduled'],
      plan.replace('; verify restore monthly on 1 at 05:00', ''),
    ],
    ['{ backupEvery: 1 day }', []],
    [
      '{ backupEvery: 12 hours }',
      ['`orders`', '`other`'].map((each) => `Restore points of ${each} are made up to 24h apart, not every 12 hours`),
    ],
    [
      '{ backupEvery: 7 days }',
      ['Restore points of `orders` are made up to 31 days apart, not every 7 days'],
      plan.replace('full daily at 02:00 to nas using tar', 'full monthly on 1 at 02:00 to nas using tar'),
    ],
    ['{ backup: true }', []],
    ['{ backup: true }', ['Nothing backs `orders` up'], plan.replace(/ {2}backup \{ full daily at 02:00 to nas using tar.*\n/, '')],
    [
      '{ backup: true }',
      [],
      plan.replace(/ {2}backup \{ full daily at 02:00 to nas using tar.*\n/, '  exempt because "made from other"\n'),
    ],
    ['{ isolatedCopy: true }', []],
    [
      '{ isolatedCopy: true }',
      [],
      plan.replace('copy after full from nas to vault; keep 60', 'keep 60').replace('account storage-admin', 'offline'),
    ],
    [
      '{ isolatedCopy: true }',
      ['No copy from which `orders` can be restored is off-site, `immutable` or `offline`'],
      plan.replace('copy after full from nas to vault; keep 60', 'keep 60'),
    ],
    ['{ protectedCopies: true }', []],
    [
      '{ protectedCopies: true }',
      ['Nothing says that the copies of `orders` on nas are encrypted, and the account that runs it (production) gets at them'],
      plan.replace('; account storage-admin', ''),
    ],
    ['{ classified: [criticality] }', ['`other` says no `criticality`']],
    ['{ classified: [criticality, holds] }', ['`other` says no `criticality` or `holds`']],
    ['{ classified: [holds, criticality] }', [], plan.replace('owner "other@shop.example"', 'holds post')],
    ['{ contact: true }', ['The plan names nobody who can be called']],
    ['{ contact: true }', ['The plan names nobody who can be called'], `${plan}contact lead { name "Kim Meyer" }\n`],
    ['{ contact: true }', [], `${plan}contact lead { phone "+49 30 1234567" }\n`],
    ['{ offsiteCopy: true }', []],
    [
      '{ offsiteCopy: true }',
      ['No copy from which `orders` can be restored is off-site'],
      plan.replace('copy after full from nas to vault; keep 60', 'keep 60'),
    ],
    ['{ lockedCopy: true }', []],
    [
      '{ lockedCopy: true }',
      [
        'No copy from which `orders` can be restored is `immutable` or `offline`',
        'No copy from which `other` can be restored is `immutable` or `offline`',
      ],
      plan.replace('immutable 35 days; ', ''),
    ],
    ['{ segregatedCopy: true }', []],
    [
      '{ segregatedCopy: true }',
      ['No copy from which `orders` can be restored stands away from it'],
      plan.replace('copy after full from nas to vault; keep 60', 'keep 60'),
    ],
    ['{ encryptedCopies: offsite }', []],
    ['{ encryptedCopies: all }', ['Nothing says that the copies of `orders` on nas are encrypted']],
    ['{ targets: [rpo, mtd] }', ['`orders` states no `mtd`']],
    ['{ owner: true }', ['Nobody owns `orders`']],
    ['{ owner: true }', [], plan.replace('{ notify', '{ owner "ops@shop.example"; notify')],
    ['{ retentionAtLeast: 60 days }', []],
    ['{ retentionAtLeast: 61 days }', ['What is kept of `orders` reaches back 59 days at worst (on vault), not 61 days']],
    ['{ retentionAtMost: 90 days }', []],
    ['{ retentionAtMost: stated }', []],
    [
      '{ retentionAtMost: stated }',
      ['Restore points of `orders` stay on nas and vault for ever'],
      plan.replace('keep 60 days, 3 last', 'keep forever'),
    ],
    [
      '{ retentionAtMost: 30 days }',
      ['Restore points of `orders` stay on nas for 60 days, longer than 30 days'],
      plan
        .replace('keep 60 days, 3 last', 'keep 60 days')
        .replace('keep 90 days, 3 last', 'keep 30 days')
        .replace('immutable 35 days', 'immutable 7 days'),
    ],
    ['{ reviewEvery: 6 months }', []],
    ['{ reviewEvery: 3 months }', ['The plan is reviewed every 180 days, not every 3 months']],
    ['{ reviewEvery: stated }', ['The plan says no `review every`'], plan.replace('review every 6 months; ', '')],
    ['{ drillEvery: 1 year }', []],
    ['{ drillEvery: 3 months }', ['`fire` is exercised every 180 days, not every 3 months']],
    ['{ drillEvery: stated }', ['`fire` says no `drill every`'], plan.replace('drill every 6 months; ', '')],
  ];
  for (const [require, expected, text] of cases) {
    it(`${require} of ${text === undefined ? 'the plan' : 'a changed plan'}: ${expected.length === 0 ? 'nothing is said' : expected.join('; ')}`, () => {
      assert.notEqual(text, plan);
      assert.deepEqual(facts(acme(require), text), expected);
    });
  }

  it('of the systems that hold a class, or are that critical', () => {
    assert.deepEqual(facts(acme('{ targets: [mtd] }', '        when: { holds: [health-data] }\n')), []);
    assert.deepEqual(facts(acme('{ targets: [mtd] }', '        when: { holds: [personal-data], criticality: [critical] }\n')), []);
    assert.deepEqual(facts(acme('{ targets: [mtd] }', '        when: { holds: [personal-data], criticality: [high] }\n')), [
      '`orders` states no `mtd`',
    ]);
  });
  it('of any of them: then one is enough, and where none has it the plan is told', () => {
    assert.deepEqual(facts(acme('{ targets: [mtd] }', '        of: any\n')), []);
    const neither = plan.replace('; mtd 24h', '');
    const catalogue = withPack(acme('{ targets: [mtd] }', '        of: any\n'));
    const found = findingsIn(neither, catalogue).filter(({ code }) => code === 'acme/rule');
    assert.deepEqual(
      found.map(({ range, message }) => [neither.slice(range.start, range.end), message.split(': ')[0]]),
      [['acme', '`orders` states no `mtd`; `other` states no `mtd`']],
    );
  });
  it('of what has no backup nothing: that is said already', () => {
    const unprotected = plan.replace(/ {2}backup \{ full daily at 02:00 to nas using tar.*\n/, '');
    assert.deepEqual(facts(acme('{ lockedCopy: true }'), unprotected), []);
    assert.ok(findingsIn(unprotected, withPack(acme('{ lockedCopy: true }'))).some(({ code }) => code === 'unprotected-system'));
  });
});

describe('what a check of ours says of the same', () => {
  const untested = plan.replace('; verify restore monthly on 1 at 05:00', '').replace('criticality high', 'criticality critical');
  /** The findings of these codes, and what a rule with that requirement takes of them. */
  function told(rule: string, text: string, codes: readonly string[]) {
    const catalogue = withPack(rule);
    const read = reader({ 'plan.backupplan': text });
    const examination = examine('plan.backupplan', read, catalogue, terms);
    const finding = examination.findings.find(({ code }) => code === 'acme/rule');
    return {
      left: examination.findings.map(({ code, about }) => `${code} ${about}`).filter((each) => codes.includes(each.split(' ')[0] ?? '')),
      severity: finding?.severity,
      related: (finding?.related ?? []).map(({ message }) => message.split(': ')[0]),
      titles: finding === undefined ? [] : provenFixes(examination, finding, read, catalogue).map(({ title }) => title),
    };
  }

  it('is a related place of the rule, which is as grave, and offers what mends it', () => {
    assert.deepEqual(told(acme('{ restoreTestEvery: stated }'), untested, ['restore-untested']), {
      left: [],
      severity: 'error',
      related: ['The plan asks for `acme`.', 'restore-untested'],
      titles: ['Add `verify restore every 6 months`: as often as `other`'],
    });
  });
  it('stands by itself where the rule asks for something else', () => {
    assert.deepEqual(told(acme('{ targets: [mtd] }'), untested, ['restore-untested']), {
      left: ['restore-untested orders'],
      severity: 'warning',
      related: ['The plan asks for `acme`.'],
      titles: [],
    });
  });
  it('is not offered where it would not keep the rule', () => {
    const { related, titles } = told(acme('{ restoreTestEvery: 1 day }'), untested, []);
    assert.deepEqual([related, titles], [['The plan asks for `acme`.', 'restore-untested'], []]);
  });
  it('is told of each system where one of several would be enough for the rule', () => {
    const none = untested.replace('; verify restore every 6 months', '');
    const any = acme('{ restoreTestEvery: stated }', '        of: any\n');
    assert.deepEqual(told(any, none, ['restore-untested']).left, ['restore-untested orders', 'restore-untested other']);
    const alone = none.replace(/system other[\s\S]*?\n\}\n/, '');
    assert.deepEqual(told(any, alone, ['restore-untested']).left, []);
  });
  it('is found where it is about the plan, or about a storage', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      [acme('{ drillEvery: stated }', '        of: any\n'), plan.replace('drill every 6 months; drilled 2026-10-05', ''), 'drill-missing'],
      [acme('{ owner: true }'), plan, 'owner-missing'],
      [acme('{ contact: true }'), plan, 'contact-missing'],
      [acme('{ contact: true }'), `${plan}contact lead { name "Kim Meyer" }\n`, 'contact-missing'],
      [acme('{ encryptedCopies: offsite }'), plan.replace('immutable 35 days; encrypted', 'immutable 35 days'), 'unencrypted-offsite'],
      [acme('{ lockedCopy: true }'), plan.replace('immutable 35 days; ', ''), 'no-immutable-copy'],
    ];
    for (const [rule, text, code] of cases) {
      assert.ok(
        findingsIn(text).some((each) => each.code === code),
        code,
      );
      const { left, related } = told(rule, text, [code]);
      assert.deepEqual([left, related.includes(code)], [[], true], code);
    }
  });
  it('counts copies that all stand with the system once', () => {
    const near = plan.replace('copy after full from nas to vault; keep 60', 'keep 60');
    for (const require of ['{ offsiteCopy: true }', '{ isolatedCopy: true }', '{ segregatedCopy: true }'])
      assert.deepEqual(told(acme(require), near, ['violates-3-2-1', 'same-failure-domain']).left, [], require);
  });
  it('is a related place of each rule that asks for it, and each offers what mends it', () => {
    const asked = untested.replace('with acme', 'with gdpr, dora');
    const read = reader({ 'plan.backupplan': asked });
    const examination = examine('plan.backupplan', read, builtinCatalogue, terms);
    for (const code of ['gdpr/regular-testing', 'dora/restores-tested']) {
      const finding = examination.findings.find((each) => each.code === code);
      assert.ok(finding, code);
      const titles = provenFixes(examination, finding, read).map(({ title }) => title);
      assert.deepEqual([finding.severity, titles], ['error', ['Add `verify restore every 6 months`: as often as `other`']], code);
    }
  });
  it('is accepted with the rule, and an acceptance of its own is not called useless', () => {
    const accepted = (code: string) => `${untested}accept ${code} for orders until 2027-06-30 because "the board decides in May"\n`;
    const codes = (text: string) =>
      findingsIn(text, withPack(acme('{ restoreTestEvery: stated }')))
        .map(({ code }) => code)
        .filter((code) => /acme|untested|accept/.test(code));
    assert.deepEqual(codes(accepted('acme/rule')), []);
    assert.deepEqual(codes(accepted('restore-untested')), ['acme/rule']);
  });
});

describe('a pack of a workspace', () => {
  const catalogue = withPack(acme('{ targets: [mtd] }', '        severity: error\n'));
  const codes = (text: string, on = terms): string[] =>
    findingsIn(text, catalogue, on)
      .map(({ code, severity }) => `${severity} ${code}`)
      .filter((each) => /acme|accept|ignore/.test(each));

  it('is held against plans that ask for it, in its own severity', () => {
    assert.deepEqual(codes(plan), ['error acme/rule']);
    assert.deepEqual(codes(plan.replace('comply with acme; ', '')), []);
  });
  it('can be accepted, and ignored in a line', () => {
    assert.deepEqual(codes(`${plan}accept acme/rule for orders until 2027-06-30 because "the board decides in May"\n`), []);
    assert.deepEqual(codes(plan.replace('system orders', '// backupplan-ignore acme/rule: the board decides in May\nsystem orders')), []);
  });
  it('has codes whose severity a team can set', () => {
    const { configuration, problems } = readConfiguration('severity:\n  acme/rule: hint\n', checksFor(catalogue));
    assert.deepEqual(problems, []);
    assert.deepEqual(codes(plan, { ...plainTerms, ...configuration }), ['hint acme/rule']);
    assert.match(readConfiguration('severity:\n  acme/rule: hint\n').problems[0]?.message ?? '', /no check `acme\/rule`/);
  });
  it('has pages', () => {
    assert.match(compliancePage(catalogue, 'acme/rule') ?? '', /^# acme\/rule\n\n\*\*Error\.\*\* Acme, 4\.2; /);
    assert.match(compliancePage(catalogue, 'acme') ?? '', /^# acme\n\nAcme's own rules\./);
  });
  it('leaves the packs of the product as they are', () => {
    assert.equal(catalogue.packs.gdpr, builtinCatalogue.packs.gdpr);
  });

  const wrong: readonly (readonly [string, string, string, RegExp])[] = [
    ['an unknown field', acme('{ owner: true }', '        sverity: error\n'), 'error', /`sverity` is not known here; known are clause, /],
    ['a requirement that is none', acme('{ owners: true }'), 'true', /`owners` is not known here; known are backup, /],
    ['a length that is none', acme('{ retentionAtLeast: 3 moons }'), '3 moons', /a length like 14 days, 3 months or 1 year is expected/],
    [
      'two requirements at once',
      acme('{ owner: true, lockedCopy: true }'),
      '{ owner: true, lockedCopy: true }',
      /a rule requires one thing/,
    ],
    ['a flag that says no', acme('{ owner: false }'), 'false', /true is expected/],
    [
      'a criticality that is none',
      acme('{ owner: true }', '        when: { criticality: [extreme] }\n'),
      '[extreme]',
      /a list of critical, high/,
    ],
    [
      'a rule without its clause',
      acme('{ owner: true }').replace('        clause: "4.2"\n', ''),
      'asks: Something.',
      /rule needs `clause`/,
    ],
    ['two rules with one id', `${acme('{ owner: true }')}      rule: { }\n`, 'rule: { }\n', /unique/],
    [
      'a pack that the product has',
      acme('{ owner: true }').replace('acme:', 'gdpr:'),
      'title: Acme',
      /a pack `gdpr` comes with the product/,
    ],
    [
      'a name that no plan could write',
      acme('{ owner: true }').replace('acme:', 'Acme Inc:'),
      'title: Acme',
      /`Acme Inc` is no name for a pack/,
    ],
  ];
  for (const [what, yaml, marked, message] of wrong) {
    it(`reports ${what} where it stands, and leaves the rule out`, () => {
      const { catalogue: extended, problems } = extendCatalogue(builtinCatalogue, yaml);
      assert.match(problems.map((problem) => problem.message).join('\n'), message);
      const [first] = problems;
      assert.ok(first && yaml.slice(first.range.start).startsWith(marked), yaml.slice(first?.range.start, first?.range.end));
      assert.deepEqual(Object.keys(extended.packs.acme?.rules ?? {}), []);
      assert.equal(extended.packs.gdpr, builtinCatalogue.packs.gdpr);
    });
  }
});

describe('docs/compliance.md', () => {
  const page = readFileSync(path.join(root, 'docs/compliance.md'), 'utf8');

  it('has every requirement, and every rule of every pack', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \| (.+) \|$/gm)].map(([, name = '', value, doc]) => [name, { value, doc }]);
    assert.deepEqual(Object.fromEntries(rows), requirements);
    const listed = [...page.matchAll(/^\| \[`([\w-]+)`\]\(.*\) \| (.+) \|$/gm)].map(([, name, rules]) => [name, rules]);
    assert.deepEqual(
      listed,
      packs.map(({ name, rules }) => [
        name,
        Object.keys(rules)
          .map((id) => `\`${id}\``)
          .join(', '),
      ]),
    );
  });
  it('shows a pack that can be used, and what it says', () => {
    const catalogue = withPack(/^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '');
    const [found] = findingsIn(plan.replace('; verify restore monthly on 1 at 05:00', ''), catalogue).filter(({ code }) =>
      code.startsWith('acme/'),
    );
    assert.ok(page.replaceAll('\n', ' ').includes(`*${found?.message}*`), found?.message);
  });
});

describe('the schema of the catalogue', () => {
  const schema = JSON.parse(readFileSync(path.join(root, 'docs/backupplan.catalog.schema.json'), 'utf8'));
  const isValid = new Ajv({ strict: false }).compile(schema);

  it('takes the packs that ship, and a workspace of its own', () => {
    const folder = path.join(root, 'engine/catalogue/packs');
    const files = readdirSync(folder);
    assert.equal(files.length, 6);
    for (const name of files)
      assert.ok(isValid(parse(readFileSync(path.join(folder, name), 'utf8'))), `${name}: ${JSON.stringify(isValid.errors)}`);
    assert.ok(isValid(parse(acme('{ retentionAtMost: 90 days }'))));
  });
  it('refuses what the program refuses', () => {
    for (const require of [
      '{ owners: true }',
      '{ owner: false }',
      '{ retentionAtLeast: 3 moons }',
      '{ owner: true, lockedCopy: true }',
      '{ }',
    ])
      assert.ok(!isValid(parse(acme(require))), require);
    assert.ok(!isValid(parse(acme('{ owner: true }', '        sverity: error\n'))));
  });
});
