import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import MarkdownIt from 'markdown-it';
import type { Log, Result } from 'sarif';
import { lineHashes } from '../../cli/report/line-hashes.ts';
import { sarifReport } from '../../cli/report/sarif.ts';
import type { Finding } from '../../engine/checks/finding.ts';
import { type Node, parseXml } from '../generate/pictures/xml.ts';
import { Folder } from './run.ts';

const clean = readFileSync('examples/postgresql.backupplan', 'utf8');
const daily = clean.replace(
  'full    daily at 02:00 to nas using pg_basebackup\n    log     continuous to nas',
  'full    daily at 02:00 to nas using pg_dump',
);

/** Each breaks out of something: a line, a command, a property, a tag, a link, a cell, a terminal. */
const hostile = 'a,b:c%0A::error::x##[group]y[link](https://evil.example)<b>&amp;]]>|`~\u001b[31m\u202e.backupplan';
/** As above, on two lines: a file name can, a string of a plan cannot. */
const hostileFile = `x\n::error::y##[error]z ${hostile.replaceAll('/', '')}`;
/** What a reader would not see, but a terminal does. */
const unseen = /\p{Cf}|(?!\n)\p{Cc}/u;
const hostilePlan = `import "${hostile}"\nplan "x" { ownr "${hostile}" }\n`;

