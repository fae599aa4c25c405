import assert from 'node:assert/strict';
import { withEdits } from '../../engine/checks/edits.ts';
import { provenAcceptances, provenFixes } from '../../engine/checks/prove.ts';
import type { Level, Terms } from '../../engine/checks/terms.ts';
import { type Examination, examine } from '../../engine/examine.ts';
import { codes, examineText, reader } from './examined.ts';

const runs = 'full daily at 02:00 to nas using tar; copy after full from nas to vault; verify restore weekly on monday at 05:00';
const orders = `  at berlin; path "/srv/orders"; size 40 GB; changes 4 GB/day; rto 8h
  rpo 1h
  backup { ${runs}; keep 30 days }
`;
const shop = `plan "Shop" { owner "ops@shop.example"; notify "mailto:ops@shop.example" }
site berlin { kind datacenter }
site ireland { kind cloud }
storage nas: nas { at berlin; path "/srv/backup" }
storage vault: s3 { at ireland; bucket "shop"; account backup-admin; immutable 35 days; encrypted }
system orders: files {
${orders}}
scenario fire { lose berlin; recover at ireland; declare within 1h; provision within 1h }
`;
/** The same with a second system that nothing backs up: it cannot be recovered, which `unprotected-system` implies. */
const bare = `${shop}system uploads: files { at berlin; path "/srv/uploads"; size 4 GB; changes 1 GB/day; rpo 26h }\n`;

const on = (today: string | undefined, severity: Readonly<Record<string, Level>> = {}): Terms => ({
  severity: new Map(Object.entries(severity)),
  today,
});
const asked = (text: string, terms: Terms = on('2026-12-01'), others: Readonly<Record<string, string>> = {}): Examination => {
  const examination = examine('plan.backupplan', reader({ 'plan.backupplan': text, ...others }), undefined, terms);
  assert.deepEqual(examination.faults, []);
  return examination;
};
const accept = (code: string, rest = '', until = '2027-06-30') => `accept ${code}${rest} until ${until} because "we know"\n`;
const graded = ({ findings }: Examination): string[] => findings.map(({ code, severity }) => `${severity} ${code}`);

