import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type CodeAction, CodeActionTriggerKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { costs } from '../../engine/assess/cost/cost.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { plainConfiguration } from '../../engine/checks/configuration.ts';
import { apart, identity } from '../../engine/checks/identity.ts';
import { examine } from '../../engine/examine.ts';
import { format } from '../../grammar/format.ts';
import { type Statement, value } from '../../grammar/tree.ts';
import { codeActions } from '../../server/codeAction.ts';
import { uriOf } from '../../server/convert.ts';
import { Mirror } from '../../server/mirror.ts';
import { Session } from '../../server/session.ts';

/** A workspace in memory, and a person in it who opens the menu of refactorings. */
class Desk {
  readonly texts: Map<string, string>;

  constructor(texts: Readonly<Record<string, string>>) {
    this.texts = new Map(Object.entries(texts).map(([name, text]) => [`/plans/${name}`, text]));
  }

  text(name: string): string {
    return this.texts.get(`/plans/${name}`) ?? assert.fail(name);
  }

  offered(name: string, offset: number, only: string, triggerKind: CodeActionTriggerKind = CodeActionTriggerKind.Invoked): CodeAction[] {
    const path = `/plans/${name}`;
    const session = this.#session();
    const document = session.document(path) ?? assert.fail();
    const at = document.positionAt(offset);
    const context = { diagnostics: [], only: [only], triggerKind };
    return codeActions(session, [path], path, document, { textDocument: { uri: document.uri }, range: { start: at, end: at }, context });
  }

  /** Takes the only refactoring of this kind at the offset, and gives its title. */
  take(name: string, offset: number, only: string): string {
    const [action, ...others] = this.offered(name, offset, only);
    assert.ok(action !== undefined && others.length === 0, `${only} at ${this.text(name).slice(offset, offset + 30)}`);
    for (const [path, text] of this.texts) {
      const edits = action.edit?.changes?.[uriOf(path)] ?? [];
      this.texts.set(path, TextDocument.applyEdits(TextDocument.create(path, '', 0, text), edits));
    }
    return action.title;
  }

  #session(): Session {
    const session = new Session({
      version: '0.0.0-test',
      mirror: new Mirror(),
      read: (path) => this.texts.get(path),
      catalogueFor: () => builtinCatalogue,
      catalogueProblems: () => undefined,
      configurationFor: () => ({ configuration: plainConfiguration, problems: [] }),
      today: () => '2026-12-01',
      findPlans: () => [...this.texts.keys()],
    });
    session.folders = ['/plans'];
    return session;
  }

  /** All that the plan comes to: losses, recoveries, copies, retention, cost, and what is found. */
  comesTo(name: string): { readonly figures: string; readonly findings: readonly string[] } {
    const { plan, assessment, findings } = examine(`/plans/${name}`, (path) => this.texts.get(path));
    const figures = JSON.stringify([assessment, costs(plan, builtinCatalogue)], (key, each: unknown) =>
      /place$/i.test(key) ? undefined : each,
    );
    return { figures, findings: apart(findings).map(identity).toSorted() };
  }
}

/** Where the `backup` statements of a text begin; of those with a policy, or of those without. */
function backups(text: string, withPolicy: boolean): number[] {
  const { statements } = examine('/x', () => text).project.root.tree;
  const within = (system: Statement): readonly Statement[] => system.block?.statements ?? [];
  return statements
    .filter(({ id }) => id === 'file.system')
    .flatMap(within)
    .filter((each) => each.id === 'system.backup' && (value(each, 'policy', 'reference') !== undefined) === withPolicy)
    .map(({ range }) => range.start);
}

const root = new URL('../../', import.meta.url);
const files = ['examples', 'test/worked', 'test/design/golden'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root))
    .filter((file) => file.endsWith('.backupplan'))
    .map((file) => `${folder}/${file}`),
);
const shop = readFileSync(new URL('examples/shop.backupplan', root), 'utf8');

