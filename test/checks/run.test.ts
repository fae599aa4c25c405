import assert from 'node:assert/strict';
import { allChecks } from '../../engine/checks/all.ts';
import type { Check } from '../../engine/checks/check.ts';
import type { Finding } from '../../engine/checks/finding.ts';
import { runChecks } from '../../engine/checks/run.ts';
import { examine } from '../../engine/examine.ts';
import { codes, examineText, reader, terms } from './examined.ts';

const shop = `
plan "Shop" { owner "ops@shop.example"; notify "mailto:ops@shop.example" }
site berlin { kind datacenter }
site ireland { kind cloud }
storage nas: nas { at berlin; path "/srv/backup" }
storage vault: s3 { at ireland; bucket "shop"; account backup-admin; immutable 35 days; encrypted }
system orders: files {
  at berlin; path "/srv/orders"; size 40 GB; changes 4 GB/day; rpo 26h; rto 8h
  backup { full daily at 02:00 to nas using tar; keep 30 days; verify restore weekly on monday at 05:00 }
}
system uploads: files {
  at berlin; path "/srv/uploads"; size 40 GB; changes 4 GB/day; rpo 26h; rto 8h
  backup { full daily at 02:00 to nas using tar; copy after full from nas to vault; keep 30 days; verify restore weekly on monday at 05:00 }
}
scenario fire { lose berlin; recover at ireland; declare within 1h; provision within 1h }
`;

function check(code: string, about: string | undefined, more: Partial<Check> = {}): Check {
  const finding: Finding = {
    code,
    about,
    severity: 'error',
    message: `${code}!`,
    file: 'plan.backupplan',
    range: { start: 5, end: 6 },
    related: [],
    fixes: [],
  };
  return { code, group: 'loss', severity: 'error', summary: '', run: () => [finding], ...more };
}

