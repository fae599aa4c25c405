import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import { Folder } from '../cli/run.ts';
import { Editor, uri } from './editor.ts';

const plan = `plan "Watched" {
  timezone "UTC"
}

site berlin { kind datacenter }
storage nas: disk { at berlin; path "/srv/nas" }

system orders: postgresql {
  at        berlin
  host      "db1"
  database  "orders"
  size      20 GB
  changes   1 GB/day
  rpo       26h

  backup {
    full    daily at 01:00 to nas using pg_dump
    keep    14 days
    verify  restore weekly on monday at 05:00
  }
}
`;
const day = 86400;

function line(job: string, kind: string, finished: number, more: object = {}): string {
  const run = { plan: 'Watched', planHash: 'old', system: 'orders', job, kind, storage: 'nas', point: 'p', started: finished - 60 };
  return `${JSON.stringify({ ...run, captured: kind === 'run' ? finished - 60 : null, finished, bytes: 1, result: 'ok', exitCode: 0, stage: 'end', error: null, ...more })}\n`;
}

const told = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ source }) => source === 'backupplan status');

describe('language server: what the journal says', () => {
  let folder: Folder;
  let editor: Editor;
  let file: string;
  let journal: string;
  const start = async (trusted: boolean): Promise<void> => {
    editor = await Editor.start({ folder: folder.path, initializationOptions: { trusted } });
  };
  beforeEach(() => {
    folder = new Folder();
    file = folder.write('watched.backupplan', plan);
    journal = path.join(folder.path, 'watched.journal.jsonl');
  });
  afterEach(async () => {
    await editor.stop();
    folder.remove();
  });

  it('stands on the line of the job and of the target, in the words of `status`', async () => {
    const now = Math.floor(Date.now() / 1000);
    const failed = line('orders/full-nas', 'run', now - day, { result: 'failed', captured: null, stage: 'dump', error: 'no\nroom' });
    writeFileSync(
      journal,
      line('orders/full-nas', 'run', now - 3 * day) + line('orders/verify-restore', 'verify-restore', now - 2 * day) + failed,
    );
    await start(true);
    await editor.open(uri(file), plan);
    const { diagnostics } = await editor.diagnostics(uri(file), (params) => told(params.diagnostics).length > 0);
    const lines = plan.split('\n');
    assert.deepEqual(
      told(diagnostics).map(({ code, severity, range }) => [code, severity, lines[range.start.line]?.trim()]),
      [
        ['job-late', 1, 'full    daily at 01:00 to nas using pg_dump'],
        ['rpo-not-kept', 1, 'rpo       26h'],
        ['plan-changed-since-test', 2, 'verify  restore weekly on monday at 05:00'],
      ],
    );
    const { out } = await folder.run(['status'], { now });
    const first = told(diagnostics)[0];
    assert.match(
      String(first?.message),
      /^orders\/full-nas: its last success was 3 days.* it failed once since, .* in stage "dump": no room$/u,
    );
    // A second may have passed between the two.
    assert.equal(
      out.split('\n')[0]?.replace(/3 days(?: \d\S*)?/u, '3 days'),
      `✗ Watched, ${String(first?.message).replace(/3 days(?: \d\S*)?/u, '3 days')}`,
    );

    writeFileSync(journal, line('orders/full-nas', 'run', now - 3600));
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(journal), type: 2 }] });
    await editor.diagnostics(uri(file), (params) => told(params.diagnostics).length === 0);
  });

  it('is not asked for in a workspace that is not trusted, until it is', async () => {
    writeFileSync(journal, line('orders/full-nas', 'run', Math.floor(Date.now() / 1000) - 3 * day));
    await start(false);
    await editor.open(uri(file), plan);
    const { diagnostics } = await editor.diagnostics(uri(file), (params) => params.version === 1);
    assert.deepEqual(told(diagnostics), []);
    await editor.notify('backupplan/trusted');
    await editor.diagnostics(uri(file), (params) => told(params.diagnostics).length > 0);
  });

  it('of what is no journal is nothing, and costs no other finding', async () => {
    writeFileSync(journal, `${'{'.repeat(1000)}\n\u0000\u0001\n[]\n`);
    await start(true);
    await editor.open(uri(file), plan);
    const { diagnostics } = await editor.diagnostics(uri(file), (params) => params.version === 1);
    assert.deepEqual(
      told(diagnostics).map(({ code }) => code),
      ['journal-empty'],
    );
    assert.ok(diagnostics.some(({ code }) => code === 'violates-3-2-1'));
  });
});