describe('language server: policies', function () {
  this.timeout(60_000);

  describe('of every example and worked plan', () => {
    for (const file of files) {
      const text = readFileSync(new URL(file, root), 'utf8');
      const [own, shared] = [backups(text, false).length, backups(text, true).length];
      if (own + shared === 0) continue;
      it(`${file} comes to the same with each block extracted, and inlined again`, () => {
        const before = new Desk({ 'a.backupplan': text }).comesTo('a.backupplan');
        for (let index = 0; index < own; index++) {
          const desk = new Desk({ 'a.backupplan': text });
          const title = desk.take('a.backupplan', backups(text, false)[index] ?? assert.fail(), 'refactor.extract');
          assert.deepEqual(desk.comesTo('a.backupplan'), before, title);
          const policy = desk.text('a.backupplan').indexOf(`policy ${title.split(' ').at(-1)}`);
          assert.ok(policy >= 0 && backups(desk.text('a.backupplan'), false).length === own - 1);
          desk.take('a.backupplan', policy, 'refactor.inline');
          assert.deepEqual(desk.comesTo('a.backupplan'), before);
          if (format(text) === text) assert.equal(desk.text('a.backupplan'), text);
        }
        for (let index = 0; index < shared; index++) {
          const desk = new Desk({ 'a.backupplan': text });
          desk.take('a.backupplan', backups(text, true)[index] ?? assert.fail(), 'refactor.inline');
          assert.deepEqual(desk.comesTo('a.backupplan'), before);
        }
      });
    }
  });

  describe('that are inlined', () => {
    const inline = (text: string, at: string): { title: string; text: string } => {
      const desk = new Desk({ 'a.backupplan': text });
      const title = desk.take('a.backupplan', text.indexOf(at), 'refactor.inline');
      return { title, text: desk.text('a.backupplan') };
    };

    it('are written where they are used, without what the backup says otherwise, and are gone', () => {
      const { title, text } = inline(shop, 'policy files-standard');
      assert.equal(title, 'Inline the policy files-standard into uploads and secrets, and remove it');
      assert.ok(!text.includes('files-standard'));
      assert.ok(
        text.includes(`
  backup {
    full  daily at 01:00 to nas using restic
    copy  daily at 02:30 from nas to vault
    keep  daily for 30 days, monthly for 12 months
    keep  on vault monthly for 12 months, yearly for 7 years
  }
`),
        text,
      );
      assert.equal(text, format(text));
    });

    it('for one backup stay for the others', () => {
      const { title, text } = inline(shop, 'backup with files-standard {');
      assert.equal(title, 'Inline the policy files-standard');
      assert.match(text, /^policy files-standard \{$/m);
      assert.match(text, /system uploads.* backup with files-standard \}$/m);
    });

    const plan = (policy: string, use: string, more = ''): string =>
      format(`plan "P" {}
site berlin { kind datacenter }
site ireland { kind cloud }
storage nas: disk { at berlin; path "/b" }
storage vault: disk { at ireland; path "/v" }
${policy}
system orders: postgresql { at berlin; size 1 GB; changes 1 GB/day; database "o"; ${use} }
${more}`);

    it('leave the targets that only they state', () => {
      const { text } = inline(
        plan('policy gold { rpo 1d; rto 4h; full daily at 02:00 to nas }', 'rto 2h; backup with gold'),
        'backup with',
      );
      assert.match(text, /rto +2h\n {2}rpo +1d\n {2}backup \{ full daily at 02:00 to nas \}\n/);
      assert.ok(!text.includes('rto       4h'));
    });

    it('leave of a log to several storages those that the backup has no log of its own to', () => {
      const policy = 'policy gold { full daily at 02:00 to nas; log continuous to nas, vault }';
      const { text } = inline(plan(policy, 'backup with gold { log every 15m to nas }'), 'backup with');
      assert.match(text, /backup \{ full daily at 02:00 to nas; log continuous to vault; log every 15m to nas \}/);
    });

    it('take their comments along', () => {
      const policy = '/// For all.\npolicy gold {\n  // at night\n  full daily at 02:00 to nas // whole\n  keep 14 days\n}';
      const { text } = inline(plan(policy, 'backup with gold'), 'policy gold');
      assert.ok(!text.includes('For all'));
      assert.match(text, /backup \{\n\s+\/\/ at night\n\s+full +daily at 02:00 to nas +\/\/ whole\n\s+keep +14 days\n\s+\}/);
    });

    it('stay where something else speaks of them', () => {
      const policy = 'policy gold { full daily at 02:00 to nas }';
      const accepted = plan(policy, 'backup with gold', 'accept unused-declaration for gold until 2099-01-01 because "it is ours"\n');
      const desk = new Desk({ 'a.backupplan': accepted });
      assert.deepEqual(desk.offered('a.backupplan', accepted.indexOf('policy gold'), 'refactor.inline'), []);
    });

    it('are followed into every plan that imports them', () => {
      const library = 'policy gold { full daily at 02:00 to nas }\n';
      const importing = `import "gold.backupplan"\n${plan('', 'backup with gold')}`;
      const desk = new Desk({
        'gold.backupplan': library,
        'one.backupplan': importing,
        'two.backupplan': importing.replace('orders', 'sales'),
      });
      const before = ['one.backupplan', 'two.backupplan'].map((name) => desk.comesTo(name));
      const title = desk.take('gold.backupplan', library.indexOf('gold'), 'refactor.inline');
      assert.equal(title, 'Inline the policy gold into orders and sales, and remove it');
      assert.equal(desk.text('gold.backupplan'), '');
      assert.deepEqual(
        ['one.backupplan', 'two.backupplan'].map((name) => desk.comesTo(name)),
        before,
      );
    });
  });

  describe('that are extracted', () => {
    const offset = shop.indexOf('  backup {') + 4;

    it('stand above their system, under a name that nobody has', () => {
      const desk = new Desk({ 'a.backupplan': `${shop}\ncontact orders-backup { name "O" }\n` });
      assert.equal(desk.take('a.backupplan', offset, 'refactor.extract'), 'Extract the policy orders-backup-2');
      assert.match(
        desk.text('a.backupplan'),
        /\npolicy orders-backup-2 \{\n {2}full {9}weekly on sunday[^}]*\}\n\n\/\/\/ Customer orders and payments\.\nsystem orders: postgresql \{\n[^}]* {2}backup {4}with orders-backup-2\n\}\n/,
      );
    });

    it('keep the line ends of the file', () => {
      const text = shop.replaceAll('\n', '\r\n');
      const desk = new Desk({ 'a.backupplan': text });
      desk.take('a.backupplan', text.indexOf('  backup {') + 4, 'refactor.extract');
      assert.doesNotMatch(desk.text('a.backupplan'), /[^\r]\n/);
    });

    it('are for who asks, not for a cursor that passes by, and only where there is something to share', () => {
      const desk = new Desk({ 'a.backupplan': shop, 'b.backupplan': 'plan "P" {}\nsystem a: files { backup {} }\n' });
      assert.deepEqual(
        desk.offered('a.backupplan', offset, 'refactor', CodeActionTriggerKind.Automatic).filter(({ kind }) => kind?.endsWith('policy')),
        [],
      );
      assert.deepEqual(desk.offered('a.backupplan', shop.indexOf('backup with'), 'refactor.extract'), []);
      assert.deepEqual(desk.offered('b.backupplan', 'plan "P" {}\nsystem a: files { back'.length, 'refactor.extract'), []);
    });
  });

  it('of any plan come to the same when they are inlined, one by one and all at once', () => {
    const statements = {
      full: fc.constantFrom(
        'full daily at 02:00 to nas',
        'full weekly on sunday at 01:00 to vault',
        'full daily at 04:00 to nas using pg_dump',
      ),
      log: fc.constantFrom('log continuous to nas', 'log every 15m to vault, nas', 'log continuous to vault lag 2m'),
      copy: fc.constantFrom(
        'copy daily at 05:00 from nas to vault',
        'move daily at 06:00 from nas to vault',
        'copy after full from nas to vault',
      ),
      keep: fc.constantFrom(
        'keep 14 days',
        'keep on vault daily for 30 days',
        'keep logs 7 days',
        'keep logs on nas 3 days',
        'keep on nas 5 last',
      ),
      verify: fc.constantFrom('verify checksum daily at 06:00', 'verify restore every 3 months'),
    };
    const anyBlock = fc.array(fc.oneof(...Object.values(statements)), { maxLength: 5 }).map((lines) => [...new Set(lines)]);
    const layout = fc.constantFrom(
      (lines: readonly string[]) => `{ ${lines.join('; ')} }`,
      (lines: readonly string[]) => `{\n${lines.map((line) => `    ${line} // as agreed\n`).join('')}  }`,
      (lines: readonly string[]) => `{\n\t/* all\n\t   of it */\n${lines.map((line) => `\t${line};\n`).join('\n')}}`,
    );
    const targets = fc.subarray(['rpo 1d', 'rto 4h', 'retain daily for 7 days', 'criticality high', 'mtd 2 days']);
    const drawn = fc.record({
      policy: anyBlock,
      targets,
      own: anyBlock,
      ownTargets: targets,
      layout,
      ownLayout: layout,
      withBlock: fc.boolean(),
    });
    let inlined = 0;
    fc.assert(
      fc.property(drawn, ({ policy, targets, own, ownTargets, layout, ownLayout, withBlock }) => {
        const systems = ['orders', 'sales'].map((name, index) => {
          const block = index === 1 || withBlock ? ` ${ownLayout(own)}` : '';
          return `system ${name}: postgresql {\n  at berlin; size 1 GB; changes 1 GB/day; database "${name}"\n${ownTargets.map((each) => `  ${each}\n`).join('')}  backup with gold${block}\n}\n`;
        });
        const text = `plan "P" {}\nsite berlin { kind datacenter }\nsite ireland { kind cloud }\nstorage nas: disk { at berlin; path "/b" }\nstorage vault: disk { at ireland; path "/v" }\n${systems.join('')}policy gold ${layout([...targets, ...policy])}\n`;
        const before = new Desk({ 'a.backupplan': text }).comesTo('a.backupplan');
        for (const at of ['backup with', 'policy gold']) {
          const desk = new Desk({ 'a.backupplan': text });
          const [action] = desk.offered('a.backupplan', text.indexOf(at), 'refactor.inline');
          if (action === undefined) continue;
          inlined += 1;
          desk.take('a.backupplan', text.indexOf(at), 'refactor.inline');
          assert.deepEqual(desk.comesTo('a.backupplan').figures, before.figures, desk.text('a.backupplan'));
        }
      }),
      { numRuns: 60, seed: 8 },
    );
    assert.ok(inlined > 110, `it is offered in ${inlined} of 120 cases; where a mistake hides others, it is not`);
  });
});