describe('running the checks', () => {
  const subject = examineText(shop);

  it('a check that throws loses its own answer alone, and is reported', () => {
    const faults: string[] = [];
    const broken = check('broken', 'orders', {
      run() {
        throw new Error('a fault of ours');
      },
    });
    const { findings } = runChecks(subject, (fault) => faults.push(`${fault.code}: ${fault.error}`), [broken, check('sound', 'orders')]);
    assert.deepEqual(
      findings.map((finding) => finding.code),
      ['sound'],
    );
    assert.deepEqual(faults, ['broken: Error: a fault of ours']);
  });

  it('checksums that stand in for a restore test are a related place of its lack, and are told by themselves where that is off', () => {
    const sums = shop.replaceAll('verify restore weekly on monday at 05:00', 'verify checksum daily at 05:00');
    const { findings } = examineText(sums);
    assert.ok(!findings.some(({ code }) => code === 'verify-shallow'));
    const untested = findings.find(({ code, about }) => code === 'restore-untested' && about === 'orders');
    const [checksum] = untested?.related ?? [];
    assert.match(
      checksum?.message ?? '',
      /^verify-shallow: The backup of `orders` on nas is verified by checksums only: .* Add `verify restore`\.$/,
    );
    assert.equal(sums.slice(checksum?.place.range.start, checksum?.place.range.end), 'verify checksum daily at 05:00');
    const off = { ...terms, severity: new Map([['restore-untested', 'off'] as const]) };
    const left = examine('plan.backupplan', reader({ 'plan.backupplan': sums }), undefined, off).findings;
    assert.deepEqual(
      left.filter(({ code }) => code === 'verify-shallow').map(({ about }) => about),
      ['orders', 'uploads'],
    );
  });

  it('a check that throws does not make an acceptance of its code unused', () => {
    const accepting = examineText(`${shop}accept broken until 2027-06-30 because "we know"\n`);
    const judging = [check('broken', 'orders'), ...allChecks.filter(({ code }) => code === 'acceptance-unused')];
    const silent = (run: Check['run']) =>
      runChecks(
        accepting,
        undefined,
        judging.map((each) => (each.code === 'broken' ? { ...each, run } : each)),
      );
    assert.deepEqual(
      silent(() => []).findings.map(({ code }) => code),
      ['acceptance-unused'],
    );
    const { findings } = silent(() => {
      throw new Error('a fault of ours');
    });
    assert.deepEqual(findings, []);
  });

  it('what another finding implies becomes its related place, for the same declaration only', () => {
    const cause = check('cause', 'orders', { implies: ['effect'] });
    const { findings } = runChecks(subject, undefined, [check('effect', 'orders'), check('effect', 'uploads'), cause]);
    const [first, second, ...rest] = findings;
    assert.deepEqual(rest, []);
    assert.equal(first?.code, 'cause');
    assert.deepEqual(first?.related, [{ place: { file: 'plan.backupplan', range: { start: 5, end: 6 } }, message: 'effect: effect!' }]);
    assert.equal(second?.about, 'uploads');
  });

  describe('one cause', () => {
    const steps = 'full daily at 02:00 to nas using tar; ';
    const shared = shop
      .replaceAll('copy after full from nas to vault; ', '')
      .replaceAll(`backup { ${steps}`, 'backup with nightly { ')
      .concat(`policy nightly { ${steps}}\n`);
    const unmet = shared.replaceAll('rpo 26h', 'rpo 12h').replace('lose berlin', 'corrupt orders, uploads');
    const of = (text: string, code: string) => examineText(text).findings.filter((finding) => finding.code === code);

    it('is told once, where the first stands, and the others are named', () => {
      const [first, ...others] = of(unmet, 'rpo-unmet');
      assert.deepEqual(others, []);
      assert.equal(first?.about, 'orders');
      assert.match(first?.message ?? '', / The same goes for `uploads`\.$/);
      assert.match(first?.related.at(-1)?.message ?? '', /^RPO 12h unmet by daily schedule/);
    });
    it('is told of whoever is left when one of them is accepted', () => {
      const accepted = `${unmet}accept rpo-unmet for orders until 2027-06-30 because "we know"\n`;
      assert.deepEqual(
        of(accepted, 'rpo-unmet').map(({ about, message }) => [about, message.includes('The same goes')]),
        [['uploads', false]],
      );
      assert.deepEqual(of(accepted, 'acceptance-unused'), []);
    });
    it('is told with the gravest first', () => {
      const critical = unmet
        .replace('system uploads: files {', 'system uploads: files { criticality critical')
        .replaceAll('; verify restore weekly on monday at 05:00', '');
      const [first, ...others] = of(critical, 'restore-untested');
      assert.deepEqual(others, []);
      assert.deepEqual([first?.about, first?.severity], ['uploads', 'error']);
    });
    it('does not join what each system says for itself', () => {
      const own = unmet.replaceAll('backup with nightly { ', `backup { ${steps}`);
      assert.deepEqual(
        of(own, 'rpo-unmet').map(({ about }) => about),
        ['orders', 'uploads'],
      );
    });
  });

  describe('findings with a cause in common', () => {
    const found = (about: string, start: number, more: Partial<Finding> = {}): Finding => ({
      code: 'open',
      about,
      cause: 'no lock',
      severity: 'info',
      message: `${about} is open.`,
      file: 'plan.backupplan',
      range: { start, end: start + 1 },
      related: [],
      fixes: [],
      ...more,
    });
    const open = check('open', undefined, {
      run: () => [found('uploads', 9), found('orders', 7, { severity: 'warning' }), found('web', 8)],
    });

    it('are said once, at the first place and as gravely as the gravest', () => {
      const [only, ...rest] = runChecks(subject, undefined, [open]).findings;
      assert.deepEqual(rest, []);
      assert.equal(only?.about, 'orders');
      assert.equal(only?.severity, 'warning');
      assert.equal(only?.message, 'orders is open. The same goes for `web` and `uploads`.');
      assert.deepEqual(
        only?.related.map(({ message, place }) => `${place.range.start} ${message}`),
        ['8 web is open.', '9 uploads is open.'],
      );
    });
    it('are still said of those that nobody has accepted', () => {
      const accepting = examineText(`${shop}accept open for orders until 2027-06-30 because "we know"\n`);
      const { findings, accepted } = runChecks(accepting, undefined, [open]);
      assert.deepEqual(
        findings.map(({ message }) => message),
        ['web is open. The same goes for `uploads`.'],
      );
      assert.deepEqual(
        accepted.map(({ finding }) => finding.message),
        ['orders is open.'],
      );
    });
    it('of another code or cause stay apart', () => {
      const other = check('shut', undefined, {
        run: () => [found('orders', 5, { code: 'shut' }), found('web', 6, { code: 'shut', cause: 'no door' })],
      });
      assert.equal(runChecks(subject, undefined, [open, other]).findings.length, 3);
    });
  });

  it('findings come by file, the root first, and by place', () => {
    const files = {
      'plan.backupplan': 'import "a.backupplan"\nsite one { kind planet }\nsite two { kind planet }\nsystem s: files { at nowhere }\n',
      'a.backupplan': 'site three { kind planet }\n',
    };
    const { findings } = examine('plan.backupplan', reader(files));
    assert.deepEqual(
      findings.map(({ file, range }) => `${file} ${files[file as keyof typeof files].slice(range.start, range.end)}`),
      ['plan.backupplan planet', 'plan.backupplan planet', 'plan.backupplan nowhere', 'a.backupplan planet'],
    );
  });
});

