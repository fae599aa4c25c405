import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { CodeLens } from 'vscode-languageserver';
import { Editor } from './editor.ts';

const shop = readFileSync(new URL('../../examples/shop.backupplan', import.meta.url), 'utf8');
const sound = readFileSync(new URL('../../examples/postgresql.backupplan', import.meta.url), 'utf8');

describe('language server: code lenses', () => {
  let editor: Editor;
  let documents = 0;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  async function lensesOf(text: string): Promise<CodeLens[]> {
    const uri = `untitled:lenses-${documents++}`;
    await editor.open(uri, text);
    const lenses = await editor.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    await editor.close(uri);
    return lenses;
  }
  /** The first two words of each line that has lenses, with what stands above it. */
  async function above(text: string): Promise<Record<string, string>> {
    const shown: Record<string, string> = {};
    for (const { range, command } of await lensesOf(text)) {
      const line = (text.split('\n')[range.start.line] ?? '').split(/[ :]+/, 2).join(' ');
      shown[line] = [...(shown[line] === undefined ? [] : [shown[line]]), command?.title].join(' | ');
    }
    return shown;
  }

  it('tell of the shop what it promises, what it reaches, and what can be made of it', async () => {
    assert.deepEqual(await above(shop), {
      'plan "Shop"': 'RPO ✗ for 3 of 3 systems · RTO ✗ for 2 of 4 systems | Generate runbooks | Generate scripts',
      'system orders': 'RPO 1h ✗ 1h21m · RTO 4h ✓ 3h58m | Design',
      'system uploads': 'RPO 26h ✗ 26h33m · RTO 12h ✓ 9h | Design',
      'system secrets': 'RPO 26h ✗ 26h30m · RTO 2h ✗ 3h | Design',
      'system web': 'RTO 5h ✗ 9h20m',
      'scenario datacenter-failure': 'RPO ✗ for 3 of 3 systems · RTO 5h ✗ 7h10m for web | Generate runbook',
      'scenario ransomware': 'RPO ✗ for 3 of 3 systems · RTO ✗ for 2 of 4 systems | Generate runbook',
    });
  });

  it('are calm where all is kept', async () => {
    const shown = await above(sound);
    const plan = Object.entries(shown).find(([line]) => line.startsWith('plan'));
    assert.equal(plan?.[1], 'RPO ✓ · RTO ✓ | Generate runbooks | Generate scripts');
    assert.ok(
      Object.values(shown).every((each) => !/[✗?]|Design/.test(each)),
      JSON.stringify(shown),
    );
  });

  it('say what a figure needs, and what nothing survives', async () => {
    const unsized = await above(shop.replace('  size      120 GB\n', ''));
    assert.match(unsized['system orders'] ?? '', /RTO 4h \? needs orders\.size$|RTO 4h \? needs orders\.size and \d more/);
    const alone = await above(
      'plan "P" {}\nsite berlin { kind datacenter }\nstorage nas: disk { at berlin; path "/b" }\nsystem a: files { at berlin; size 1 GB; changes 1 MB/day; path "/a"; rpo 1d; backup { full daily at 02:00 to nas } }\nscenario fire { lose berlin }\n',
    );
    assert.equal(alone['system a'], 'RPO 24h ✗ unrecoverable | Design');
    assert.equal(alone['scenario fire'], 'RPO 24h ✗ unrecoverable for a | Generate runbook');
  });

  it('carry out what they say', async () => {
    const lenses = await lensesOf(shop);
    const commands = new Map(lenses.map(({ command }) => [command?.title ?? '', command]));
    assert.equal(commands.get('RTO 5h ✗ 9h20m')?.command, '');
    assert.deepEqual(commands.get('Generate runbook')?.arguments?.[1], { only: ['documents'], scenario: 'ransomware' });
    assert.deepEqual(commands.get('Generate scripts')?.arguments?.[1], { only: ['scripts', 'config', 'schedule', 'monitoring'] });
    for (const { command } of lenses) assert.ok(['', 'backupplan.generate', 'backupplan.design'].includes(command?.command ?? '?'));
  });

  it('promise nothing where nothing is promised, nor in a library, nor of what an error leaves in doubt', async () => {
    assert.deepEqual(await above('plan "P" {}\nsite berlin {}\nscenario fire { lose berlin }\n'), {
      'plan "P"': 'Generate runbooks | Generate scripts',
      'scenario fire': 'Generate runbook',
    });
    assert.deepEqual(await above(shop.replace(/^plan [^}]*}/m, '')), {});
    const broken = await above(shop.replace('to nas', 'to nass'));
    assert.ok(!broken['system orders']?.includes('RPO'), broken['system orders']);
    assert.match(broken['system secrets'] ?? '', /^RPO 26h ✗/);
  });
});
