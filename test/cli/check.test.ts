import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Folder } from './run.ts';

const clean = readFileSync('examples/postgresql.backupplan', 'utf8');
const daily = clean.replace(
  'full    daily at 02:00 to nas using pg_basebackup\n    log     continuous to nas',
  'full    daily at 02:00 to nas using pg_dump',
);

describe('backupplan check', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  it('says nothing of a plan that holds, and ends with 0', async () => {
    folder.write('orders.backupplan', clean);
    const { code, out, err } = await folder.run(['check']);
    assert.deepEqual({ code, out, err }, { code: 0, out: '✓ 1 plan checked, nothing to say.\n', err: '' });
  });

  it('shows the unmet rpo of a daily dump with its sum, the line and the schedule, and ends with 1', async () => {
    assert.notEqual(daily, clean);
    folder.write('orders.backupplan', daily);
    const { code, out } = await folder.run(['check', 'orders.backupplan']);
    assert.equal(code, 1);
    assert.match(out, /^error\[rpo-unmet\]: RPO 1h unmet by daily schedule: .* is lost \(.* \+ .*\)/m);
    assert.match(out, /--> orders\.backupplan:\d+:\d+/);
    assert.match(out, /\| {3,}rpo +1h/);
    assert.match(out, /::: orders\.backupplan:\d+:\d+/);
    assert.match(out, /full +daily at 02:00 to nas using pg_dump/);
  });

  it('puts the carets under the words meant, behind tabs and wide characters too', async () => {
    folder.write('p.backupplan', 'plan "名前" { owner "é"; timzone "UTC" }\n');
    const { out } = await folder.run(['check', 'p.backupplan']);
    const rows = out.split('\n');
    const carets = rows.findIndex((row) => row.includes('^'));
    const { default: width } = await import('string-width');
    const source = rows[carets - 1] ?? '';
    assert.equal((rows[carets] ?? '').indexOf('^'), width(source.slice(0, source.indexOf('timzone'))));
  });

  it('writes JSON with ranges that count from 0', async () => {
    folder.write('p.backupplan', 'plan "x" {\n  timzone "UTC"\n}\n');
    const { code, out } = await folder.run(['check', '--format', 'json']);
    assert.equal(code, 1);
    const report = JSON.parse(out) as {
      schemaVersion: number;
      plans: number;
      diagnostics: { code: string; file: string; range: unknown }[];
    };
    assert.equal(report.schemaVersion, 1);
    assert.equal(report.plans, 1);
    assert.deepEqual(
      report.diagnostics.filter(({ code }) => code === 'unknown-word').map(({ file, range }) => ({ file, range })),
      [{ file: 'p.backupplan', range: { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } } }],
    );
  });

  it('reads standard input at -', async () => {
    const { code, out } = await folder.run(['check', '-'], { input: clean });
    assert.equal(code, 0, out);
  });

  it('says a finding of a shared library once', async () => {
    folder.write('sites.backupplan', 'site berlin { knd datacenter }\n');
    folder.write('a.backupplan', 'import "sites.backupplan"\nplan "a" { }\n');
    folder.write('b.backupplan', 'import "sites.backupplan"\nplan "b" { }\n');
    const { out } = await folder.run(['check']);
    assert.equal(out.match(/error\[unknown-word\]/g)?.length, 1, out);
  });

  it('does not let a name speak to the terminal', async () => {
    folder.write('p.backupplan', 'plan "x" { owner "\u001b[31mred\u001b]0;title\u0007"; ownr "\u202eevil" }\n');
    const { out } = await folder.run(['check']);
    assert.ok(!out.includes('\u001b') && !out.includes('\u202e') && !out.includes('\u0007'), JSON.stringify(out));
  });

  it('colours only where it is asked to', async () => {
    folder.write('p.backupplan', 'plan "x" { timzone "UTC" }\n');
    assert.ok((await folder.run(['check'], { color: true })).out.includes('\u001b[31m'));
    assert.ok(!(await folder.run(['check'])).out.includes('\u001b'));
  });

  for (const [what, args, words] of [
    ['a path that is not there', ['check', 'nothing.backupplan'], /there is no file or folder 'nothing.backupplan'/],
    ['a folder without plans', ['check', '.'], /there is no plan .* 'backupplan init' writes one/],
    [
      'an unknown format',
      ['check', '--format', 'xml'],
      /--format takes pretty, json, sarif, github, gitlab, junit, markdown; 'xml' is none of them/,
    ],
    ['an unknown option', ['check', '--frmat'], /--frmat/],
    ['a word for a number', ['check', '--max-warnings', 'few', '.'], /--max-warnings takes a whole number/],
    [
      'a date that no calendar has',
      ['check', '--date', '2027-02-30', '.'],
      /--date takes a day, for example 2027-06-30; '2027-02-30' is none/,
    ],
    ['a word for a date', ['check', '--date', 'tomorrow', '.'], /--date takes a day/],
    ['an unknown command', ['chek'], /there is no command 'chek'/],
  ] as const) {
    it(`explains ${what}, and ends with 2`, async () => {
      const { code, out, err } = await folder.run(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, words);
    });
  }

  it('names the line of a catalogue of the workspace that it cannot use, and ends with 2', async () => {
    folder.write('backupplan.catalog.yaml', 'storages:\n  disk:\n    read: fast\n');
    folder.write('orders.backupplan', clean);
    const { code, err } = await folder.run(['check']);
    assert.equal(code, 2);
    assert.match(err, /backupplan\.catalog\.yaml:3:\d+: /);
  });

  it('names the line and column of a mistake in a pack of the workspace', async () => {
    folder.write(
      'backupplan.catalog.yaml',
      'packs:\n  acme:\n    title: Acme\n    about: Ours\n    rules:\n      r: { require: { owners: true } }\n',
    );
    folder.write('orders.backupplan', clean);
    const { code, err } = await folder.run(['check']);
    assert.equal(code, 2);
    assert.match(err, /backupplan\.catalog\.yaml:6:31: `owners` is not known here/);
  });

  describe('what is silenced', () => {
    // Without the days that come and go for other findings.
    const dateless = daily.replace(/^ *(reviewed|drilled) .*\n/gm, '');
    const accepting = `${dateless}\naccept rpo-unmet for orders until 2027-06-30 because "the log comes in June"\n`;
    const codes = (out: string): string[] => [...out.matchAll(/^(\w+\[[\w-]+\])/gm)].map(([, code = '']) => code);

    it('is held against --date, else against today', async () => {
      folder.write('orders.backupplan', accepting);
      const ask = async (args: readonly string[], today: string) => {
        const { code, out } = await folder.run(['check', ...args], { today });
        return [code, ...codes(out)];
      };
      assert.deepEqual(await ask([], '2026-12-01'), [0]);
      assert.deepEqual(await ask([], '2027-06-15'), [0, 'info[acceptance-expired]']);
      assert.deepEqual(await ask([], '2027-07-01'), [1, 'error[rpo-unmet]', 'warning[acceptance-expired]']);
      assert.deepEqual(await ask(['--date', '2027-07-01'], '2026-12-01'), [1, 'error[rpo-unmet]', 'warning[acceptance-expired]']);
      assert.deepEqual(await ask(['--date', '2027-06-30'], '2028-01-01'), [0, 'info[acceptance-expired]']);
    });

    it('does not change with the day in what is generated', async () => {
      folder.write('orders.backupplan', accepting);
      const texts = [];
      for (const today of ['2026-12-01', '2027-06-15', '2028-01-01']) {
        const { code, err } = await folder.run(['generate', '--only', 'documents', '--force'], { today });
        assert.equal(code, 0, err);
        texts.push(readFileSync(path.join(folder.path, 'orders.backup/documents/disaster-recovery-plan.md'), 'utf8'));
      }
      assert.match(
        texts[0] ?? '',
        /\| `rpo-unmet` \| orders \| RPO 1h unmet by daily schedule: .* \| 2027-06-30 \| the log comes in June \|/,
      );
      assert.deepEqual(texts, [texts[0], texts[0], texts[0]]);
    });

    it('follows the nearest configuration at or above the plan, down to the exit code', async () => {
      folder.write('backupplan.config.yaml', 'severity:\n  rpo-unmet: warning\n');
      folder.write('a/orders.backupplan', daily);
      folder.write('b/backupplan.config.yaml', 'severity:\n  rpo-unmet: off\n');
      folder.write('b/deep/orders.backupplan', daily);
      const mild = await folder.run(['check', 'a']);
      assert.deepEqual([mild.code, ...codes(mild.out)], [0, 'warning[rpo-unmet]']);
      assert.equal((await folder.run(['check', 'a', '--fail-level', 'warning'])).code, 1);
      const off = await folder.run(['check', 'b']);
      assert.deepEqual([off.code, ...codes(off.out)], [0]);
      folder.write('a/backupplan.config.yaml', '# nothing is changed here\n');
      assert.equal((await folder.run(['check', 'a'])).code, 1);
    });

    for (const [what, text, words] of [
      ['a code that is unknown', 'severity:\n  rpo-unmeet: off\n', /backupplan\.config\.yaml:2:3: .*did you mean `rpo-unmet`/],
      ['a severity that is none', 'severity:\n  rpo-unmet: loud\n', /backupplan\.config\.yaml:2:14: .*error, warning, info, hint or off/],
      ['broken YAML', 'severity: {\n', /backupplan\.config\.yaml:\d+:\d+: /],
    ] as const) {
      it(`names the line of a configuration with ${what}, and ends with 2`, async () => {
        folder.write('backupplan.config.yaml', text);
        folder.write('orders.backupplan', clean);
        for (const command of ['check', 'assess', 'generate']) {
          const { code, out, err } = await folder.run([command]);
          assert.deepEqual([code, out], [2, '']);
          assert.match(err, words);
        }
      });
    }

    it('says of a configuration that cannot be read that it cannot', async () => {
      folder.write('backupplan.config.yaml/a-folder', '');
      folder.write('orders.backupplan', clean);
      const { code, err } = await folder.run(['check']);
      assert.equal(code, 2);
      assert.match(err, /backupplan\.config\.yaml:1:1: It cannot be read/);
    });
  });

  it('takes any bytes for a plan', async () => {
    folder.write(
      'p.backupplan',
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256),
    );
    const { code, err } = await folder.run(['check']);
    assert.ok(code === 1 || code === 2, `${code} ${err}`);
  });
});
