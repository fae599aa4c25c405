import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  type CompletionItem,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  InsertTextFormat,
  type MarkupContent,
  type TextEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { format } from '../../grammar/format.ts';
import { parse } from '../../grammar/parse.ts';
import { cursor, Editor } from './editor.ts';

const plan = `plan "P" { timezone "Europe/Berlin" }
site berlin {}
site ireland {}
/// The box in the cellar.
storage nas: disk { at berlin; capacity 20 TB }
storage vault: s3 { at ireland; account backup-admin }
policy gold { full daily at 02:00 to nas }
`;

describe('language server: writing', () => {
  let editor: Editor;
  let documents = 0;

  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  /** Opens the text and gives what is offered at its `|`. */
  async function offered(marked: string): Promise<Map<string, CompletionItem>> {
    const { text, position } = cursor(marked);
    const document = `untitled:completion-${documents++}`;
    await editor.open(document, text);
    const items = await editor.at<CompletionItem[]>('textDocument/completion', document, position);
    await editor.close(document);
    return new Map(items.map((item) => [item.label, item]));
  }
  const newText = (item: CompletionItem | undefined): string | undefined => (item?.textEdit as TextEdit | undefined)?.newText;

  /** What an editor makes of a snippet when nobody changes anything. */
  function leftAsItStands(snippet: string): string {
    const defaults = new Map([...snippet.matchAll(/\$\{(\d+)[:|]([^},|]*)/g)].map(([, stop, text]) => [stop, text]));
    return snippet.replaceAll(/\$\{(\d+)[^}]*\}|\$(\d+)/g, (_, stop, mirror) => defaults.get(stop ?? mirror) ?? '').replaceAll('\t', '  ');
  }

  async function hoverAt(marked: string): Promise<string> {
    const { text, position } = cursor(marked);
    const document = `untitled:hover-${documents++}`;
    await editor.open(document, text);
    const hover = await editor.at<Hover | null>('textDocument/hover', document, position);
    await editor.close(document);
    return (hover?.contents as MarkupContent | undefined)?.value ?? '';
  }

  describe('completion', () => {
    it('offers the statements of a block, with documentation, as snippets', async () => {
      const items = await offered(`${plan}system orders: postgresql {\n  |\n}\n`);
      const depends = items.get('depends on');
      assert.equal(depends?.insertTextFormat, InsertTextFormat.Snippet);
      assert.equal(newText(depends), `depends on \${1}`);
      assert.match((depends?.documentation as MarkupContent | undefined)?.value ?? '', /must be back before this one/);
      assert.equal(newText(items.get('rpo')), `rpo \${1:1h30m}`);
      assert.equal(newText(items.get('backup')), 'backup {\n\t$0\n}');
      assert.ok(!items.has('capacity'), 'a statement of a storage is no statement of a system');
    });

    it('offers declarations with the statements that they must hold', async () => {
      const text = newText((await offered('|')).get('storage'));
      assert.equal(text, `storage \${1}: \${2|disk,nas,removable,tape,sftp,s3,azure-blob,gcs,b2,snapshots|} {\n\tat \${3}\n\t$0\n}`);
    });

    it('lets the names of the plan be chosen where a statement wants one; the only one stands there, and its own does not', async () => {
      const statements = async (marked: string, name: string): Promise<string | undefined> => newText((await offered(marked)).get(name));
      assert.match((await statements(`${plan}|`, 'storage')) ?? '', /\tat \$\{3\|berlin,ireland\|\}\n/);
      const system = 'system orders: postgresql {\n  |\n}\n';
      assert.equal(await statements(`${plan}${system}`, 'depends on'), `depends on \${1}`);
      assert.equal(await statements(`${plan}system web: application {}\n${system}`, 'depends on'), `depends on \${1:web}`);
    });

    it('offers the usual ways to write a statement filled in, behind it or in its place, and only where it may stand', async () => {
      const labels = [...(await offered(`${plan}|`)).keys()];
      for (const [bare, ...ways] of [
        ['storage', 'storage disk', 'storage bucket'],
        ['system', 'system database', 'system files', 'system application'],
        ['scenario', 'scenario site lost', 'scenario ransomware', 'scenario mistake'],
      ] as const)
        assert.deepEqual(labels.slice(labels.indexOf(bare) + 1, labels.indexOf(bare) + 1 + ways.length), ways);
      const site = newText((await offered(`${plan}|`)).get('site'));
      assert.equal(site, `site \${1:berlin} { kind \${2|datacenter,cloud,office,home,building,room,rack,host,array|} }\n$0`);
      assert.ok(![...(await offered(`${plan}system a: files { at | }`)).keys()].some((label) => / /.test(label)));
      const inSystem = await offered(`${plan}system a: files {\n  |\n}\n`);
      assert.match(
        newText(inSystem.get('backup full and copy')) ?? '',
        /to \$\{2\|nas,vault\|\}\n\tcopy +after full from \$2 to \$\{3\|vault,nas\|\}\n/,
      );
    });

    it('all that is filled in makes one plan without a finding, formatted, when every stop is left as it stands', async () => {
      let text = '';
      for (const label of [
        ...[
          'plan',
          'site',
          'site',
          'storage disk',
          'storage bucket',
          'key',
          'policy',
          'system database',
          'system files',
          'system application',
        ],
        ...['scenario site lost', 'scenario ransomware', 'scenario mistake', 'contact'],
      ]) {
        const body = leftAsItStands(newText((await offered(`${text}|`)).get(label)) ?? assert.fail(label));
        assert.equal(format(body).trimEnd(), body.trimEnd());
        text += label === 'site' && text.includes('site berlin') ? 'site ireland { kind cloud }\n' : body;
      }
      const document = 'untitled:filled-in';
      await editor.open(document, text);
      const { diagnostics } = await editor.diagnostics(document, ({ version }) => version === 1);
      assert.deepEqual(
        diagnostics.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });

    it('a backup that is filled in is clean in its system', async () => {
      for (const way of ['backup full and copy', 'backup full and log']) {
        const head = `${plan}system orders: postgresql {\n  at berlin\n  `;
        const body = newText((await offered(`${head}|\n}\n`)).get(way)) ?? assert.fail(way);
        const text = `${head}${leftAsItStands(body).trimEnd().replaceAll('\n', '\n  ')}\n}\n`;
        assert.deepEqual(parse(text).problems, [], text);
      }
    });

    it('leaves out a statement that is there already and can stand only once', async () => {
      const items = await offered(`${plan}system orders: postgresql {\n  rpo 1h\n  |\n}\n`);
      assert.ok(!items.has('rpo'));
      assert.ok(items.has('rto'));
    });

    it('offers the names that fit, with their comments', async () => {
      const items = await offered(`${plan}system orders: postgresql { backup { full daily at 02:00 to | } }\n`);
      assert.deepEqual([...items.keys()], ['nas', 'vault']);
      assert.match((items.get('nas')?.documentation as MarkupContent | undefined)?.value ?? '', /The box in the cellar\./);
    });

    it('offers in a library the names of the open plan that imports it', async () => {
      await editor.open('file:///shared/jobs.backupplan', 'policy gold { full daily at 02:00 to  }\n');
      const position = { line: 0, character: 'policy gold { full daily at 02:00 to '.length };
      const names = async (): Promise<string[]> =>
        (await editor.at<CompletionItem[]>('textDocument/completion', 'file:///shared/jobs.backupplan', position)).map(
          ({ label }) => label,
        );
      assert.deepEqual(await names(), []);
      await editor.open('file:///shared/plan.backupplan', `import "jobs.backupplan"\n${plan.replace('gold', 'silver')}`);
      assert.deepEqual(await names(), ['nas', 'vault']);
      await editor.close('file:///shared/plan.backupplan');
      await editor.close('file:///shared/jobs.backupplan');
    });

    it('offers accounts, and production, which nobody declares', async () => {
      const items = await offered(`${plan}scenario ransomware { compromise | }\n`);
      assert.deepEqual([...items.keys()].toSorted(), ['backup-admin', 'production']);
    });

    it('offers the words and weekdays of a schedule', async () => {
      assert.ok((await offered(`${plan}policy p { full | }\n`)).has('weekdays'));
      const days = await offered(`${plan}policy p { full weekly on | }\n`);
      assert.ok(days.has('monday') && days.has('sunday') && !days.has('nas'));
    });

    it('offers kinds, tools and classes of the catalogue', async () => {
      assert.ok((await offered('system orders: |')).has('postgresql'));
      assert.ok((await offered('storage vault: |')).has('s3'));
      assert.ok((await offered(`${plan}storage cold: s3 { class | }\n`)).has('standard-ia'));
      const tools = await offered(`${plan}system orders: postgresql { backup { full daily at 02:00 to nas using | } }\n`);
      assert.ok(tools.has('pg_basebackup') && !tools.has('mysqldump'));
    });

    it('offers time zones, with quotes and inside of them', async () => {
      assert.equal(newText((await offered('plan "P" { timezone | }')).get('Europe/Berlin')), '"Europe/Berlin"');
      const inside = (await offered('plan "P" { timezone "Eur|" }')).get('Europe/Berlin');
      assert.deepEqual(inside?.textEdit, {
        range: { start: { line: 0, character: 21 }, end: { line: 0, character: 24 } },
        newText: 'Europe/Berlin',
      });
      assert.ok((await offered(`${plan}policy p { full daily at 02:00 in "|" to nas }\n`)).has('America/New_York'));
    });

    it('offers units, with a space in front and without', async () => {
      assert.equal(newText((await offered('storage nas: disk { capacity 20 | }')).get('TB')), 'TB');
      assert.equal(newText((await offered('storage nas: disk { capacity 20| }')).get('20 TB')), '20 TB');
      assert.equal(newText((await offered('system a: files { rpo 15| }')).get('15m')), '15m');
    });

    it('replaces the word that is typed, counted in UTF-16 code units', async () => {
      const line = '/* 💾 */ storage tape: disk { at ';
      const at = line.length;
      const items = await offered(`${plan}${line}ber| }\n`);
      assert.deepEqual(items.get('berlin')?.textEdit, {
        range: { start: { line: 7, character: at }, end: { line: 7, character: at + 3 } },
        newText: 'berlin',
      });
    });

    it('offers nothing in a comment and in a string of free text', async () => {
      assert.equal((await offered('plan "P" {\n  // own|\n}')).size, 0);
      assert.equal((await offered('plan "P" { owner "pl|" }')).size, 0);
    });
  });

  describe('hover', () => {
    it('says what a statement means', async () => {
      assert.match(await hoverAt('system a: files { re|play at 20 MB/s }'), /How fast it replays its log\./);
    });

    it('shows the comment of what a name stands for', async () => {
      const text = await hoverAt(`${plan}policy p { full daily at 02:00 to n|as }\n`);
      assert.match(text, /storage nas: disk/);
      assert.match(text, /The box in the cellar\./);
    });

    it('shows the next runs of a schedule and its longest gap, over the night when clocks go back', async () => {
      const text = await hoverAt(plan.replace('full daily', 'full da|ily'));
      assert.equal(text.match(/^- \d+ \w+ \d{4} 02:00$/gm)?.length, 5);
      assert.match(
        text,
        /Longest gap: \*\*25h\*\*, from 31 Oct 2027 02:00 to 1 Nov 2027 02:00: on 31 Oct 2027 the clocks go back by 1h\.$/,
      );
    });

    it('speaks of a clock change only where it is what makes the gap long', async () => {
      assert.match(
        await hoverAt(plan.replace('full daily', 'full yearly on january 1').replace('yearly', 'year|ly')),
        /Longest gap: [^:]*:\d\d to [^:]*:\d\d\.$/,
      );
      assert.doesNotMatch(await hoverAt(plan.replace('Europe/Berlin', 'UTC').replace('full daily', 'full da|ily')), /clocks/);
    });

    it('converts quantities', async () => {
      assert.match(await hoverAt('storage nas: disk { capacity 2 T|iB }'), /2\.2 TB = 2 TiB = 2\u202f199\u202f023\u202f255\u202f552 B/);
      assert.match(await hoverAt('system a: files { changes 6 GB/d|ay }'), /0\.556 Mbit\/s/);
      assert.match(await hoverAt('storage nas: disk { immutable 12 mon|ths }'), /360 days/);
    });

    it('says what the catalogue knows of a kind, a tool and a class', async () => {
      assert.match(await hoverAt('system a: postgr|esql {}'), /pg_basebackup/);
      assert.match(await hoverAt(plan.replace('to nas', 'to nas using pg_d|ump')), /cannot be the base of a log/);
    });

    it('says at an rpo what is reached in each scenario, with the sum', async () => {
      const text = readFileSync(new URL('../worked/01-daily-full.backupplan', import.meta.url), 'utf8');
      const answer = await hoverAt(text.replace('rpo 1h', 'r|po 1h'));
      // The worst first; the figures are those of the worked example.
      assert.match(answer, /\| host-loss \| 25h40m \| ✗ 1h \|\n\| operator-error \| 25h \| ✗ 1h \|/);
      assert.match(answer, /\*\*host-loss\*\*\n\n- \*\*25h40m\*\* .*\n {2}- \*\*24h\*\* between runs\n/);
      assert.match(answer, /Just before 1 Nov 2027 02:40 the newest state left is that of 31 Oct 2027 02:00, on nas\./);
    });

    describe('over what a plan keeps and pays for', () => {
      const shop = readFileSync(new URL('../../examples/shop.backupplan', import.meta.url), 'utf8');
      /** Hovers over the shop with a cursor before the last word of `words`. */
      const over = (words: string, text = shop): Promise<string> => {
        assert.ok(text.includes(words), words);
        return hoverAt(text.replace(words, words.replace(/(\S+)$/, '|$1')));
      };

      it('says at a keep how far back it reaches and when least, rule by rule, and what survives', async () => {
        for (const words of ['    keep', '    keep         on vault daily for']) {
          const text = await over(words, shop.replace('    keep         on nas 14 days\n', ''));
          assert.match(text, /\| orders \| vault \| 334 days 53m5s \| 30 Apr 2027 03:01:05 \|/);
          assert.match(text, /\| daily for 30 days \| 28 days 23h53m5s \|\n\| monthly for 12 months \| 334 days 40s \|/);
        }
        // A file tool's points stand alone, so what survives is what the rules say and nothing else.
        const policy = await over('  keep  daily for');
        assert.match(policy, /What is on nas of secrets on 1 Jan 2028, a year into the plan:/);
        assert.match(policy, /\| Dec 2027 \| 30 \| 2 Dec 2027 to 31 Dec 2027 \|\n\| Nov 2027 \| 1 \| 30 Nov 2027 \|/);
        assert.match(policy, /\| Jan 2027 \| 1 \| 31 Jan 2027 \|$/);
        assert.match(await over('{ keep on vault monthly for'), /\| 2026 \| 1 \| 31 Dec 2026 \|\n\| 2025 \| 1 \| 31 Dec 2025 \|/);
      });

      it('says at a storage what it holds and costs, with the sum, and when it is full', async () => {
        const vault = await over('storage vault');
        assert.match(
          vault,
          /\| holds \| 7\.42 TB \| 7\.9 TB \| 11 TB \|\n\| costs a month \| 125\.24 USD \| 139\.04 USD \| 201\.79 USD \|/,
        );
        assert.match(vault, /- \*\*139\.04 USD\*\* vault in December 2027\n {2}- \*\*98\.69 USD\*\* for 7\.9 TB on average/);
        assert.match(await over('copy         hourly from nas to vault'), /139\.04 USD/);
        const nas = await over('storage nas', shop.replace('20 TB', '3600 GB'));
        assert.match(nas, /\| costs a month \| needs nas\.price \|/);
        assert.match(nas, /It is full on \*\*8 Jan 2028\*\*\./);
        assert.doesNotMatch(await over('storage nas'), /full on/);
        assert.doesNotMatch(await over('storage nas', shop.replace(/^plan [^}]*}/m, '')), /holds/, 'in a library nobody knows');
      });

      it('says at a retain whether it is met, and what is lacking first', async () => {
        assert.match(await over('  retain'), /- ✓ orders: daily for 30 days\n- ✓ orders: monthly for 12 months$/);
        const short = shop.replace('keep         on vault daily for 30 days', 'keep         on vault daily for 20 days');
        assert.match(
          await over('  retain    daily for', short),
          /- ✗ orders: daily for 30 days: on 10 Jan 2027 03:20:03 nothing is left of 12 Dec 2026\n/,
        );
        const policy = shop.replace('policy files-standard {', 'policy files-standard {\n  retain yearly for 7 years');
        assert.match(
          await over('  retain yearly', policy),
          /- ✗ uploads: yearly for 7 years: on .* nothing is left of .*\n- ✓ secrets: yearly for 7 years$/,
        );
        const unsized = shop.replace('  size      120 GB\n', '');
        assert.match(await over('  retain', unsized), /- \? orders: it needs orders\.size$/);
      });

      it('says at a budget what all storages cost against it, with the parts', async () => {
        const unknown = await over('  budget');
        assert.match(unknown, /\| \*\*all\*\* \| at least 125\.24 USD \|.*\n\| \*\*budget a month\*\* \| 900\.00 USD \|/);
        assert.match(unknown, /Whether the budget is kept is not known\. The rest needs nas\.price\.$/);
        const priced = shop.replace('capacity  20 TB', 'capacity  20 TB; price 0.01 USD/GB/month');
        const kept = await over('  budget    900', priced);
        assert.match(kept, /\| nas \| 34\.\d\d USD \|.*\n\| vault \| 125\.24 USD \|.*\n\| \*\*all\*\* \| 159\.\d\d USD \|/);
        assert.match(kept, /✓ The budget is kept\.$/);
        assert.match(await over('  budget    100', shop.replace('900', '100')), /✗ The budget is not kept\./);
      });
    });

    it('is silent between statements and in comments', async () => {
      assert.equal(await hoverAt('plan "P" {\n|\n}'), '');
      assert.equal(await hoverAt('// system or|ders: files {}\n'), '');
    });
  });

  describe('outline, folding and formatting', () => {
    it('outlines declarations with their statements', async () => {
      await editor.open('untitled:outline', `${plan}system orders: postgresql {\n  rpo 1h\n  backup { full daily at 02:00 to nas }\n}\n`);
      const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: 'untitled:outline' } });
      assert.deepEqual(
        symbols.map(({ name, detail }) => [name, detail]),
        [
          ['P', 'plan'],
          ['berlin', 'site'],
          ['ireland', 'site'],
          ['nas', 'storage disk'],
          ['vault', 'storage s3'],
          ['gold', 'policy'],
          ['orders', 'system postgresql'],
        ],
      );
      const orders = symbols.at(-1);
      assert.deepEqual(
        orders?.children?.map(({ name, detail }) => [name, detail]),
        [
          ['rpo', '1h'],
          ['backup', ''],
        ],
      );
      assert.deepEqual(
        orders?.children?.[1]?.children?.map(({ name, detail }) => [name, detail]),
        [['full', 'daily at 02:00 to nas']],
      );
      await editor.close('untitled:outline');
    });

    it('folds blocks and comments', async () => {
      await editor.open(
        'untitled:folding',
        '// one\n// two\nplan "P" {\n  /* a\n     b */\n  owner "o" // not\n  // alone\n}\nsite berlin {}\n',
      );
      const folds = await editor.request<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri: 'untitled:folding' } });
      assert.deepEqual(folds, [
        { startLine: 0, endLine: 1, kind: 'comment' },
        { startLine: 2, endLine: 6 },
        { startLine: 3, endLine: 4, kind: 'comment' },
      ]);
      await editor.close('untitled:folding');
    });

    for (const [name, eol] of [
      ['LF', '\n'],
      ['CRLF', '\r\n'],
    ] as const) {
      it(`formats with ${name} as the formatter does, and touches only the lines that differ`, async () => {
        const untouched = format('plan "P" {\n  owner "o"\n}\n\n');
        const text = `${untouched}site   berlin   {kind datacenter}\nstorage nas : disk {\n at berlin\n      capacity 20TB\n}\n`.replaceAll(
          '\n',
          eol,
        );
        const document = `untitled:format-${name}`;
        await editor.open(document, text);
        const edits = await editor.request<TextEdit[]>('textDocument/formatting', {
          textDocument: { uri: document },
          options: { tabSize: 2, insertSpaces: true },
        });
        const before = TextDocument.create(document, 'backupplan', 1, text);
        assert.equal(TextDocument.applyEdits(before, edits), format(text));
        assert.notEqual(format(text), text);
        assert.ok(edits.length > 0 && edits.every(({ range }) => range.start.line >= 3));
        await editor.close(document);
      });
    }

    it('leaves a formatted text alone', async () => {
      await editor.open('untitled:formatted', format(plan));
      const edits = await editor.request<TextEdit[]>('textDocument/formatting', {
        textDocument: { uri: 'untitled:formatted' },
        options: { tabSize: 2, insertSpaces: true },
      });
      assert.deepEqual(edits, []);
      await editor.close('untitled:formatted');
    });
  });
});
