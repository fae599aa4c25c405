import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver';
import { main } from '../../cli/main.ts';
import { today } from '../../workspace/today.ts';
import { Editor, uri } from './editor.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const plans = ['examples', 'test/worked'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.backupplan'))
    .map((name) => path.join(root, folder, name)),
);

interface Said {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly range: Diagnostic['range'];
  readonly related: readonly { readonly message: string; readonly range: Diagnostic['range'] }[];
}

describe('language server and command line', () => {
  let editor: Editor;

  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  async function inEditor(file: string): Promise<Said[]> {
    await editor.open(uri(file), readFileSync(file, 'utf8'));
    const { diagnostics } = await editor.diagnostics(uri(file), (params) => params.version === 1);
    await editor.close(uri(file));
    return diagnostics.map(({ code, severity = 1, message, range, relatedInformation = [] }) => ({
      code: String(code),
      severity: ['error', 'warning', 'info', 'hint'][severity - 1] ?? '',
      message: typeof message === 'string' ? message : message.value,
      range,
      related: relatedInformation.map((related) => ({ message: related.message, range: related.location.range })),
    }));
  }

  async function onCommandLine(file: string): Promise<Said[]> {
    let out = '';
    const io = {
      cwd: root,
      env: {},
      color: false,
      today,
      now: () => 0,
      out: (text: string) => (out += text),
      err: assert.fail,
      input: () => '',
    };
    await main(['check', '--format', 'json', file], io);
    const { diagnostics } = JSON.parse(out) as { diagnostics: (Said & { file: string })[] };
    // The editor shows what is found in an imported file at that file.
    const here = diagnostics.filter((each) => path.resolve(root, each.file) === file);
    return here.map(({ code, severity, message, range, related }) => ({
      code,
      severity,
      message,
      range,
      related: related.map((each) => ({ message: each.message, range: each.range })),
    }));
  }

  it('say the same about every fixture: what is silenced, and what is forgotten there', async function () {
    this.timeout(120_000);
    const folder = path.join(root, 'test/checks/fixtures');
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.backupplan'))) {
      const file = path.join(folder, name);
      assert.deepEqual(await inEditor(file), await onCommandLine(file), name);
    }
  });

  it('follow the same configuration', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'backupplan-agreement-'));
    try {
      const file = path.join(folder, 'silencing.backupplan');
      copyFileSync(path.join(root, 'test/checks/fixtures/silencing.backupplan'), file);
      writeFileSync(path.join(folder, 'backupplan.config.yaml'), 'severity:\n  rpo-unmet: off\n  ignore-unused: error\n');
      const said = await onCommandLine(file);
      assert.deepEqual(await inEditor(file), said);
      assert.deepEqual([...new Set(said.map(({ severity, code }) => `${severity} ${code}`))].toSorted(), [
        'error ignore-unused',
        'warning acceptance-unreasoned',
        'warning acceptance-unused',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('say the same about every example and every worked plan', async function () {
    this.timeout(120_000);
    let findings = 0;
    for (const file of plans) {
      const said = await onCommandLine(file);
      assert.deepEqual(await inEditor(file), said, file);
      findings += said.length;
    }
    assert.ok(findings > 0, 'there is something to compare');
  });
});
