import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type PublishDiagnosticsParams } from 'vscode-languageserver';
import { Editor, uri } from './editor.ts';

const codes = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ code }) => String(code));

const says = ({ message }: Diagnostic): string => (typeof message === 'string' ? message : message.value);

describe('language server: diagnostics', () => {
  let editor: Editor;
  let folder: string;
  const at = (name: string): string => uri(path.join(folder, name));

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan-test-'));
    editor = await Editor.start({ folder });
  });
  after(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true });
  });

  it('says what is wrong with a document that was never saved, and takes it back when it is mended', async () => {
    const document = 'untitled:Untitled-1';
    await editor.open(document, 'site berlin { kind datacentre }\n');
    const { diagnostics } = await editor.diagnostics(document, ({ version }) => version === 1);
    const [first] = diagnostics;
    assert.equal(first?.source, 'backupplan');
    assert.equal(first?.severity, DiagnosticSeverity.Error);
    assert.deepEqual(first?.range, { start: { line: 0, character: 19 }, end: { line: 0, character: 29 } });
    assert.match(first?.codeDescription?.href ?? '', new RegExp(`^backupplan-check:/${first?.code}\\.md$`));

    const changed = await editor.change(document, 'site berlin { kind datacenter }\n');
    const mended = await editor.diagnostics(document, (params) => params.version === changed);
    assert.deepEqual(
      mended.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error),
      [],
    );
    await editor.close(document);
  });

  it('come while what asks for no figures is answered, and what asks for some has them', async () => {
    const document = 'untitled:Large';
    const systems = Array.from(
      { length: 30 },
      (_, index) =>
        `system files-${index}: files { at here; path "/f"; size ${100 + index} GB; changes 1 GB/day; rpo 12h; backup { full daily at 02:${10 + index} to nas; keep 14 days } }`,
    );
    const lines = ['plan "P" { timezone "UTC" }', 'site here { kind office }', 'storage nas: disk { at here; path "/b" }', ...systems, ''];
    const asked = (what: string, word: string): Promise<unknown> => {
      const position = { line: 3, character: lines[3]?.indexOf(word) ?? 0 };
      return editor.request(`textDocument/${what}`, { textDocument: { uri: document }, position });
    };
    await editor.open(document, lines.join('\n'));
    const order: string[] = [];
    const hovered = asked('hover', 'rpo').then((answer) => {
      order.push('hover');
      return answer;
    });
    const completed = asked('completion', 'size').then((answer) => {
      order.push('completion');
      return answer;
    });
    const published = editor.diagnostics(document, ({ version }) => version === 1).then(() => order.push('findings'));
    assert.notDeepEqual(await completed, []);
    assert.match(JSON.stringify(await hovered), /operator-error \| 24h \| ✗ 12h/);
    await published;
    assert.deepEqual(order, ['completion', 'findings', 'hover']);
    await editor.close(document);
  });

  describe('at each letter', () => {
    const document = 'untitled:Letters';
    const text = [
      'plan "P" { timezone "UTC" }',
      'site here { kind office }',
      'storage nas: disk { at here; path "/b" }',
      'system orders: postgresql {',
      '  at here; database "orders"; size 20 GB',
      '  backup { full daily at 02:00 to nas using pg_dump; keep 14 days }',
      '}',
      'system files: files { at here; path "/f" }',
      '',
    ].join('\n');
    /** What was sent ahead of the examination of the newest text: without a version. */
    const ahead = async (changed: string): Promise<readonly Diagnostic[]> => {
      const before = editor.published.length;
      const sent = (): PublishDiagnosticsParams | undefined =>
        editor.published.slice(before).find(({ uri: of, version }) => of === document && version === undefined);
      await editor.change(document, changed);
      await editor.until(() => sent() !== undefined);
      return sent()?.diagnostics ?? [];
    };
    let settled: readonly Diagnostic[];
    beforeEach(async () => {
      await editor.open(document, text);
      settled = (await editor.diagnostics(document, ({ version }) => version === 1)).diagnostics;
    });
    afterEach(() => editor.close(document));
    const lines = (diagnostics: readonly Diagnostic[]): string[] =>
      diagnostics.map(({ code, range: { start } }) => `${code} ${start.line}:${start.character}`);

    it('says what the language makes of it, and all else stays where it has moved to', async () => {
      assert.ok(lines(settled).includes('unprotected-system 7:7'), lines(settled).join());
      const found = await ahead(text.replace('size 20 GB', 'size 20 GB\n  depends on file'));
      const own = found.filter(({ code }) => code === 'undefined-name');
      assert.deepEqual(lines(own), ['undefined-name 5:13']);
      assert.match(own[0] === undefined ? '' : says(own[0]), /No system is called `file`; did you mean `files`\?/);
      const moved = lines(settled.map((each) => (each.range.start.line < 5 ? each : below(each))));
      assert.deepEqual(lines(found.filter((each) => !own.includes(each))), moved);
      const { diagnostics } = await editor.diagnostics(document, ({ version }) => version === 2);
      assert.ok(lines(diagnostics).includes('undefined-name 5:13'), 'the examination says the same');
    });

    it('takes back what was mended, and what is unchanged is not told again', async () => {
      const wrong = await ahead(text.replace('to nas using', 'to nass using'));
      assert.ok(codes(wrong).includes('undefined-name'));
      const mended = await ahead(text);
      assert.deepEqual(lines(mended), lines(settled));
      const before = editor.published.length;
      const version = await editor.change(document, text.replace('size 20 GB', 'size 21 GB'));
      await editor.diagnostics(document, (params) => params.version === version);
      assert.deepEqual(
        editor.published.slice(before).filter((params) => params.uri === document && params.version === undefined),
        [],
      );
    });

    it('says nothing ahead of the examination where the rest of the file may be meant, too', async () => {
      const before = editor.published.length;
      const version = await editor.change(document, text.replace('keep 14 days }', 'keep 14 days'));
      await editor.diagnostics(document, (params) => params.version === version);
      assert.deepEqual(
        editor.published.slice(before).filter((params) => params.uri === document && params.version === undefined),
        [],
      );
    });

    function below(diagnostic: Diagnostic): Diagnostic {
      const { start, end } = diagnostic.range;
      return { ...diagnostic, range: { start: { ...start, line: start.line + 1 }, end: { ...end, line: end.line + 1 } } };
    }
  });

  it('says what is wrong with the language of a file that was just opened before the plan is examined', async () => {
    const document = 'untitled:Opened';
    await editor.open(document, 'plan "P" { timezone "UTC" }\nsite here { kind office }\nsystem a: files { at her; path "/f" }\n');
    await editor.diagnostics(document, ({ version }) => version === 1);
    const [first, last] = editor.published.filter((params) => params.uri === document);
    assert.deepEqual([first?.version, last?.version], [undefined, 1]);
    assert.ok(codes(first?.diagnostics ?? []).includes('undefined-name'));
    await editor.close(document);
  });

  it('shows the other half of a contradiction, and greys out what nothing uses', async () => {
    const document = at('related.backupplan');
    await editor.open(document, 'plan "P" {}\nsite berlin {}\nsite berlin {}\nsite paris {}\n');
    const { diagnostics } = await editor.diagnostics(document, (params) => params.version === 1);
    const twice = diagnostics.find(({ code }) => code === 'duplicate-name');
    assert.deepEqual(
      twice?.relatedInformation?.map(({ location }) => location),
      [{ uri: document, range: { start: { line: 1, character: 5 }, end: { line: 1, character: 11 } } }],
    );
    const unused = diagnostics.find(({ code, range }) => code === 'unused-declaration' && range.start.line === 3);
    assert.deepEqual(unused?.tags, [DiagnosticTag.Unnecessary]);
    await editor.close(document);
  });

  it('counts positions in UTF-16 code units, and lines by CRLF', async () => {
    const document = at('units.backupplan');
    await editor.open(document, 'plan "P" {}\r\n/* 💾 é */ site berlin { kind moon }\r\n');
    const { diagnostics } = await editor.diagnostics(document, (params) =>
      params.diagnostics.some(({ severity }) => severity === DiagnosticSeverity.Error),
    );
    const error = diagnostics.find(({ severity }) => severity === DiagnosticSeverity.Error);
    const character = '/* 💾 é */ site berlin { kind '.length;
    assert.deepEqual(error?.range, { start: { line: 1, character }, end: { line: 1, character: character + 4 } });
    await editor.close(document);
  });

  it('reads an import from the open document, else from disk, and refreshes the plan when the import changes', async () => {
    mkdirSync(path.join(folder, 'shared'));
    writeFileSync(path.join(folder, 'shared/sites.backupplan'), 'site berlin {}\n');
    const plan = at('plan.backupplan');
    const sites = at('shared/sites.backupplan');
    await editor.open(plan, 'import "shared/sites.backupplan"\nplan "P" {}\nstorage nas: disk { at berlin }\n');
    const fromDisk = await editor.diagnostics(plan, (params) => params.version === 1);
    assert.ok(!codes(fromDisk.diagnostics).includes('undefined-name'));

    await editor.open(sites, 'site potsdam {}\n');
    const fromBuffer = await editor.diagnostics(plan, (params) => codes(params.diagnostics).includes('undefined-name'));
    assert.equal(fromBuffer.version, 1);

    await editor.change(sites, 'site berlin {}\n');
    await editor.diagnostics(plan, (params) => !codes(params.diagnostics).includes('undefined-name'));

    await editor.change(sites, 'site potsdam {}\n');
    await editor.diagnostics(plan, (params) => codes(params.diagnostics).includes('undefined-name'));
    await editor.close(sites);
    await editor.diagnostics(plan, (params) => !codes(params.diagnostics).includes('undefined-name'));
    await editor.close(plan);
    await editor.diagnostics(plan, (params) => params.diagnostics.length === 0);
  });

  it('reports a finding in an imported file at that file, and clears it when no open plan holds it', async () => {
    writeFileSync(path.join(folder, 'broken.backupplan'), 'site berlin { kind moon }\n');
    const plan = at('importer.backupplan');
    const broken = at('broken.backupplan');
    await editor.open(plan, 'import "broken.backupplan"\nplan "P" {}\n');
    const { diagnostics } = await editor.diagnostics(broken, (params) => params.diagnostics.length > 0);
    assert.ok(diagnostics.some(({ range }) => range.start.character === 19));
    await editor.close(plan);
    await editor.diagnostics(broken, (params) => params.diagnostics.length === 0);
  });

  it('refreshes when a file changes on disk', async () => {
    const plan = at('watcher.backupplan');
    await editor.open(plan, 'import "late.backupplan"\nplan "P" {}\n');
    await editor.diagnostics(plan, (params) => codes(params.diagnostics).includes('import-failed'));
    writeFileSync(path.join(folder, 'late.backupplan'), 'site berlin {}\n');
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('late.backupplan'), type: 1 }] });
    await editor.diagnostics(plan, (params) => !codes(params.diagnostics).includes('import-failed'));
    await editor.close(plan);
  });

  it('knows the kinds that the workspace adds to the catalogue, as soon as they are there', async () => {
    const plan = at('kinds.backupplan');
    const catalogue = path.join(folder, 'backupplan.catalog.yaml');
    await editor.open(plan, 'plan "P" {}\nsite berlin {}\nstorage nas: ceph { at berlin }\n');
    const unknown = await editor.diagnostics(plan, (params) => params.version === 1);
    assert.ok(unknown.diagnostics.some((diagnostic) => says(diagnostic).includes('ceph')));
    writeFileSync(catalogue, 'storages:\n  ceph: { doc: "Ours.", media: disk, read: 1 GB/s, write: 1 GB/s }\n');
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(catalogue), type: 1 }] });
    await editor.diagnostics(plan, (params) => !params.diagnostics.some((diagnostic) => says(diagnostic).includes('ceph')));
    rmSync(catalogue);
    await editor.close(plan);
  });

  it('shows the mistakes of a pack of the workspace where they are, until they are mended', async () => {
    const plan = at('held.backupplan');
    const catalogue = path.join(folder, 'backupplan.catalog.yaml');
    const write = async (require: string): Promise<void> => {
      const rule = `{ clause: a, asks: b, notAsked: c, finding: d, remedy: e, require: ${require} }`;
      writeFileSync(catalogue, `packs:\n  acme:\n    title: Acme\n    about: Ours\n    rules:\n      r: ${rule}\n`);
      await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(catalogue), type: 2 }] });
    };
    await write('{ owner: false }');
    await editor.open(plan, 'plan "P" { comply with acme }\n');
    const { diagnostics } = await editor.diagnostics(uri(catalogue), (params) => params.diagnostics.length > 0);
    assert.deepEqual(
      diagnostics.map(({ range, message }) => [range.start.line, message]),
      [[5, 'true is expected']],
    );
    await write('{ owner: true }');
    await editor.diagnostics(uri(catalogue), (params) => params.diagnostics.length === 0);
    rmSync(catalogue);
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(catalogue), type: 3 }] });
    await editor.close(plan);
  });

  it('follows the configuration of the workspace as it changes, and shows its mistakes where they are', async () => {
    const plan = at('graded.backupplan');
    const file = path.join(folder, 'backupplan.config.yaml');
    const write = async (text: string): Promise<void> => {
      writeFileSync(file, text);
      await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(file), type: 2 }] });
    };
    const unused = ({ diagnostics }: PublishDiagnosticsParams) => diagnostics.find(({ code }) => code === 'unused-declaration')?.severity;
    await editor.open(plan, 'plan "P" {}\nsite berlin {}\n');
    await editor.diagnostics(plan, (params) => unused(params) === DiagnosticSeverity.Information);
    await write('severity:\n  unused-declaration: warning\n');
    await editor.diagnostics(plan, (params) => unused(params) === DiagnosticSeverity.Warning);
    await write('severity:\n  unused-declaration: off\n  rpo-unmeet: off\n');
    await editor.diagnostics(plan, (params) => unused(params) === undefined);
    const { diagnostics } = await editor.diagnostics(uri(file), (params) => params.diagnostics.length > 0);
    assert.deepEqual(
      diagnostics.map(({ severity, range, message }) => ({ severity, range, message })),
      [
        {
          severity: DiagnosticSeverity.Error,
          range: { start: { line: 2, character: 2 }, end: { line: 2, character: 12 } },
          message: 'There is no check `rpo-unmeet`; did you mean `rpo-unmet`?',
        },
      ],
    );
    rmSync(file);
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(file), type: 3 }] });
    await editor.diagnostics(plan, (params) => unused(params) === DiagnosticSeverity.Information);
    await editor.diagnostics(uri(file), (params) => params.diagnostics.length === 0);
    await editor.close(plan);
  });

  it('applies changes of a part of the text, behind an emoji and across lines', async () => {
    const document = at('parts.backupplan');
    await editor.open(document, 'plan "P" {}\r\n/* 💾 */ site berlin { kind moon }\r\nsite berlin {}\r\n');
    await editor.diagnostics(document, (params) => codes(params.diagnostics).includes('duplicate-name'));
    const moon = '/* 💾 */ site berlin { kind '.length;
    await editor.notify('textDocument/didChange', {
      textDocument: { uri: document, version: 2 },
      contentChanges: [
        { range: { start: { line: 1, character: moon }, end: { line: 1, character: moon + 4 } }, text: 'cloud' },
        { range: { start: { line: 1, character: moon + 7 }, end: { line: 2, character: 14 } }, text: '' },
      ],
    });
    const { diagnostics } = await editor.diagnostics(document, (params) => params.version === 2);
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error),
      [],
    );
    await editor.close(document);
  });

  it('keeps up with edits that come faster than its answers: the last text has the last word', async () => {
    const document = at('fast.backupplan');
    const whole = 'plan "P" {}\nsite berlin { kind datacenter }\nstorage nas: disk { at berlin }\n';
    await editor.open(document, '');
    let version = 0;
    for (let length = 1; length <= whole.length; length += 1) version = await editor.change(document, whole.slice(0, length));
    const { diagnostics } = await editor.diagnostics(document, (params) => params.version === version);
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error),
      [],
    );
    await editor.close(document);
  });
});