describe('accepting a finding', () => {
  it('silences it, and keeps it with its acceptance', () => {
    assert.deepEqual(codes(asked(shop)), ['rpo-unmet orders']);
    const { findings, accepted } = asked(shop + accept('rpo-unmet', ' for orders'));
    assert.deepEqual(findings, []);
    assert.deepEqual(
      accepted.map(({ finding, acceptance }) => [finding.code, finding.about, acceptance.until, acceptance.because]),
      [['rpo-unmet', 'orders', '2027-06-30', 'we know']],
    );
  });
  it('holds for the last day, and no longer', () => {
    const text = shop + accept('rpo-unmet', ' for orders');
    assert.deepEqual(graded(asked(text, on('2027-05-31'))), []);
    assert.deepEqual(graded(asked(text, on('2027-06-01'))), ['info acceptance-expired']);
    assert.deepEqual(graded(asked(text, on('2027-06-30'))), ['info acceptance-expired']);
    const [unmet, expired] = asked(text, on('2027-07-01')).findings;
    assert.equal(unmet?.code, 'rpo-unmet');
    assert.equal(expired?.severity, 'warning');
    assert.match(expired?.message ?? '', /was accepted until 2027-06-30, 1 day ago, and is still found/);
    assert.equal(text.slice(expired?.range.start, expired?.range.end), '2027-06-30');
    assert.match(expired?.related[0]?.message ?? '', /^rpo-unmet: RPO 1h unmet/);
  });
  it('never ends for whoever knows no day', () => {
    assert.deepEqual(codes(asked(shop + accept('rpo-unmet', ' for orders', '2001-01-01'), on(undefined))), []);
  });
  it('is unused where it has ended and nothing came back', () => {
    assert.deepEqual(codes(asked(shop.replace('rpo 1h', 'rpo 26h') + accept('rpo-unmet', ' for orders', '2001-01-01'))), [
      'acceptance-unused',
    ]);
  });
  it('names the declaration that the finding is about or stands in, and no other', () => {
    assert.deepEqual(codes(asked(shop + accept('rpo-unmet', ' for nas'))), ['rpo-unmet orders', 'acceptance-unused']);
    assert.deepEqual(codes(asked(shop + accept('rpo-unmet'))), []);
    const tapes = `${shop}storage tapes: nas { at berlin; path "/srv/tapes" }\n`;
    assert.deepEqual(codes(asked(tapes)), ['rpo-unmet orders', 'unused-declaration tapes']);
    assert.deepEqual(codes(asked(tapes + accept('unused-declaration', ' for tapes'))), ['rpo-unmet orders']);
    const shared = shop
      .replace(/backup \{.*\}/, 'backup with gold')
      .replace('system', `policy gold { ${runs} }\nsystem`)
      .replace('rpo 1h', 'rpo 26h');
    const [missing, ...others] = asked(shared).findings;
    assert.deepEqual(others, []);
    assert.notEqual(missing?.about, 'gold');
    assert.ok((missing?.range.start ?? 0) > shared.indexOf('policy') && (missing?.range.end ?? 0) < shared.indexOf('system'));
    assert.deepEqual(codes(asked(shared + accept('retention-missing', ' for gold'))), []);
  });
  it('is no use of what it names', () => {
    const idle = `${shop}site paris { kind office }\nkey old { kept at berlin }\n`.replace('rpo 1h', 'rpo 26h');
    assert.deepEqual(codes(asked(idle)), ['unused-declaration paris', 'unused-declaration old']);
    for (const [name, other] of [
      ['paris', 'old'],
      ['old', 'paris'],
    ]) {
      assert.deepEqual(codes(asked(idle + accept('unused-declaration', ` for ${name}`))), [`unused-declaration ${other}`]);
    }
  });
  it('takes what the finding implies with it', () => {
    assert.deepEqual(codes(asked(bare)), ['rpo-unmet orders', 'unprotected-system uploads']);
    assert.deepEqual(codes(asked(bare + accept('unprotected-system', ' for uploads'))), ['rpo-unmet orders']);
  });
  it('is not unused while another finding implies or hides what it speaks of', () => {
    for (const code of ['unrecoverable', 'violates-3-2-1']) {
      assert.deepEqual(codes(asked(bare + accept(code, ' for uploads'))), ['rpo-unmet orders', 'unprotected-system uploads'], code);
    }
  });
  it('is unused beside one that holds longer', () => {
    const { findings, accepted } = asked(shop + accept('rpo-unmet', ' for orders') + accept('rpo-unmet', '', '2028-01-01'));
    assert.deepEqual(
      findings.map(({ code, message }) => `${code}: ${message}`),
      [
        'acceptance-unused: `rpo-unmet` for `orders` is silenced already, by another acceptance or an ignore comment. Remove this acceptance.',
      ],
    );
    assert.equal(accepted[0]?.acceptance.until, '2028-01-01');
  });
  it('is not called unused while an error of the language leaves open what is found', () => {
    const spoilt = shop.replace('path "/srv/orders"', 'path') + accept('rpo-unmet', ' for orders');
    assert.deepEqual(codes(asked(spoilt)), ['syntax']);
  });
  it('is not called unused in a file that another plan may import', () => {
    const files = { 'shared.backupplan': accept('unrecoverable') + accept('unrecoverble') };
    const { findings } = asked(`import "shared.backupplan"\n${shop}`, on('2026-12-01'), files);
    assert.deepEqual(findings.map(({ code, message }) => `${code}: ${message}`).slice(1), [
      'acceptance-unused: There is no check `unrecoverble`; did you mean `unrecoverable`?',
    ]);
    assert.deepEqual(codes(examineText(files['shared.backupplan'])), [], 'a library by itself');
  });
  it('needs a reason: an empty one is an error and silences nothing', () => {
    for (const reason of ['', '   ']) {
      const text = `${shop}accept rpo-unmet for orders until 2027-06-30 because "${reason}"\n`;
      assert.deepEqual(codes(asked(text)), ['rpo-unmet orders', 'syntax']);
    }
    assert.deepEqual(codes(asked(`${shop}accept rpo-unmet for orders until 2027-06-30\n`)), ['rpo-unmet orders', 'syntax']);
    assert.deepEqual(codes(asked(`${shop}accept rpo-unmet for orders until 2027-06-30 because "…"\n`)), ['acceptance-unreasoned']);
  });
  it('cannot hide an error of the language, nor what is said about acceptances', () => {
    const misspelt = shop.replace('lose berlin', 'lose berln');
    assert.ok(codes(asked(misspelt)).includes('undefined-name'));
    assert.ok(codes(asked(misspelt + accept('undefined-name'))).includes('undefined-name'));
    assert.deepEqual(codes(asked(shop + accept('rpo-unmet') + accept('unrecoverable') + accept('acceptance-unused'))), [
      'acceptance-unused',
      'acceptance-unused',
    ]);
  });
});

