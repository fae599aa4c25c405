import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CodeAction, type Diagnostic, MessageType } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Generated } from '../../server/generate.ts';
import { Editor, uri } from './editor.ts';

const example = readFileSync(new URL('../../examples/postgresql.backupplan', import.meta.url), 'utf8');
const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

describe('language server: actions', () => {
  let folder: string;
  let shared: Editor;
  let editor: Editor;

  before(async () => {
    shared = await Editor.start();
  });
  after(() => shared.stop());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan-test-'));
    writeFileSync(path.join(folder, 'db.backupplan'), example);
    editor = shared;
    editor.forget();
  });
  afterEach(async () => {
    if (editor === shared) await editor.close(plan());
    else await editor.stop();
    rmSync(folder, { recursive: true });
  });
  const plan = (): string => uri(path.join(folder, 'db.backupplan'));
  const output = (): string => path.join(folder, 'db.backup');

  function actions(
    document: string,
    range: object,
    diagnostics: readonly Diagnostic[] = [],
    only?: readonly string[],
  ): Promise<CodeAction[]> {
    return editor.request('textDocument/codeAction', { textDocument: { uri: document }, range, context: { diagnostics, only } });
  }
  const generate = (options: object = {}): Promise<Generated> =>
    editor.request('workspace/executeCommand', { command: 'backupplan.generate', arguments: [plan(), options] });

  describe('quick fixes', () => {
    it('mend what they say they mend: the finding is gone once the edit is applied', async () => {
      const text = 'plan "P" {}\r\nsite berlin {}\r\n/* 💾 */ storage nas: disk { at berln }\r\n';
      await editor.open(plan(), text);
      const { diagnostics } = await editor.diagnostics(plan(), (params) =>
        params.diagnostics.some(({ code }) => code === 'undefined-name'),
      );
      const wrong = diagnostics.find(({ code }) => code === 'undefined-name') ?? assert.fail();
      const [fix] = await actions(plan(), wrong.range, [wrong], ['quickfix']);
      assert.equal(fix?.title, 'Replace with `berlin`');
      assert.deepEqual(fix?.diagnostics, [wrong]);
      const mended = TextDocument.applyEdits(TextDocument.create(plan(), 'backupplan', 1, text), fix?.edit?.changes?.[plan()] ?? []);
      assert.equal(mended, text.replace('berln', 'berlin'));
      const version = await editor.change(plan(), mended);
      const after = await editor.diagnostics(plan(), (params) => params.version === version);
      assert.ok(!after.diagnostics.some(({ code }) => code === 'undefined-name'));
    });
  });

  describe('quick fixes that silence', () => {
    const text = 'plan "P" {}\nsite berlin {}\n';

    /** Applies the fix with this title to the finding with this code, and gives the new text with the codes that are found in it. */
    async function fix(before: string, wanted: string, title: RegExp): Promise<{ text: string; codes: string[] }> {
      await editor.open(plan(), before);
      const { diagnostics } = await editor.diagnostics(plan(), (params) => params.diagnostics.some(({ code }) => code === wanted));
      const finding = diagnostics.find(({ code }) => code === wanted) ?? assert.fail();
      const found = await actions(plan(), finding.range, [finding], ['quickfix']);
      const action = found.find((each) => title.test(each.title)) ?? assert.fail(found.map((each) => each.title).join());
      assert.deepEqual(action.diagnostics, [finding]);
      const document = TextDocument.create(plan(), 'backupplan', 1, before);
      const after = TextDocument.applyEdits(document, action.edit?.changes?.[plan()] ?? []);
      const version = await editor.change(plan(), after);
      const mended = await editor.diagnostics(plan(), (params) => params.version === version);
      return { text: after, codes: mended.diagnostics.map(({ code }) => String(code)) };
    }

    it('accept a finding, and leave the reason to the person', async () => {
      const accepted = await fix(text, 'unused-declaration', /^Accept `unused-declaration` for `berlin` until \d{4}-\d\d-\d\d$/);
      assert.match(accepted.text, /^accept unused-declaration for berlin until \d{4}-\d\d-\d\d because "…"$/m);
      assert.deepEqual(accepted.codes, ['acceptance-unreasoned']);
    });
    it('remove an acceptance that silences nothing', async () => {
      const mended = await fix(
        `${text}accept rpo-unmet until 2099-12-31 because "it was so"\n`,
        'acceptance-unused',
        /^Remove the acceptance$/,
      );
      assert.deepEqual(mended, { text, codes: ['unused-declaration'] });
    });
    it('remove a comment that silences nothing', async () => {
      const mended = await fix(`${text}// backupplan-ignore rpo-unmet: it was so\n`, 'ignore-unused', /^Remove the comment$/);
      assert.deepEqual(mended, { text, codes: ['unused-declaration'] });
    });
    it('do not accept an error of the language', async () => {
      await editor.open(plan(), 'plan "P" {}\nstorage nas: disk { at berln }\n');
      await editor.diagnostics(plan(), (params) => params.diagnostics.some(({ code }) => code === 'undefined-name'));
      const titles = (await actions(plan(), everything, [], ['quickfix'])).map(({ title }) => title);
      assert.deepEqual(
        titles.filter((title) => title.includes('undefined-name')),
        [],
      );
    });
  });

  describe('fix all', () => {
    const text =
      'plan "P" {}\r\nsite berlin { kind datcenter }\r\n/* 💾 */ storage nas: disk { at berlni; path "/b" }\r\nsite spare {}\r\n';
    const right = text.replace('datcenter', 'datacenter').replace('berlni', 'berlin');
    const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

    for (const only of ['source.fixAll', 'source.fixAll.backupplan', 'source'])
      it(`mends what is safe to mend in the whole document, asked for as ${only}`, async () => {
        await editor.open(plan(), text);
        const found = await actions(plan(), nowhere, [], [only]);
        const all = found.filter(({ kind }) => kind?.startsWith('source.fixAll'));
        assert.deepEqual(
          all.map(({ title, kind }) => [title, kind]),
          [['Fix 2 findings that are safe to fix', 'source.fixAll.backupplan']],
        );
        const document = TextDocument.create(plan(), 'backupplan', 1, text);
        assert.equal(TextDocument.applyEdits(document, all[0]?.edit?.changes?.[plan()] ?? []), right);
      });
    it('is nothing where nothing is safe to mend, nor where nobody asks', async () => {
      await editor.open(plan(), text);
      for (const only of [undefined, ['quickfix'], ['source.generate'], ['source.fixAll.other']])
        assert.ok(!(await actions(plan(), nowhere, [], only)).some(({ kind }) => kind?.startsWith('source.fixAll')), only?.join());
      await editor.change(plan(), right);
      assert.deepEqual(await actions(plan(), nowhere, [], ['source.fixAll']), []);
    });
    it('changes no other file, and of an imported one only what is wrong in each open plan', async () => {
      const library = uri(path.join(folder, 'sites.backupplan'));
      const use = 'storage nas: disk { at berlln; path "/b" }\n';
      const other = uri(path.join(folder, 'other.backupplan'));
      await editor.open(library, use);
      await editor.open(plan(), 'import "sites.backupplan"\nplan "P" {}\nsite berlin { kind datacenter }\n');
      assert.deepEqual(await actions(plan(), nowhere, [], ['source.fixAll']), []);
      assert.deepEqual(
        (await actions(library, nowhere, [], ['source.fixAll'])).map(({ title }) => title),
        ['Fix the finding that is safe to fix'],
      );
      await editor.open(other, 'import "sites.backupplan"\nplan "Q" {}\nsite berlln { kind datacenter }\n');
      assert.deepEqual(await actions(library, nowhere, [], ['source.fixAll']), []);
      await editor.close(library);
      await editor.close(other);
    });
  });

  describe('generate', () => {
    it('is offered for a plan and for a scenario, and not for a library', async () => {
      const text = 'plan "P" {}\nsite berlin {}\nscenario fire { lose berlin }\n';
      await editor.open(plan(), text);
      const titles = async (line: number): Promise<string[]> => {
        const here = { start: { line, character: 1 }, end: { line, character: 1 } };
        return (await actions(plan(), here, [], ['source.generate'])).map(({ title }) => title);
      };
      assert.deepEqual(await titles(0), ['Generate scripts', 'Generate runbooks']);
      assert.deepEqual(await titles(2), ['Generate scripts', 'Generate runbook for fire']);
      await editor.open('untitled:library', 'site berlin {}\n');
      assert.deepEqual(await actions('untitled:library', everything, [], ['source']), []);
    });

    it('writes beside the plan what the text in the editor says, and tells', async () => {
      await editor.open(plan(), example.replace(/scenario /, 'scenario unsaved { compromise production }\nscenario '));
      const [, runbook] = await actions(
        plan(),
        { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        [],
        ['source.generate'],
      );
      const { command = '', arguments: args } = runbook?.command ?? {};
      const generated = await editor.request<Generated>('workspace/executeCommand', { command, arguments: args });
      assert.equal(generated.folder, uri(output()));
      assert.ok(generated.written.includes('documents/runbook-unsaved.md'));
      assert.deepEqual(
        generated.written.filter((file) => !existsSync(path.join(output(), file))),
        [],
      );
      await editor.until(() => editor.messages.length > 0);
      assert.match(editor.messages[0]?.message ?? '', /^\d+ files written to /);
    });

    it('writes the runbook of one scenario alone', async () => {
      await editor.open(plan(), example);
      const { names, at } = await editor.request<{ names: string[]; at?: string }>('workspace/executeCommand', {
        command: 'backupplan.scenarios',
        arguments: [plan(), { line: example.split('\n').findIndex((line) => line.startsWith('scenario')), character: 3 }],
      });
      assert.equal(at, names[0]);
      await generate({ scenario: names[0] });
      assert.deepEqual(readdirSync(path.join(output(), 'documents')), [`runbook-${names[0]}.md`]);
    });

    for (const [reply, kept] of [
      [undefined, true],
      ['Keep', true],
      ['Overwrite', false],
    ] as const) {
      it(`asks about a file that somebody edited; ${reply ?? 'no answer'} ${kept ? 'keeps' : 'overwrites'} it`, async () => {
        editor.reply = reply;
        await editor.open(plan(), example);
        const { written } = await generate({ only: ['documents'] });
        const name = written.find((file) => file.startsWith('documents/runbook-')) ?? assert.fail();
        writeFileSync(path.join(output(), name), 'mine\n');
        await editor.change(plan(), example.replace(/plan "[^"]*"/, 'plan "Changed"'));
        const second = await generate({ only: ['documents'] });
        assert.deepEqual(second.kept, [name]);
        await editor.until(() => editor.questions.length > 0);
        assert.ok(editor.questions[0]?.message.includes(name));
        assert.equal(editor.questions[0]?.actions?.[0]?.title, 'Keep');
        if (!kept) await editor.until(() => editor.messages.length > 1);
        // Any later answer: the server has dealt with the one to its question.
        await editor.request('workspace/executeCommand', { command: 'backupplan.explain', arguments: ['syntax'] });
        assert.equal(readFileSync(path.join(output(), name), 'utf8') === 'mine\n', kept);
      });
    }

    it('outlives a client that cannot be asked', async () => {
      editor.refuses = true;
      await editor.open(plan(), example);
      const { written } = await generate({ only: ['documents'] });
      writeFileSync(path.join(output(), written[0] ?? assert.fail()), 'mine\n');
      await generate({ only: ['documents'] });
      await editor.until(() => editor.questions.length > 0);
      assert.deepEqual((await generate({ only: ['documents'] })).kept, [written[0]]);
    });

    it('leaves telling and asking to a client that does it itself', async () => {
      editor = await Editor.start({ folder, initializationOptions: { clientTells: true } });
      await editor.open(plan(), example);
      const { written } = await generate({ only: ['documents'] });
      writeFileSync(path.join(output(), written[0] ?? assert.fail()), 'mine\n');
      assert.deepEqual((await generate({ only: ['documents'] })).kept, [written[0]]);
      assert.deepEqual([editor.messages, editor.questions], [[], []]);
    });

    it('writes nothing in a workspace that is not trusted, until it is', async () => {
      editor = await Editor.start({ folder, initializationOptions: { trusted: false } });
      await editor.open(plan(), example);
      await assert.rejects(generate(), /only in a workspace that you trust/);
      assert.ok(!existsSync(output()));
      await editor.notify('backupplan/trusted');
      assert.ok((await generate()).written.length > 0);
    });

    it('writes no less when an acceptance has ended: the files do not depend on the day', async () => {
      const text = `${example}\nsite spare { kind office }\naccept unused-declaration for spare until 2001-01-01 because "it was bought"\n`;
      await editor.open(plan(), text);
      await editor.diagnostics(plan(), (params) => params.diagnostics.some(({ code }) => code === 'acceptance-expired'));
      await generate({ only: ['documents'] });
      const document = readFileSync(path.join(output(), 'documents/disaster-recovery-plan.md'), 'utf8');
      assert.match(document, /^\| `unused-declaration` \| spare \| Nothing uses the site `spare`\. \| 2001-01-01 \| it was bought \|$/m);
      assert.ok(!document.includes('acceptance-expired'));
    });

    it('says why it cannot write', async () => {
      await editor.open(plan(), 'plan "P" { output "../elsewhere" }\n');
      await assert.rejects(generate(), /leaves the workspace/);
      await editor.change(plan(), 'plan "P" {}\n');
      await assert.rejects(generate({ only: ['scrips'] }), /'scrips' is no part of the output/);
      await editor.change(plan(), 'plan "P" {}\nstorage nas: disk { at berln }\n');
      await assert.rejects(generate(), /Mend this first: .*berln/);
      await editor.change(plan(), 'site berlin {}\n');
      await assert.rejects(generate(), /is a library/);
      await editor.open('untitled:plan', 'plan "P" {}\n');
      const unsaved = editor.request('workspace/executeCommand', { command: 'backupplan.generate', arguments: ['untitled:plan'] });
      await assert.rejects(unsaved, /save it in a folder on disk first/);
    });
  });

  it('explains a check, and knows when there is no such check', async () => {
    const explain = (code: string): Promise<string | null> =>
      editor.request('workspace/executeCommand', { command: 'backupplan.explain', arguments: [code] });
    assert.match((await explain('undefined-name')) ?? '', /^# /m);
    assert.match((await explain('gdpr/storage-limitation')) ?? '', /^# gdpr\/storage-limitation/m);
    assert.equal(await explain('constructor'), null);
    assert.equal(editor.messages.filter(({ type }) => type === MessageType.Error).length, 0);
  });
});