describe('backupplan check, for programs', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const printed = async (format: string, ...args: string[]): Promise<string> => {
    const { out, err } = await folder.run(['check', '--format', format, ...args]);
    assert.equal(err, '');
    return out;
  };

  describe('paths', () => {
    const pathsIn = async (where: Folder): Promise<unknown> =>
      JSON.parse((await where.run(['check', '--format', 'gitlab'])).out).map(
        (issue: { location: { path: string } }) => issue.location.path,
      );

    it('start at the root of the repository, wherever in it one stands', async () => {
      folder.write('.git/HEAD', 'ref: refs/heads/main\n');
      folder.write('plans/eu/a b.backupplan', 'plan "x" { timzone "UTC" }\n');
      assert.deepEqual(new Set((await pathsIn(folder.within('plans/eu'))) as string[]), new Set(['plans/eu/a b.backupplan']));
      assert.deepEqual(new Set((await pathsIn(folder)) as string[]), new Set(['plans/eu/a b.backupplan']));
    });

    it('start where one stands outside of any repository', async () => {
      folder.write('plans/a.backupplan', 'plan "x" { timzone "UTC" }\n');
      assert.deepEqual(new Set((await pathsIn(folder)) as string[]), new Set(['plans/a.backupplan']));
    });
  });

  it('shows in every format what is wrong in standard input', async () => {
    for (const format of ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown']) {
      const { code, out } = await folder.run(['check', '--format', format, '-'], { input: daily });
      assert.equal(code, 1);
      assert.match(out, /rpo-unmet[\s\S]*stdin\.backupplan|stdin\.backupplan[\s\S]*rpo-unmet/, format);
    }
  });

  describe('SARIF', () => {
    const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    // Of an older draft, of which it uses nothing that has changed since but the names of these two.
    const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);

    const log = async (...args: string[]): Promise<Log> => {
      const parsed = JSON.parse(await printed('sarif', ...args)) as Log;
      assert.ok(validate(parsed), JSON.stringify(validate.errors?.slice(0, 3)));
      return parsed;
    };
    const results = async (): Promise<readonly Result[]> => (await log()).runs[0]?.results ?? [];

    it('passes the public schema, which refuses what is none', async () => {
      folder.write('orders.backupplan', daily);
      const { runs } = await log();
      const [run] = runs;
      assert.ok(run);
      assert.ok(!validate({ version: '2.1.0', runs: [{ ...run, results: [{ ruleId: 'x', message: 'words' }] }] }));
      assert.deepEqual(
        run.results?.map(({ ruleId, ruleIndex = -1 }) => run.tool.driver.rules?.[ruleIndex]?.id === ruleId),
        run.results?.map(() => true),
      );
    });

    it('has a run without results for a plan that holds', async () => {
      folder.write('orders.backupplan', clean);
      const { runs } = await log();
      assert.deepEqual([runs.length, runs[0]?.results, runs[0]?.tool.driver.rules], [1, [], []]);
    });

    it('has the page of the check for help, the places that the message links to, and columns from 1', async () => {
      folder.write('orders.backupplan', daily);
      const { runs } = await log();
      const rule = runs[0]?.tool.driver.rules?.find(({ id }) => id === 'rpo-unmet');
      assert.match(rule?.help?.markdown ?? '', /^# rpo-unmet\n[\s\S]*## Why it matters/);
      assert.deepEqual([rule?.defaultConfiguration?.level, rule?.properties?.tags], ['error', ['loss']]);
      const result = runs[0]?.results?.find(({ ruleId }) => ruleId === 'rpo-unmet');
      const related = result?.relatedLocations ?? [];
      assert.ok(related.length >= 2);
      for (const { id } of related) assert.ok(result?.message.text?.includes(`](${id})`), `${id}`);
      const region = result?.locations?.[0]?.physicalLocation?.region;
      const line = daily.split('\n')[(region?.startLine ?? 0) - 1] ?? '';
      assert.match(line.slice((region?.startColumn ?? 0) - 1, (region?.endColumn ?? 0) - 1), /^rpo +1h$/);
    });

    it('gives prints that stay while lines move, and that no two findings share', async () => {
      folder.write('a.backupplan', `${daily}\nsite one { knd cloud }\nsite two { knd cloud }\n`);
      const prints = (all: readonly Result[]): string[] =>
        all.map(({ partialFingerprints }) => partialFingerprints?.['backupplanFinding/v1'] ?? '');
      const before = prints(await results());
      assert.equal(new Set(before).size, before.length);
      assert.ok(before.length > 3 && before.every((print) => /^[0-9a-f]{32}$/.test(print)));
      folder.write('a.backupplan', `// moved\n\n\n${daily}\nsite one { knd cloud }\n\nsite two {    knd   cloud }\n`);
      assert.deepEqual(prints(await results()), before);
    });

    it('knows lines as the upload action of GitHub does', () => {
      // From the action's own tests.
      assert.deepEqual(lineHashes(''), ['c129715d7a2bc9a3:1']);
      assert.deepEqual(lineHashes(' a\nb\n  \t\tc\n d'), [
        '271789c17abda88f:1',
        '54703d4cd895b18:1',
        '180aee12dab6264:1',
        'a23a3dc5e078b07b:1',
      ]);
      assert.deepEqual(lineHashes(' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n'), [
        'e9496ae3ebfced30:1',
        'fb7c023a8b9ccb3f:1',
        'ce8ba1a563dcdaca:1',
        'e20e36e16fcb0cc8:1',
        'b3edc88f2938467e:1',
        'c8e28b0b4002a3a0:1',
        'c129715d7a2bc9a3:1',
      ]);
      assert.deepEqual(lineHashes('Lorem ipsum dolor sit amet.\n'.repeat(10)).slice(4, 8), [
        'a7f2ff13bc495cf2:5',
        'a7f2ff13bc495cf2:6',
        'a7f2ff1481e87703:1',
        'a9cf91f7bbf1862b:1',
      ]);
    });

    it('leaves out the mildest of more findings than GitHub takes, and says so', () => {
      const finding = (index: number): Finding => ({
        code: index % 5 === 0 ? 'rpo-unmet' : 'unused-declaration',
        severity: index % 5 === 0 ? 'error' : 'info',
        message: `${index}`,
        file: '/a.backupplan',
        range: { start: index, end: index + 1 },
        related: [],
        fixes: [],
      });
      const rule = { group: 'loss', summary: 'Words.', page: '# Page' } as const;
      const parsed = JSON.parse(
        sarifReport(
          {
            plans: ['/a.backupplan'],
            findings: Array.from({ length: 30_000 }, (_, index) => finding(index)),
            read: () => 'a\n'.repeat(15_000),
            complete: true,
            shown: (file) => file,
            located: (file) => file.slice(1),
            fails: () => true,
          },
          () => rule,
        ),
      ) as Log;
      assert.ok(validate(parsed));
      const [run] = parsed.runs;
      assert.equal(run?.results?.length, 25_000);
      assert.equal(run.results.filter(({ level }) => level === 'error').length, 6000);
      const [notification] = run.invocations?.[0]?.toolExecutionNotifications ?? [];
      assert.equal(notification?.message.text, '5000 of 30000 findings, the mildest, are left out: a run has room for 25000.');
    });

    it('takes hostile names for words', async () => {
      folder.write(hostileFile, hostilePlan);
      for (const { locations, message } of await results()) {
        const { uri = '', uriBaseId } = locations?.[0]?.physicalLocation?.artifactLocation ?? {};
        assert.equal(decodeURIComponent(uri), hostileFile);
        assert.equal(uriBaseId, '%SRCROOT%');
        assert.doesNotMatch(message.text ?? '', unseen);
        assert.doesNotMatch(message.text ?? '', /[^\\]\]\(https/);
      }
      assert.ok((await results()).some(({ message }) => message.text?.includes('\\[link\\](https://evil.example)')));
    });
  });

  describe('GitHub annotations', () => {
    /** What the runner makes of a line: its kind, its properties, its text. */
    const commandOf = (line: string): { kind: string; properties: Record<string, string>; text: string } | undefined => {
      const [, kind, list, text] = line.match(/^::(\w+) ([^:]*)::(.*)$/) ?? [];
      if (kind === undefined || list === undefined || text === undefined) return undefined;
      const back = (escaped: string): string =>
        escaped.replace(/%(0D|0A|3A|2C|25)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      const properties = Object.fromEntries(
        list.split(',').map((pair) => {
          const at = pair.indexOf('=');
          return [pair.slice(0, at), back(pair.slice(at + 1))];
        }),
      );
      return { kind, properties, text: back(text) };
    };

    it('point to the words meant, with the related places below', async () => {
      folder.write('orders.backupplan', daily);
      const lines = (await printed('github')).split('\n');
      const found = lines.map(commandOf).find((command) => command?.properties.title === 'rpo-unmet');
      assert.equal(found?.kind, 'error');
      assert.equal(found.properties.file, 'orders.backupplan');
      const line = daily.split('\n')[Number(found.properties.line) - 1] ?? '';
      assert.match(line.slice(Number(found.properties.col) - 1, Number(found.properties.endColumn) - 1), /^rpo +1h$/);
      assert.match(found.text, /^RPO 1h unmet by daily schedule: .*\norders\.backupplan:\d+: If ransomware begins/);
    });

    it('come errors first, ten of a kind, and the last line names the rest', async () => {
      const systems = Array.from({ length: 12 }, (_, index) => `system s${index}: files { at here; sz 1 GB }`);
      folder.write('mild.backupplan', daily.replace('size         40 GB', ''));
      folder.write('x.backupplan', ['plan "x" { owner "a"; timezone "UTC" }', 'site here { kind office }', ...systems, ''].join('\n'));
      const lines = (await printed('github')).trimEnd().split('\n');
      const last = lines.pop() ?? '';
      const kinds = lines.map((line) => commandOf(line)?.kind ?? '');
      const order = ['error', 'warning', 'notice'];
      assert.deepEqual(
        kinds,
        kinds.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)),
      );
      assert.deepEqual(new Set(kinds.slice(10)), new Set(['warning']));
      assert.equal(kinds.filter((kind) => kind === 'error').length, 10);
      assert.match(last, /^2 plans checked: \d+ errors.* of them have no annotation, since GitHub shows 10 of a kind: .*unknown-word/);
    });

    it('are followed by a line that says that there is nothing to say', async () => {
      folder.write('orders.backupplan', clean);
      assert.equal(await printed('github'), '1 plan checked, nothing to say.\n');
    });

    it('take hostile names for words', async () => {
      folder.write(hostileFile, hostilePlan);
      const lines = (await printed('github')).trimEnd().split('\n');
      const last = lines.pop() ?? '';
      assert.doesNotMatch(last, /^\s*::|##\[/);
      assert.ok(lines.length > 0);
      for (const line of lines) {
        assert.equal(commandOf(line)?.properties.file, hostileFile.replace('\u001b', '\\u{1b}').replace('\u202e', '\\u{202e}'));
        assert.doesNotMatch(line, unseen);
      }
    });
  });

  describe('GitLab', () => {
    it('gets its severities, lines and prints that no two findings share', async () => {
      folder.write('orders.backupplan', daily);
      const issues = JSON.parse(await printed('gitlab')) as Record<string, unknown>[];
      const issue = issues.find(({ check_name }) => check_name === 'rpo-unmet');
      assert.equal(issue?.severity, 'critical');
      assert.match(String(issue.description), /^RPO 1h unmet by daily schedule/);
      const line = 1 + daily.split('\n').findIndex((text) => text.includes('rpo'));
      assert.deepEqual(issue.location, { path: 'orders.backupplan', lines: { begin: line, end: line } });
      assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
    });

    it('gets an empty list for a plan that holds', async () => {
      folder.write('orders.backupplan', clean);
      assert.deepEqual(JSON.parse(await printed('gitlab')), []);
    });

    it('gets hostile names as they are in paths, and none that hides in a description', async () => {
      folder.write(hostileFile, hostilePlan);
      const issues = JSON.parse(await printed('gitlab')) as { description: string; location: { path: string } }[];
      assert.ok(issues.length > 0);
      for (const { description, location } of issues) {
        assert.equal(location.path, hostileFile);
        assert.doesNotMatch(description, unseen);
      }
    });
  });

  describe('JUnit', () => {
    const suites = async (...args: string[]): Promise<Node> => parseXml(await printed('junit', ...args));
    const elements = (node: Node, name: string): Node[] =>
      node.children.flatMap((child) =>
        typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...elements(child, name)],
      );

    it('fails what fails the check, and passes what is milder and what holds', async () => {
      folder.write('good.backupplan', clean);
      folder.write('orders.backupplan', daily);
      const strict = await suites('--fail-level', 'info');
      const root = await suites();
      const counted = (node: Node): string[] => [node.attributes.tests ?? '', node.attributes.failures ?? ''];
      assert.equal(elements(root, 'testsuite').length, 2);
      assert.deepEqual(counted(root), [`${elements(root, 'testcase').length}`, `${elements(root, 'failure').length}`]);
      assert.ok(elements(root, 'failure').every(({ attributes }) => attributes.type === 'rpo-unmet'));
      assert.equal(elements(strict, 'failure').length, elements(strict, 'testcase').length - 1);
      const good = elements(root, 'testsuite').find(({ attributes }) => attributes.name === 'good.backupplan');
      assert.deepEqual(good && counted(good), ['1', '0']);
      const names = elements(root, 'testcase').map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
      assert.equal(new Set(names).size, names.length);
      assert.ok(names.includes('orders.backupplan rpo-unmet of orders'));
    });

    it('is XML whatever the names are', async () => {
      folder.write(hostileFile, `${hostilePlan}// \uffff\nplan "\uffff\ufffe" { ownr "\uffff" }\n`);
      const root = await suites();
      const [suite] = elements(root, 'testsuite');
      assert.match(suite?.attributes.name ?? '', /^x\n::error::y##\[error\]z a,b:c%0A.*<b>&amp;\]\]>\|`~\\u\{1b\}/);
      assert.ok(elements(root, 'failure').some(({ attributes }) => attributes.message?.includes('<b>&amp;]]>')));
    });
  });

  describe('Markdown', () => {
    it('tells the worst in the first line, and the gravest findings first', async () => {
      folder.write('mild.backupplan', daily.replace('size         40 GB', ''));
      folder.write('orders.backupplan', daily);
      const out = await printed('markdown');
      assert.match(out, /^### Backup Plan: 1 error, 1 warning\n\n2 plans checked\.\n\n- \*\*error\*\* `/);
      const order = [...out.matchAll(/^- \*\*(\w+)\*\*/gm)].map(([, severity = '']) =>
        ['error', 'warning', 'info', 'hint'].indexOf(severity),
      );
      assert.deepEqual(order, order.toSorted());
    });

    it('says that there is nothing to say', async () => {
      folder.write('orders.backupplan', clean);
      assert.equal(await printed('markdown'), '### Backup Plan: nothing to say\n\n1 plan checked.\n');
    });

    it('has room in a comment, and counts what has none', async () => {
      const systems = Array.from({ length: 2000 }, (_, index) => `site s${index} { kind office; nonsense ${index} }`);
      folder.write('a.backupplan', ['plan "x" { owner "a"; timezone "UTC" }', ...systems, ''].join('\n'));
      const out = await printed('markdown');
      assert.ok(out.length <= 65_536 && out.length > 60_000, `${out.length}`);
      const [, left = ''] = out.match(/\n… and (\d+) more: `backupplan check` prints them all\.\n$/) ?? [];
      const [, errors = '', advice = '0'] = out.match(/^### Backup Plan: (\d+) errors(?:, (\d+) pieces of advice)?\n/) ?? [];
      assert.equal(out.match(/^- /gm)?.length, Number(errors) + Number(advice) - Number(left));
    });

    it('lets no name become a link, a tag or a line', async () => {
      folder.write(hostileFile, hostilePlan);
      const out = await printed('markdown');
      assert.doesNotMatch(out, unseen);
      const html = new MarkdownIt({ html: true, linkify: true }).render(out);
      assert.doesNotMatch(html, /<a |<b>|<h[1245]/);
      assert.match(html, /<code>x ::error::y##\[error\]z a,b:c%0A/);
    });
  });

  describe('on a terminal', () => {
    it('keeps a long line within its columns, with the words meant in sight', async () => {
      const long = `plan "x" { owner "${'é'.repeat(150)}"; timzone "UTC"; notify "${'名'.repeat(90)}" }`;
      folder.write('p.backupplan', `${long}\n`);
      const { out } = await folder.run(['check'], { columns: 60 });
      const { default: width } = await import('string-width');
      const rows = out.split('\n');
      const at = rows.findIndex((row) => /\^{7}$/.test(row));
      const source = rows[at - 1] ?? '';
      assert.match(source, /^1 \| ….*timzone.*…$/);
      assert.ok(width(source) <= 60 && width(source) >= 58, source);
      assert.equal((rows[at] ?? '').indexOf('^'), width(source.slice(0, source.indexOf('timzone'))));
    });

    it('shows no more of a line of a million characters', async () => {
      folder.write('p.backupplan', `plan "x" { timzone "${'x'.repeat(1_000_000)}" }\n`);
      const { out } = await folder.run(['check'], { columns: 80 });
      const excerpts = out.split('\n').filter((row) => /^1 \| /.test(row));
      assert.ok(excerpts.length > 0 && excerpts.every((row) => row.length <= 80));
    });

    it('puts a related note below its marks where it does not fit beside them', async () => {
      folder.write('orders.backupplan', daily);
      const wide = (await folder.run(['check'], { columns: 400 })).out;
      assert.match(wide, /\n +\| +-+ If ransomware begins/);
      assert.match((await folder.run(['check'], { columns: 80 })).out, /\n +\| +-+\n += If ransomware begins/);
    });

    it('shows a name with a line break on one line', async () => {
      folder.write(hostileFile, hostilePlan);
      const { out } = await folder.run(['check']);
      assert.doesNotMatch(out, unseen);
      assert.doesNotMatch(out, /^::/m);
      assert.match(out, /--> x\\u\{a\}::error::y/);
    });

    it('is content when nobody reads on', () => {
      const file = folder.write('p.backupplan', `plan "x" { }\n${'system s: files { nonsense }\n'.repeat(300)}`);
      const shell = `{ '${process.execPath}' --import=tsx cli/bin.ts check '${file}'; echo "ended with $?" >&2; } | head -1`;
      const { stdout, stderr } = spawnSync('sh', ['-c', shell], { encoding: 'utf8' });
      assert.match(stdout, /^error\[.*\n$/);
      assert.equal(stderr, 'ended with 1\n');
    });

    it('colours a terminal alone, and not where NO_COLOR or TERM says so', function () {
      this.timeout(60_000);
      const file = folder.write('p.backupplan', 'plan "x" { timzone "UTC" }\n');
      const command = `'${process.execPath}' --import=tsx cli/bin.ts check '${file}'`;
      // `script` gives the command a terminal.
      const shown = (env: Readonly<Record<string, string>>, shell: string): boolean => {
        const { stdout } = spawnSync('sh', ['-c', shell], { env: { PATH: process.env.PATH, TERM: 'xterm', ...env }, encoding: 'utf8' });
        assert.match(stdout, /unknown-word/);
        return stdout.includes('\u001b[31m');
      };
      const terminal = `script -qec "${command}" /dev/null`;
      assert.ok(shown({ NO_COLOR: '' }, terminal));
      assert.ok(!shown({ NO_COLOR: '1' }, terminal));
      assert.ok(!shown({ TERM: 'dumb' }, terminal));
      assert.ok(!shown({}, `${command} | cat`));
    });
  });
});