describe('an ignore comment', () => {
  const above = (comment: string) => shop.replace('  rpo 1h', `  ${comment}\n  rpo 1h`);
  const behind = (comment: string) => shop.replace('  rpo 1h', `  rpo 1h ${comment}`);

  it('silences its code in the next line, or in its own behind a statement', () => {
    for (const mark of ['//', '#']) {
      const comment = `${mark} backupplan-ignore rpo-unmet: the night is enough`;
      for (const text of [above(comment), behind(comment)]) {
        for (const lines of [text, text.replaceAll('\n', '\r\n')]) {
          const { findings, accepted } = asked(lines);
          assert.deepEqual(findings, [], JSON.stringify(comment));
          assert.deepEqual(accepted, [], 'it is no accepted risk');
        }
      }
    }
  });
  it('passes over other comments and empty lines', () => {
    assert.deepEqual(codes(asked(above('// backupplan-ignore rpo-unmet: enough\n\n  /* two\n lines */ // more'))), []);
  });
  it('does not reach beyond its line', () => {
    assert.deepEqual(codes(asked(above('// backupplan-ignore rpo-unmet: enough\n  criticality low'))), [
      'ignore-unused',
      'rpo-unmet orders',
    ]);
    assert.deepEqual(codes(asked(shop.replace('  rpo 1h\n', '  rpo 1h\n  // backupplan-ignore rpo-unmet: too late\n'))), [
      'rpo-unmet orders',
      'ignore-unused',
    ]);
  });
  it('silences nothing without a reason, or with one that has no word', () => {
    for (const reason of ['', ':', ': ', ': …']) {
      assert.deepEqual(codes(asked(behind(`// backupplan-ignore rpo-unmet${reason}`))), ['rpo-unmet orders', 'ignore-unused'], reason);
    }
  });
  it('is only a word in another comment or a string', () => {
    for (const text of [
      above('// see backupplan-ignore rpo-unmet: no'),
      above('// backupplan-ignored rpo-unmet: no'),
      above('/* backupplan-ignore rpo-unmet: no */'),
      above('note "// backupplan-ignore rpo-unmet: no"'),
    ]) {
      assert.deepEqual(codes(asked(text)), ['rpo-unmet orders'], text);
    }
  });
  it('cannot hide an error of the language', () => {
    const text = shop.replace('scenario', '// backupplan-ignore undefined-name: no\nscenario').replace('lose berlin', 'lose berln');
    const found = codes(asked(text));
    assert.ok(found.includes('undefined-name') && found.includes('ignore-unused'), String(found));
  });
  it('wins over an acceptance, which is unused then', () => {
    const { findings, accepted } = asked(behind('// backupplan-ignore rpo-unmet: enough') + accept('rpo-unmet', ' for orders'));
    assert.deepEqual([findings.map(({ code }) => code), accepted], [['acceptance-unused'], []]);
  });
});

