import assert from 'node:assert/strict';
import markdownIt from 'markdown-it';
import { Folder } from '../run.ts';
import { changed, clinic } from './cases.ts';

const slower = changed(['copy    every 15m from nas to vault', 'copy    every 6h from nas to vault']);
const nasty = 'x` | <script>alert(1)</script> ![a](http://evil.example) @all \\" \\n # h';

describe('diff, for a comment and for programs', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  async function diff(before: string, after: string, ...options: readonly string[]): Promise<string> {
    folder.write('a/clinic.backupplan', before);
    folder.write('b/clinic.backupplan', after);
    const { code, out, err } = await folder.run(['diff', 'a', 'b', ...options]);
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    return out;
  }

  it('has the verdict in the first line of Markdown, then what changed, the figures as a table', async () => {
    const out = await diff(clinic, slower, '--format', 'markdown');
    assert.equal(
      out.split('\n')[0],
      '❌ **RPO of records is no longer kept: in fire up to 7h4m26s is lost, 19m20s before; 1h is promised; likewise in ransomware.**',
    );
    assert.match(out, /^\| records \| fire \| lost at most \| 19m20s ✓ 1h \| 7h4m26s ✗ 1h \| worse \|$/m);
    assert.match(out, /^- error `rpo-unmet`, b\/clinic\.backupplan:30: RPO 1h unmet/m);
    assert.match(out, /^- records: `copy every 15m from nas to vault` → `copy every 6h from nas to vault` \(b\/clinic\.backupplan:38\)$/m);
    assert.ok(markdownIt().render(out).includes('<table>'));
    assert.match(
      await diff(clinic, clinic, '--format', 'markdown'),
      /^✓ \*\*No change in meaning\.\*\*\n\nCompared a with b: 1 plan without a change in meaning\.\n$/,
    );
  });

  it('lets no text of a plan become markup', async () => {
    const hostile = slower.replace('plan "Clinic"', `plan "${nasty}"`).replace('name "Ada Byron"', `name "${nasty}"`);
    const accepted = `${hostile}\naccept rpo-unmet for records until 2027-06-30 because "${nasty}"\n`;
    const out = await diff(clinic, accepted, '--format', 'markdown');
    const html = markdownIt({ html: true, linkify: true }).render(out);
    for (const tag of ['<script', '<img', '<a ', '<h1']) assert.ok(!html.includes(tag), `${tag} in ${html}`);
    assert.match(out, /^### .*\\@all/m);
  });

  it('sends no escape sequence to a terminal', async () => {
    const out = await diff(
      clinic,
      slower.replace('plan "Clinic"', 'plan "Cli\u001b[31mnic"').replace('Ada Byron', 'Ada \u202eByron\u0007'),
    );
    for (const character of ['\u001b', '\u0007', '\u202e']) assert.ok(!out.includes(character));
  });

  it('fits into a comment whatever there is to say, the worst of it', async () => {
    const systems = (rpo: string): string =>
      Array.from({ length: 250 }, (_, index) => {
        const name = `system-${String(index).padStart(4, '0')}`;
        return `system ${name}: files { at ward; path "/srv/${name}"; size ${index + 1} GB; changes 1 GB/day; rpo ${rpo}; backup with files-standard }`;
      }).join('\n');
    const out = await diff(`${clinic}${systems('30h')}`, `${clinic}${systems('30m')}`, '--format', 'markdown');
    assert.ok(out.length <= 65_536, String(out.length));
    assert.ok(out.length > 60_000, String(out.length));
    assert.match(out, /^❌ \*\*RPO of system-0\d+ is tightened, and not kept: in fire up to 26h30m\d+s is lost; 30m is promised/);
    assert.match(out, /^Left out, since a comment holds no more: \d+ rows of figures, \d+ new findings?, /m);
    assert.match(out, /\nCompared a with b: 1 plan changed\.\n$/);
  }).timeout(120_000);

  it('cuts a text that would fill the comment alone', async () => {
    const novel = 'because '.repeat(20_000);
    const out = await diff(clinic, `${slower}\naccept rpo-unmet for records until 2027-06-30 because "${novel}"\n`, '--format', 'markdown');
    assert.ok(out.length < 10_000, String(out.length));
  });

  it('gives programs all of it, with places that count from 0', async () => {
    const json = JSON.parse(await diff(clinic, slower, '--format', 'json'));
    assert.deepEqual(
      { ...json, plans: json.plans.length },
      {
        schemaVersion: 1,
        before: { name: 'a', commit: null },
        after: { name: 'b', commit: null },
        verdict: 'RPO of records is no longer kept: in fire up to 7h4m26s is lost, 19m20s before; 1h is promised; likewise in ransomware.',
        worse: true,
        same: 0,
        plans: 1,
      },
    );
    const [plan] = json.plans;
    assert.deepEqual(plan.figures[0], {
      kind: 'loss',
      about: 'records',
      scenario: 'fire',
      detail: null,
      trend: 'worse',
      before: { text: '19m20s', value: 1160, target: 3600, kept: true },
      after: { text: '7h4m26s', value: 25466, target: 3600, kept: false },
    });
    const [finding] = plan.findings;
    assert.deepEqual([finding.kind, finding.code, finding.severity, finding.file], ['broken', 'rpo-unmet', 'error', 'b/clinic.backupplan']);
    assert.deepEqual(finding.range.start, { line: 29, character: 2 });
    assert.equal(plan.words[0].before.text, 'copy every 15m from nas to vault');
    assert.equal(plan.words[0].after.range.start.line, 37);
  });
});