describe('what is said of a plan with language errors', () => {
  it('a sound plan gets findings about what is lost', () => {
    assert.deepEqual(codes(examineText(shop)), [
      'same-account orders',
      'same-failure-domain orders',
      'unrecoverable orders',
      'violates-3-2-1 orders',
    ]);
  });
  it('a system with an error of its own is left out, the others are judged', () => {
    const text = shop
      .replace('path "/srv/uploads"', 'path')
      .replace('copy after full from nas to vault', 'copy after full from nas to vault taking 5m');
    assert.deepEqual(codes(examineText(text)), [
      'same-account orders',
      'same-failure-domain orders',
      'unrecoverable orders',
      'violates-3-2-1 orders',
      'syntax',
    ]);
  });
  it('an error in a storage silences the systems that are backed up to it', () => {
    assert.deepEqual(codes(examineText(shop.replace('at ireland; bucket', 'at irland; bucket'))), [
      'undefined-name',
      'same-account orders',
      'same-failure-domain orders',
      'unrecoverable orders',
      'violates-3-2-1 orders',
    ]);
    assert.deepEqual(codes(examineText(shop.replace('storage nas: nas { at', 'storage nas: nas { within'))), ['unknown-word']);
  });
  it('an error in a scenario silences that scenario', () => {
    assert.deepEqual(codes(examineText(shop.replace('declare within 1h', 'declare within'))), [
      'same-account orders',
      'same-failure-domain orders',
      'violates-3-2-1 orders',
      'syntax',
    ]);
  });
  it('a wrong time zone silences everything: it moves every run', () => {
    assert.deepEqual(codes(examineText(shop.replace('owner "ops@shop.example"', 'timezone "Europe/Atlantis"'))), ['unknown-word']);
  });
  it('a missing import silences everything: it may hold what is missing', () => {
    assert.deepEqual(codes(examineText(`import "more.backupplan"\n${shop}`)), ['import-failed']);
  });
  it('a library gets the checks of the language alone', () => {
    assert.deepEqual(
      codes(examineText(shop.replace('plan "Shop" { owner "ops@shop.example"; notify "mailto:ops@shop.example" }', ''))),
      [],
    );
  });
});

describe('examining', () => {
  it('never throws, whatever the text and however reading goes', () => {
    for (const text of [
      '',
      '{',
      '}',
      'plan',
      'plan "x" {',
      'system : {}',
      'import ""',
      '\u0000\uD800"""',
      'plan "x" {}\nsystem a: files { at a; depends on a; backup { copy after copy from a to a } }',
    ]) {
      assert.deepEqual(examineText(text).faults, [], JSON.stringify(text));
    }
    const { findings } = examine('gone.backupplan', () => {
      throw new Error('no such disk');
    });
    assert.deepEqual(
      findings.map((finding) => finding.code),
      ['import-failed'],
    );
  });

  it('tells the findings of one file after those of another, in the order in which they are imported, each from the top', () => {
    const { findings } = examine(
      'plan.backupplan',
      reader({
        'plan.backupplan': 'plan "x" {}\nimport "z.backupplan"\nimport "a.backupplan"\nsite here { kind offic }\n',
        'z.backupplan': '// The mistakes of this file stand further down than those of the next.\nsite there { kind offic }\n',
        'a.backupplan': 'site near { kind offic }\nsite far { kind offic }\n',
      }),
    );
    assert.deepEqual(
      findings.filter(({ code }) => code === 'unknown-word').map(({ file, range }) => `${file} ${range.start}`),
      ['plan.backupplan 73', 'z.backupplan 90', 'a.backupplan 17', 'a.backupplan 41'],
    );
  });

  it('answers a second question about the same texts from the first, and sees an edit in an imported file', () => {
    const files = {
      'plan.backupplan': 'plan "x" {}\nimport "a.backupplan"\nsystem s: files { at here; exempt because "a test" }\n',
      'a.backupplan': 'site here { kind office }\n',
    };
    const first = examine('plan.backupplan', reader(files));
    assert.equal(examine('plan.backupplan', reader(files)), first);
    const second = examine('plan.backupplan', reader({ ...files, 'a.backupplan': 'site there { kind office }\n' }));
    assert.deepEqual(codes(first), []);
    assert.deepEqual(codes(second), ['undefined-name']);
  });
});
