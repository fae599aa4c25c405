import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource, type InlayHint, type MarkupContent } from 'vscode-languageserver';
import { Editor, uri } from './editor.ts';

const shop = readFileSync(new URL('../../examples/shop.backupplan', import.meta.url), 'utf8');

/** One system, with all that a figure could need. */
const plan = `plan "P" {}
site berlin {}
storage nas: disk { at berlin; price 0.02 USD/GB/month }
system orders: postgresql {
  at berlin; size 100 GB; changes 1 GB/day
  rpo 1h
  backup { full daily at 02:00 to nas using pg_dump taking 30m; keep 14 days }
}
scenario slip { corrupt orders; detected after 1h }
`;

describe('language server: inlay hints', () => {
  let editor: Editor;
  let documents = 0;

  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  function ask(document: string, from = 0, to = 1000): Promise<InlayHint[]> {
    const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
    return editor.request('textDocument/inlayHint', { textDocument: { uri: document }, range });
  }

  async function hintsOf(text: string, from?: number, to?: number): Promise<InlayHint[]> {
    const document = `untitled:hints-${documents++}`;
    await editor.open(document, text);
    const hints = await ask(document, from, to);
    await editor.close(document);
    return hints;
  }

  /** The lines that have hints, as an editor shows them. */
  function shown(text: string, hints: readonly InlayHint[]): string[] {
    const lines = text.split('\n');
    for (const { position, label } of hints.toReversed()) {
      const line = lines[position.line] ?? assert.fail('a hint beyond the text');
      lines[position.line] = `${line.slice(0, position.character)} ⟨${String(label)}⟩${line.slice(position.character)}`;
    }
    return lines.filter((line) => line.includes('⟨')).map((line) => line.trim().replace(/ +/g, ' '));
  }
  const labels = (hints: readonly InlayHint[]): string[] => hints.map(({ label }) => String(label));
  const tooltip = (hints: readonly InlayHint[], label: string): string => {
    const hint = hints.find((each) => each.label === label) ?? assert.fail(`no hint ${label} among ${labels(hints).join(', ')}`);
    return (hint.tooltip as MarkupContent | undefined)?.value ?? '';
  };

  describe('of the shop', () => {
    let hints: readonly InlayHint[];
    before(async () => {
      hints = await hintsOf(shop);
    });
    const line = (start: string): string | undefined => shown(shop, hints).find((each) => each.startsWith(start));

    it('tell what an rpo and an rto come to at worst, and where they are broken', () => {
      assert.equal(line('rpo '), 'rpo 1h ⟨✗ 1h21m in datacenter-failure⟩');
      assert.equal(line('rto '), 'rto 4h ⟨✓ 3h58m⟩');
      assert.match(line('system secrets') ?? '', /rpo 26h ⟨✗ 26h30m in datacenter-failure⟩; rto 2h ⟨✗ 3h in ransomware⟩/);
    });

    it('show the sum behind a figure', () => {
      const sum = tooltip(hints, '✗ 1h21m in datacenter-failure');
      assert.match(sum, /\| datacenter-failure \| 1h21m3s \| ✗ 1h \|/);
      assert.match(sum, /- \*\*1h21m3s\*\* worst-case loss of orders, restored from vault\n {2}- \*\*1m\*\* until the log is on nas\n/);
    });

    it('tell the longest gap of jobs, copies and tests, where the words do not', () => {
      assert.equal(line('incremental '), 'incremental daily at 02:00 ⟨gap 25h⟩ to nas');
      assert.equal(line('full weekly'), 'full weekly on sunday at 02:00 ⟨gap 7 days 1h⟩ to nas');
      assert.equal(line('copy daily'), 'copy daily at 02:30 ⟨gap 25h⟩ from nas to vault');
      assert.equal(line('verify checksum'), 'verify checksum daily at 06:00 ⟨gap 25h⟩');
      assert.equal(line('copy hourly'), undefined, 'hourly is an hour');
      assert.equal(
        tooltip(hints, 'gap 7 days 1h'),
        'Longest gap: **7 days 1h**, from 31 Oct 2027 02:00 to 7 Nov 2027 02:00: on 31 Oct 2027 the clocks go back by 1h.',
      );
    });

    it('tell how far back a keep reaches, rule by rule, and of a policy over the systems that use it', () => {
      assert.equal(line('keep on nas'), 'keep on nas 14 days ⟨reaches 13 days⟩');
      assert.equal(line('keep on vault'), 'keep on vault daily for 30 days ⟨reaches 28 days⟩, monthly for 12 months ⟨reaches 334 days⟩');
      assert.equal(line('keep daily'), 'keep daily for 30 days ⟨reaches 29 days⟩, monthly for 12 months ⟨reaches 333 days⟩');
      // `secrets` has a `keep` of its own for vault.
      assert.deepEqual(tooltip(hints, 'reaches 333 days').match(/^\| (uploads|secrets) \| \w+/gm), [
        '| secrets | nas',
        '| uploads | nas',
        '| uploads | vault',
      ]);
    });

    it('tell what a storage holds and costs in month 12, and no price that nobody gives', () => {
      assert.equal(line('storage vault'), 'storage vault ⟨7.9 TB · 139 USD/month in month 12⟩: s3 {');
      assert.equal(line('storage nas'), 'storage nas ⟨3.55 TB in month 12⟩: disk {');
      assert.match(tooltip(hints, '3.55 TB in month 12'), /needs nas\.price/);
      assert.match(
        tooltip(hints, '7.9 TB · 139 USD/month in month 12'),
        /- \*\*139\.04 USD\*\* vault in December 2027\n {2}- \*\*98\.69 USD\*\* for 7\.9 TB/,
      );
    });

    it('are those of the range that is asked for', async () => {
      const from = shop.split('\n').findIndex((each) => each.includes('rpo       1h'));
      assert.deepEqual(labels(await hintsOf(shop, from, from + 1)), ['✗ 1h21m in datacenter-failure']);
      const all = [...hints].filter(({ position }) => position.line >= from && position.line <= from + 1);
      assert.equal(all.length, 2, 'the next line has one too');
      const line = shop.split('\n').findIndex((each) => each.startsWith('system secrets'));
      const range = { start: { line, character: 0 }, end: { line, character: shop.split('\n')[line]?.indexOf('; rto') ?? 0 } };
      await editor.open('untitled:narrow', shop);
      const narrow = await editor.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: 'untitled:narrow' }, range });
      await editor.close('untitled:narrow');
      assert.deepEqual(labels(narrow), ['✗ 26h30m in datacenter-failure']);
    });
  });

  it('tell of a schedule only what its words do not', async () => {
    const gaps = async (schedule: string, zone = 'UTC'): Promise<string[]> =>
      labels(await hintsOf(`plan "P" { timezone "${zone}" }\npolicy p { full ${schedule} to nas }\n`));
    assert.deepEqual(await gaps('daily at 02:00'), []);
    assert.deepEqual(await gaps('weekly on sunday at 02:00'), []);
    assert.deepEqual(await gaps('every 6h'), []);
    assert.deepEqual(await gaps('every 6h', 'Europe/Berlin'), ['gap 7h']);
    assert.deepEqual(await gaps('every 15m', 'Europe/Berlin'), []);
    assert.deepEqual(await gaps('daily at 08:00, 18:00'), ['gap 14h']);
    assert.deepEqual(await gaps('weekdays at 18:00'), ['gap 3 days']);
    assert.deepEqual(await gaps('monthly on 31 at 01:00'), ['gap 61 days']);
    assert.deepEqual(await gaps('daily at 02:00 in "Europe/Berlin"'), ['gap 25h']);
  });

  it('name the system at the target of a scenario, and both at that of a policy', async () => {
    const ofScenario = plan.replace('detected after 1h', 'detected after 1h; rpo 12h');
    assert.deepEqual(labels(await hintsOf(ofScenario, 8)), ['✗ 24h for orders']);
    assert.deepEqual(labels(await hintsOf(ofScenario, 5, 6)), [], 'no scenario is measured by the system’s own');
    const ofPolicy = `${plan.replace('  rpo 1h\n', '').replace('backup {', 'backup with gold {')}policy gold { rpo 2h }\n`;
    assert.deepEqual(labels(await hintsOf(ofPolicy, 8)), ['✗ 24h for orders in slip']);
  });

  it('say that nothing is left', async () => {
    const lost = plan.replace('corrupt orders; detected after 1h', 'lose berlin');
    assert.deepEqual(labels(await hintsOf(lost, 5, 6)), ['✗ unrecoverable in slip']);
    const late = plan.replace('keep 14 days', 'keep 6h');
    assert.deepEqual(labels(await hintsOf(late, 6, 7)), ['reaches 30m']);
    const never = plan.replace('keep 14 days', 'keep forever');
    assert.deepEqual(labels(await hintsOf(never, 6, 7)), []);
  });

  it('tell the whole of a keep where it is something else than its longest rule', async () => {
    const locked = plan.replace('at berlin; price', 'at berlin; immutable 60 days; price').replace('keep 14 days', 'keep 3 last, 7 daily');
    assert.deepEqual(labels(await hintsOf(locked, 6, 7)), ['reaches 48h30m', 'reaches 6 days', 'together reaches 59 days']);
    const twice = plan.replace('keep 14 days', 'keep 14 days; keep 3 daily, 5 daily');
    assert.deepEqual(labels(await hintsOf(twice, 6, 7)), [
      'reaches 13 days',
      'reaches 48h30m',
      'reaches 4 days',
      'together reaches 13 days',
    ]);
    const emptied = plan
      .replace('system', 'storage tape: tape { at berlin }\nsystem')
      .replace('keep 14 days', 'move weekly on sunday at 12:00 from nas to tape taking 1h; keep on nas 14 days, 6 daily');
    assert.deepEqual(labels(await hintsOf(emptied, 7, 8)), ['reaches 13 days', 'reaches 5 days', 'together at times reaches nothing']);
  });

  it('say what a figure needs', async () => {
    const unsized = plan.replace('size 100 GB; ', '').replace(' taking 30m', '');
    assert.deepEqual(shown(unsized, await hintsOf(unsized)), [
      'storage nas ⟨? needs orders.size⟩: disk { at berlin; price 0.02 USD/GB/month }',
      'rpo 1h ⟨? needs orders.size⟩',
      'backup { full daily at 02:00 to nas using pg_dump; keep 14 days ⟨? needs orders.size⟩ }',
    ]);
  });

  it('are not told of a storage that nothing is written to', async () => {
    assert.deepEqual(labels(await hintsOf('plan "P" { timezone "UTC" }\nsite a {}\nstorage nas: nas { at a }\n', 2, 3)), []);
  });

  it('say when a storage is full', async () => {
    const small = plan.replace('at berlin; price', 'at berlin; capacity 1 TB; price');
    const [storage] = labels(await hintsOf(small, 2, 3));
    assert.match(storage ?? '', /^1\.\d+ TB · \d+ USD\/month in month 12 · full on 1 Jan 2027$/);
  });

  it('are silent about what an error leaves open, and go on about the rest', async () => {
    const second = plan.slice(plan.indexOf('system'), plan.indexOf('scenario')).replaceAll('orders', 'users');
    const both = plan + second;
    assert.deepEqual(
      labels(await hintsOf(both.replace('corrupt orders', 'corrupt orders, users'))).filter((each) => each.startsWith('✗')),
      ['✗ 24h in slip', '✗ 24h in slip'],
    );
    const half = both.replace('corrupt orders', 'corrupt orders, users').replace('to nas using pg_dump taking 30m', 'to n');
    assert.deepEqual(labels(await hintsOf(half)), ['✗ 24h in slip', 'reaches 13 days']);
  });

  it('survive every half of a text', async () => {
    const document = 'untitled:half-hints';
    await editor.open(document, '');
    const faults = editor.log.length;
    for (let length = 0; length <= plan.length; length += 23) {
      await editor.change(document, plan.slice(0, length));
      for (const { position } of await ask(document)) assert.ok(position.line <= plan.slice(0, length).split('\n').length);
    }
    assert.deepEqual(editor.log.slice(faults), []);
    await editor.close(document);
  });

  it('are not worked out for a request that is taken back', async () => {
    await editor.open('untitled:typing', plan);
    const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
    const typedOn = new CancellationTokenSource();
    const answer = editor.connection.sendRequest(
      'textDocument/inlayHint',
      { textDocument: { uri: 'untitled:typing' }, range },
      typedOn.token,
    );
    typedOn.cancel();
    assert.deepEqual(await answer.catch(() => []), []);
    await editor.close('untitled:typing');
  });

  it('are none in a library', async () => {
    assert.deepEqual(await hintsOf(plan.replace('plan "P" {}\n', '')), []);
  });

  describe('settings', () => {
    const kinds = ['schedules', 'targets', 'retention', 'storages'];
    const some = plan.replace('plan "P" {}', 'plan "P" { timezone "Europe/Berlin" }');

    it('switch each kind off', async () => {
      const all = labels(await hintsOf(some));
      assert.equal(all.length, kinds.length, all.join(', '));
      const gone = { schedules: /^gap/, targets: /^✗/, retention: /^reaches/, storages: /month 12/ };
      for (const [kind, label] of Object.entries(gone)) {
        await editor.notify('workspace/didChangeConfiguration', { settings: { backupplan: { inlayHints: { [kind]: false } } } });
        assert.deepEqual(
          labels(await hintsOf(some)),
          all.filter((each) => !label.test(each)),
          kind,
        );
      }
      await editor.notify('workspace/didChangeConfiguration', { settings: { backupplan: {} } });
      assert.deepEqual(labels(await hintsOf(some)), all);
    });

    it('are asked for anew when they change', async () => {
      const before = editor.refreshes;
      await editor.notify('workspace/didChangeConfiguration', { settings: { backupplan: {} } });
      await editor.until(() => editor.refreshes > before);
    });

    it('hold from the start', async () => {
      const other = await Editor.start({ initializationOptions: { inlayHints: Object.fromEntries(kinds.map((kind) => [kind, false])) } });
      await other.open('untitled:off', some);
      const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
      assert.deepEqual(await other.request('textDocument/inlayHint', { textDocument: { uri: 'untitled:off' }, range }), []);
      // A client that sends settings of others has not said anything about these.
      await other.notify('workspace/didChangeConfiguration', { settings: {} });
      assert.deepEqual(await other.request('textDocument/inlayHint', { textDocument: { uri: 'untitled:off' }, range }), []);
      await other.stop();
    });

    it('are those that the extension declares', () => {
      const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
        contributes: { configuration: { properties: Record<string, { default: unknown }> }[] };
      };
      const declared = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
      const hints = declared.filter(([name]) => name.startsWith('backupplan.inlayHints.'));
      assert.deepEqual(
        hints.map(([name, setting]) => [name, setting.default]),
        kinds.map((kind) => [`backupplan.inlayHints.${kind}`, true]),
      );
    });
  });

  it('are asked for anew when an imported file changes, open or on disk, and not for an edit of the plan itself', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'backupplan-hints-'));
    const library = path.join(folder, 'lib.backupplan');
    const main = path.join(folder, 'main.backupplan');
    const imported = 'policy p { full daily at 02:00 to nas using pg_dump taking 30m; keep 14 days }\n';
    const importing = `import "lib.backupplan"\n${plan.replace(/ {2}backup .*/, '  backup with p')}`;
    writeFileSync(library, imported);
    writeFileSync(main, importing);
    await editor.open(uri(main), importing);
    assert.ok(labels(await ask(uri(main))).includes('✗ 24h in slip'));

    let before = editor.refreshes;
    const own = await editor.change(uri(main), `${importing}// a word\n`);
    await editor.change(uri(main), importing);
    await editor.diagnostics(uri(main), ({ version = 0 }) => version >= own);
    await ask(uri(main));
    assert.equal(editor.refreshes, before);

    await editor.open(uri(library), imported);
    await editor.until(() => editor.refreshes > before);
    before = editor.refreshes;
    await editor.change(uri(library), imported.replace('daily at 02:00', 'every 12h'));
    await editor.until(() => editor.refreshes > before);
    assert.ok(labels(await ask(uri(main))).includes('✗ 12h in slip'));

    before = editor.refreshes;
    await editor.close(uri(library));
    await editor.until(() => editor.refreshes > before);
    assert.ok(labels(await ask(uri(main))).includes('✗ 24h in slip'));

    before = editor.refreshes;
    writeFileSync(library, imported.replace('daily at 02:00', 'every 6h'));
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(library), type: 2 }] });
    await editor.until(() => editor.refreshes > before);
    assert.ok(labels(await ask(uri(main))).includes('✗ 6h in slip'));
    await editor.close(uri(main));
    rmSync(folder, { recursive: true });
  });
});