describe('the severities of a configuration', () => {
  it('change how grave a finding is, and nothing else', () => {
    const { findings } = asked(shop, on(undefined, { 'rpo-unmet': 'hint' }));
    assert.deepEqual(findings, [{ ...asked(shop, on(undefined)).findings[0], severity: 'hint' }]);
  });
  it('bring back nothing that is silenced', () => {
    assert.deepEqual(graded(asked(shop + accept('rpo-unmet'), on('2026-12-01', { 'rpo-unmet': 'error' }))), []);
  });
  it('turn a code off before it can imply another, and before an acceptance speaks of it', () => {
    assert.deepEqual(codes(asked(bare, on('2026-12-01', { 'unprotected-system': 'off', 'rpo-unmet': 'off' }))), ['unrecoverable uploads']);
    const { findings } = asked(shop + accept('rpo-unmet'), on('2026-12-01', { 'rpo-unmet': 'off' }));
    assert.deepEqual(
      findings.map(({ code, message }) => `${code}: ${message}`),
      ['acceptance-unused: `rpo-unmet` is off in `backupplan.config.yaml`, so there is nothing left to silence.'],
    );
  });
  it('hold for the findings about silencing, but an announcement never becomes graver', () => {
    const text = shop + accept('rpo-unmet');
    const severity = { 'acceptance-expired': 'error' } as const;
    assert.deepEqual(graded(asked(text, on('2027-06-30', severity))), ['info acceptance-expired']);
    assert.deepEqual(graded(asked(text, on('2027-07-01', severity))), ['error rpo-unmet', 'error acceptance-expired']);
    assert.deepEqual(graded(asked(text, on('2027-06-30', { 'acceptance-expired': 'hint' }))), ['hint acceptance-expired']);
    assert.deepEqual(graded(asked(text, on('2027-06-30', { 'acceptance-expired': 'off' }))), []);
  });
});

describe('the quick fix that accepts', () => {
  const fixed = (text: string, code: string, today?: string, others: Readonly<Record<string, string>> = {}) => {
    const read = reader({ 'plan.backupplan': text, ...others });
    const examination = asked(text, on(today), others);
    const finding = examination.findings.find((each) => each.code === code) ?? assert.fail(`no ${code}`);
    return provenAcceptances(examination, finding, read).map(({ title, edits }) => ({
      title,
      text: withEdits(edits, read)('plan.backupplan'),
    }));
  };

  it('writes an `accept` line that holds to the end of a month, 30 days from now or more', () => {
    assert.deepEqual(fixed(shop, 'rpo-unmet', '2026-11-26'), [
      {
        title: 'Accept `rpo-unmet` for `orders` until 2026-12-31',
        text: `${shop}\naccept rpo-unmet for orders until 2026-12-31 because "…"\n`,
      },
    ]);
    for (const [today, until] of [
      ['2026-12-01', '2026-12-31'],
      ['2026-12-02', '2027-01-31'],
      ['2028-01-10', '2028-02-29'],
    ] as const) {
      assert.match(fixed(shop, 'rpo-unmet', today)[0]?.text ?? '', new RegExp(`until ${until} because`));
    }
  });
  it('silences the finding, announces nothing, and asks for the reason', () => {
    for (const today of ['2026-12-01', '2026-12-02', '2027-01-31']) {
      assert.deepEqual(codes(asked(fixed(shop, 'rpo-unmet', today)[0]?.text ?? '', on(today))), ['acceptance-unreasoned']);
    }
  });
  it('puts the line below the acceptances that are there', () => {
    const text = bare.replace('scenario', `${accept('rpo-unmet')}\nscenario`);
    assert.equal(
      fixed(text, 'unprotected-system', '2026-11-26')[0]?.text,
      text.replace('because "we know"\n', 'because "we know"\naccept unprotected-system for uploads until 2026-12-31 because "…"\n'),
    );
  });
  it('writes it into the plan, not into the file that it imports', () => {
    const text = `import "orders.backupplan"\n${shop.replace(/system orders[^}]*\}\n\}\n/, '')}`;
    const others = { 'orders.backupplan': `system orders: files {\n${orders}}\n` };
    assert.match(fixed(text, 'rpo-unmet', '2026-11-26', others)[0]?.text ?? '', /\n\naccept rpo-unmet for orders until/);
  });
  it('moves the date of an acceptance that has ended, instead of a second line', () => {
    const text = shop + accept('rpo-unmet', ' for orders', '2026-10-31');
    const extended = [{ title: 'Go on accepting it until 2026-12-31', text: text.replace('2026-10-31', '2026-12-31') }];
    assert.deepEqual(fixed(text, 'rpo-unmet', '2026-11-26'), extended);
    const examination = asked(text, on('2026-11-26'));
    const expired = examination.findings.find(({ code }) => code === 'acceptance-expired') ?? assert.fail();
    const read = reader({ 'plan.backupplan': text });
    assert.deepEqual(
      provenFixes(examination, expired, read).map(({ title, edits }) => ({ title, text: withEdits(edits, read)('plan.backupplan') })),
      extended,
    );
  });
  it('is offered where a team takes a missing reason for an error: the person writes it', () => {
    const read = reader({ 'plan.backupplan': shop });
    const examination = asked(shop, on('2026-12-01', { 'acceptance-unreasoned': 'error' }));
    const [unmet] = examination.findings;
    assert.equal(provenAcceptances(examination, unmet ?? assert.fail(), read).length, 1);
  });
  it('is not offered for an error of the language, nor where nobody knows the day', () => {
    assert.deepEqual(fixed(shop.replace('lose berlin', 'lose berln'), 'undefined-name', '2026-11-26'), []);
    assert.deepEqual(fixed(shop + accept('unrecoverable'), 'acceptance-unused', '2026-11-26'), []);
    assert.deepEqual(fixed(shop, 'rpo-unmet'), []);
  });
});

describe('the quick fixes of what silences nothing', () => {
  const mended = (text: string, code: string) => {
    const read = reader({ 'plan.backupplan': text });
    const examination = asked(text);
    const finding = examination.findings.find((each) => each.code === code) ?? assert.fail(`no ${code}`);
    return provenFixes(examination, finding, read).map(({ title, edits }) => [title, withEdits(edits, read)('plan.backupplan')]);
  };

  it('remove the acceptance with its line', () => {
    assert.deepEqual(mended(shop + accept('unrecoverable'), 'acceptance-unused'), [['Remove the acceptance', shop]]);
  });
  it('remove the comment: with its line, or behind its statement', () => {
    const above = shop.replace('  rpo 1h', '  // backupplan-ignore unrecoverable: no\n  rpo 1h');
    const behind = shop.replace('  rpo 1h', '  rpo 1h  // backupplan-ignore unrecoverable: no');
    for (const text of [above, behind]) assert.deepEqual(mended(text, 'ignore-unused'), [['Remove the comment', shop]]);
  });
  it('put the code that was meant', () => {
    assert.deepEqual(mended(shop + accept('rpo-unmeet'), 'acceptance-unused'), [
      ['Replace with `rpo-unmet`', shop + accept('rpo-unmet')],
      ['Remove the acceptance', shop],
    ]);
    const comment = shop.replace('  rpo 1h', '  # backupplan-ignore rpo-unmt: enough\n  rpo 1h');
    assert.deepEqual(mended(comment, 'ignore-unused')[0], ['Replace with `rpo-unmet`', comment.replace('unmt', 'unmet')]);
  });
});
