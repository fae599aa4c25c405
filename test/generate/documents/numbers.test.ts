import assert from 'node:assert/strict';
import { costs } from '../../../engine/assess/cost/cost.ts';
import { restoreCosts } from '../../../engine/assess/cost/restore-costs.ts';
import { reachOf } from '../../../engine/assess/retention/reach.ts';
import { allChecks } from '../../../engine/checks/all.ts';
import { ruleChecks } from '../../../engine/checks/compliance/rule-checks.ts';
import type { Examination } from '../../../engine/examine.ts';
import type { Artifact } from '../../../engine/generate/artifact.ts';
import { message, plain } from '../../../engine/generate/documents/markdown/escape.ts';
import { duration } from '../../../engine/generate/documents/words.ts';
import { planHash } from '../../../engine/generate/manifest.ts';
import { monthName } from '../../../engine/generate/pictures/cost/model.ts';
import { pictures } from '../../../engine/generate/pictures/pictures.ts';
import { installFolder } from '../../../engine/generate/scripts/names.ts';
import { vocabulary } from '../../../grammar/vocabulary.ts';
import { documentOf, examineText, example, generated, samples } from '../sample.ts';
import { type Count, countsOf } from './counts.ts';
import { crowded } from './crowded.ts';
import { leaves, optionsOf, type Resolved, resolve } from './resolve.ts';

/** Words with figures in them that no plan changes: names of things, and the months and years that the assessment looks at. */
const FIXED = [
  'SHA-256',
  'Backup Plan 1.2.3',
  'January 2027',
  'December 2027',
  'December 2029',
  'not before 2030',
  'mode 0600',
  'on port 5433',
  'on port 6380',
  'exit code 0; 2',
  'exit code 0',
  'exit code is not 0',
  'that is not 0',
  'GDPR Art. 33 (72 hours)',
  'GDPR Art. 33 wants reported within 72 hours',
  'over 36 months',
  ...Array.from({ length: 36 }, (_, month) => monthName(month)),
  '50 % more changes',
  '50 % less changes',
];

/** A number with its unit is no quotation. */
const MEASURE = /^(?:\d[\d.]*\s*[\p{L}/%]*\s*)+$/u;

/** Texts of the checks, the catalogue and the plan, which have their own tests: what they say is quoted, not worked out. */
function quoted(examination: Examination): readonly string[] {
  const { plan, assessment, catalogue, findings, accepted } = examination;
  const said = [...findings, ...accepted.map(({ finding }) => finding)].flatMap((finding) => [finding, ...(finding.same ?? [])]);
  const { ...parts } = plan;
  const strings = [
    ...leaves(assessment, ''),
    ...leaves(parts, ''),
    ...leaves(catalogue.packs, ''),
    ...leaves(costs(plan, catalogue), ''),
    ...leaves(restoreCosts(plan, assessment, catalogue), ''),
    ...leaves(
      plan.systems.map((system) => reachOf(plan, system, catalogue)),
      '',
    ),
  ].flatMap(({ value }) => (typeof value === 'string' && value.length > 4 ? [plain(value), message(value)] : []));
  const options = optionsOf(examination).flatMap(({ words, broken }) => [message(words), ...broken]);
  const texts = [
    ...said.flatMap((finding) => [message(finding.message), ...finding.fixes.map(({ title }) => message(title))]),
    ...strings,
    ...options,
  ];
  // Their own tests compare the pictures of restore points with the assessment.
  const points = pictures(examination)
    .filter(({ kind }) => kind === 'points')
    .flatMap(({ description, table: { rows } }) => [
      plain(description),
      ...rows.map((row) => row.map(({ text }) => plain(text)).join(' | ')),
    ]);
  const kinds = Object.keys(catalogue.storages).map((kind) => `${kind}, `);
  return [...new Set([...texts, ...FIXED, ...kinds, ...points])]
    .filter((text) => /\d/u.test(text) && !MEASURE.test(text))
    .toSorted((one, other) => other.length - one.length);
}

const FENCES = /^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2$/gmu;

/** The document's own words: without commands, code, targets of links, quotations and counters. */
function prose(markdown: string, quotations: readonly string[]): string {
  let text = markdown.replace(FENCES, '');
  for (const quotation of quotations) text = text.replaceAll(quotation, '…');
  return (
    text
      .replace(/`[^`\n]*`/gu, '…')
      // The number of a step or of a chapter is that of the heading that it leads to.
      .replace(/\[(step )?(\d+)\.?(?: [^\]]*)?\]\([\w.-]*#\2-[^)\s]*\)/gu, '[$1…]')
      .replace(/\[(\d+)\.(\d+) [^\]]*\]\([\w.-]*#\1\2-[^)\s]*\)/gu, '[…]')
      .replace(/\]\([^)\s]*\)/gu, ']')
      .replace(/^#+ (?:\d+(?:\.\d+)* )?/gmu, '')
      .replace(/^\s*\d+\. /gmu, '')
      .replace(/\b(?:Question|Inject) \d+/gu, '')
      .replace(/^\| \d+(?:\. |(?= \|))/gmu, '| ')
      .replace(/^\| (?= *\|)/gmu, '| ')
      .replace(/\| L\d \|/gu, '|')
      .replace(/(?<=\| )\d+\. (?=\p{Lu}|…)/gu, '')
  );
}

interface Sort {
  readonly form: RegExp;
  readonly known: (text: string) => boolean;
}

/** By what a number looks like, where it has to come from; the most particular first. */
function sorts(
  { durations, sizes, money, instants, dates, spans, percentages, phrases, lines }: Resolved,
  counts: readonly Count[],
): readonly Sort[] {
  const length = String.raw`\d+ days(?: (?:\d+h)?(?:\d+m)?(?:\d+s)?)?(?![\w])|(?=\d+[hms])(?:\d+h)?(?:\d+m)?(?:\d+s)?(?![\w])`;
  return [
    {
      form: new RegExp(
        [...phrases.keys()]
          .filter((text) => /\d/u.test(text))
          .toSorted((one, other) => other.length - one.length)
          .map(escaped)
          .join('|') || '(?!)',
        'gu',
      ),
      known: () => true,
    },
    { form: /\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC/gu, known: (text) => instants.has(text) },
    { form: /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? [\w/]+/gu, known: (text) => instants.has(text) },
    { form: /\d{4}-\d\d-\d\d/gu, known: (text) => dates.has(text) },
    { form: /\d+\.\d\d [A-Z]{3}/gu, known: (text) => money.has(text) },
    { form: /\d+(?:\.\d+)? (?:B|kB|MB|GB|TB|PB)(?:\/s)?(?![\w/])/gu, known: (text) => sizes.has(text) },
    { form: /\d+ (?:years?|months?)(?: \d+ months?)?(?! [a-z]*ly)/gu, known: (text) => spans.has(text) },
    { form: new RegExp(`\\b(?:${length})`, 'gu'), known: (text) => durations.has(text.trim()) || spans.has(text.trim()) },
    { form: /\blines? \d+/gu, known: (text) => lines.has(Number(text.split(' ')[1])) },
    { form: /\b\d+(?:\.\d+)?%/gu, known: (text) => percentages.has(text) },
    ...counts.map(({ form, values }) => ({
      form,
      known: (text: string) => (text.match(/\d+/gu) ?? []).every((number) => values.includes(Number(number))),
    })),
  ];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}

/** What is left of a text when everything that resolves is taken out, with the line that it stands in. */
function unresolved(text: string, all: readonly Sort[]): string[] {
  return text.split('\n').flatMap((line) => {
    const wrong: string[] = [];
    let rest = line;
    for (const { form, known } of all) {
      rest = rest.replace(form, (found) => {
        if (found === '') return found;
        if (!known(found)) wrong.push(found.trim());
        return '…';
      });
    }
    return [...new Set([...wrong, ...(rest.match(/[^\s|]*\d[^\s|]*/gu) ?? [])])].map((number) => `${number} in: ${line}`);
  });
}

/** Finds where a code span comes from; undefined for one that nobody can trace. */
function tracer(examination: Examination, generatedFiles: readonly Artifact[]): (span: string) => string | undefined {
  const { plan, project, catalogue } = examination;
  const flat = (each: string): string => each.replace(/\s+/gu, ' ');
  const texts = project.files.map((file) => flat(file.text));
  const strings = [...leaves({ ...plan }, 'plan'), ...leaves(costs(plan, catalogue), 'costs')].flatMap(({ path, value }) =>
    typeof value === 'string' ? [{ path, value: flat(value) }] : [],
  );
  const codes = new Set([...allChecks, ...ruleChecks(catalogue)].map(({ code }) => code));
  const files = generatedFiles.map(({ path }) => path);
  const scripts = generatedFiles.filter(({ path }) => path.endsWith('.sh')).map(({ text }) => text);
  const commands = generatedFiles.filter(({ path }) => path.endsWith('.md')).flatMap(({ text }) => text.match(FENCES) ?? []);
  // A script has a variable where the document has a name, a client, FOLDER or an ellipsis, and prints one message in two pieces.
  const isPrinted = (span: string): boolean => {
    const names = [...plan.storages, ...plan.systems].map(({ name }) => escaped(name));
    const pieces = span.replace(new RegExp(`(?<![\\w-])(?:${names.join('|')})(?![\\w-])`, 'gu'), '…').split(/(?<=seconds\. )/u);
    return pieces.every((piece) => {
      const parts = piece.split(/…|FOLDER|backupplan$|(?<=with: )(?:mariadb|mysql)(?= )/u);
      const form = new RegExp(parts.map(escaped).join('[^\\n]{0,60}?'), 'u');
      return parts.join('').trim() !== '' && scripts.some((text) => form.test(text));
    });
  };
  return (span) => {
    if (span === planHash(project)) return 'the hash of the plan';
    if (span === installFolder(plan)) return 'where the folder is installed';
    if (texts.some((text) => text.includes(span))) return 'the text of the plan';
    const found = strings.find(({ value }) => value.includes(span));
    if (found !== undefined) return found.path;
    if (codes.has(span)) return 'a check';
    if (span in catalogue.tools) return 'a tool of the catalogue';
    const [first = ''] = span.split(' ');
    if (files.some((file) => file.endsWith(span) || file.startsWith(span) || span.includes(file) || file.endsWith(`/${first}`)))
      return 'a file that is generated';
    if (isPrinted(span)) return 'what a script takes or prints';
    if (commands.some((text) => text.includes(span))) return 'a part of a command';
    if (WORDS.has(span)) return 'a word of a program';
    const [word = ''] = span.split(/[\s.]/u);
    return vocabulary.some(({ id, example, doc }) => `${id} ${example} ${doc}`.includes(word)) ? 'a statement of the language' : undefined;
  };
}

/** What programs that are not ours take and print, and what stands for something that a person fills in. */
const WORDS = new Set([
  ...['STORAGE', 'POINT', 'README.md', '.ics', '2027-03-01 14:05:00+00'],
  // PostgreSQL: values of a query that say no, what psql prints, and programs that come with it.
  ...['f', '0', 'COPY', 'server started', 'pg_lsclusters', 'pg_ctlcluster VERSION NAME stop', 'pg_dumpall --globals-only'],
  '--type=time --target="YYYY-MM-DD HH:MM:SS+00" --target-action=promote',
  ...['df -h', 'systemctl list-timers'],
  ...['--appendonly yes', 'loading:0'],
  ...['oplog.bson', '--oplogReplay', 'document(s) restored successfully. 0 document(s) failed to restore.'],
  ...['Completed', 'PartiallyFailed', 'Running', 'Restore completed with status: Completed', 'velero restore describe --details'],
  'sudo mariadb-admin --socket=/tmp/restored.sock shutdown',
]);

/** What stands in the columns of tables that name things of the plan. */
const COLUMNS: Readonly<Record<string, (plan: Examination['plan']) => readonly string[]>> = {
  System: ({ systems }) => systems.map(({ name }) => name),
  Storage: ({ storages }) => storages.map(({ name }) => name),
  Disaster: ({ scenarios }) => scenarios.map(({ name }) => name),
  Scenario: ({ scenarios }) => scenarios.map(({ name }) => name),
  Site: ({ sites }) => sites.map(({ name }) => name),
  Key: ({ keys }) => keys.map(({ name }) => name),
};

function namesOf(markdown: string): { readonly column: string; readonly name: string }[] {
  const found: { column: string; name: string }[] = [];
  let heads: string[] = [];
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) heads = [];
    else if (heads.length === 0) heads = cellsOf(line);
    else if (!line.startsWith('| ---'))
      cellsOf(line).forEach((cell, index) => {
        const column = heads[index] ?? '';
        const name = cell.replace(/^\[(.*?)\]\(.*\)$/u, '$1').replaceAll('*', '');
        if (column in COLUMNS && name !== '') found.push({ column, name });
      });
  }
  return found;
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('the numbers and names of the documents', function () {
  this.timeout(240_000);
  const plans = [
    ...samples.map((name) => ({ name, examination: example(name) })),
    { name: 'a plan with everything in it', examination: examineText(crowded) },
  ];
  for (const { name, examination } of plans) {
    const documents = () => [...generated(examination).values()].filter(({ path }) => /^documents\/.*\.md$/u.test(path));

    it(`${name}: every number comes from the plan, the assessment or a sum with a name`, () => {
      const quotations = quoted(examination);
      const all = sorts(resolve(examination), countsOf(examination));
      let count = 0;
      const left = documents().flatMap(({ path, text }) => {
        const own = prose(text, quotations);
        count += own.match(/\d+/gu)?.length ?? 0;
        return unresolved(own, all).map((number) => `${path}: ${number}`);
      });
      assert.deepEqual(left, []);
      assert.ok(count > 500, `only ${count} numbers were looked at`);
    });

    it(`${name}: a number that is not the one that was worked out is caught`, () => {
      const quotations = quoted(examination);
      const all = sorts(resolve(examination), countsOf(examination));
      const missed: string[] = [];
      let count = 0;
      const lines = new Set(documents().flatMap(({ text }) => text.replace(FENCES, '').split('\n')));
      for (const line of lines) {
        const own = prose(line, quotations);
        for (const { 0: number, index } of line.matchAll(/\d+/gu)) {
          const changed = `${line.slice(0, index)}${Number(number) * 7 + 3}${line.slice(index + number.length)}`;
          const read = prose(changed, quotations);
          // A counter, or part of a command or of the address of a link.
          if (read === own) continue;
          count++;
          if (unresolved(read, all).length === 0) missed.push(`${number}: ${changed}`);
        }
      }
      assert.ok(count > 1000, `only ${count} numbers were changed`);
      // Some numbers come out as another that is right elsewhere: 0s as 3s, a line as another line.
      assert.ok(missed.length < count * 0.06, `${missed.length} of ${count} would go unseen:\n${missed.join('\n')}`);
    });

    it(`${name}: every name in code and in the columns of tables is one of the plan, a file, a check or a statement`, () => {
      const originOf = tracer(examination, [...generated(examination).values()]);
      let count = 0;
      const left: string[] = [];
      for (const { path, text } of documents()) {
        const spans = Array.from(text.replace(FENCES, '').matchAll(/(?<!`)`([^`\n]+)`(?!`)/gu), ([, span = '']) => span);
        const unknown = spans.filter((span) => originOf(span.replaceAll('\\|', '|')) === undefined);
        left.push(...[...new Set(unknown)].map((span) => `${path}: ${span}`));
        for (const { column, name: cell } of namesOf(text)) {
          const known = COLUMNS[column]?.(examination.plan) ?? [];
          const parts = cell.split(/, | and /u).map((part) => part.replace(/\\(.)/gu, '$1'));
          for (const part of parts)
            if (!known.includes(part) && !/^together$|^Together$|^Budget$|^no system/u.test(part)) left.push(`${path}: ${column} ${part}`);
          count++;
        }
        count += spans.length;
      }
      assert.deepEqual(left, []);
      assert.ok(count > 200, `only ${count} names were looked at`);
    });

    it(`${name}: a name that is none is caught`, () => {
      const originOf = tracer(examination, [...generated(examination).values()]);
      const { systems, storages, scenarios, sites } = examination.plan;
      for (const { name: known } of [...systems, ...storages, ...scenarios, ...sites]) {
        assert.notEqual(originOf(known), undefined, known);
        assert.equal(originOf(`${known}-qx`), undefined, `${known}-qx`);
      }
      assert.equal(originOf('scripts/nothing.sh'), undefined);
    });

    it(`${name}: every timer and script in a command is one of the files`, () => {
      const files = [...generated(examination).keys()];
      for (const { path, text } of documents()) {
        const fences = Array.from(text.matchAll(/^( *)(`{3,})bash\n([\s\S]*?)^\1\2$/gmu), ([, , , body = '']) => body);
        for (const body of fences) {
          for (const [timer] of body.matchAll(/[\w@.-]+\.timer\b/gu)) assert.ok(files.includes(`schedule/${timer}`), `${path}: ${timer}`);
          for (const [, script = ''] of body.matchAll(/\/opt\/backupplan\/[\w.-]+\/(\S+?\.sh)\b/gu))
            assert.ok(files.includes(script), `${path}: ${script}`);
        }
      }
    });

    it(`${name}: are those of each system in the table of the first page, target and verdict beside them`, () => {
      for (const scenario of examination.plan.scenarios) {
        const text = documentOf(examination, `runbook-${scenario.name}`);
        for (const system of examination.assessment.systems) {
          const result = system.scenarios.find((each) => each.scenario === scenario.name);
          const row = text.split('\n').find((line) => line.startsWith(`| [${system.name}](#recover-`));
          if (!result?.affected) {
            assert.equal(row, undefined, `${system.name} is not affected by ${scenario.name}`);
            continue;
          }
          const cells = row?.split('|').map((cell) => cell.trim()) ?? [];
          const { loss, recovery } = result;
          const verdict = (target: number | undefined, met: boolean | undefined): string =>
            target === undefined ? 'none' : `${duration(target)}, ${met ? 'met' : '**not met**'}`;
          if (recovery.seconds !== undefined) assert.equal(cells[4], `T+${duration(recovery.seconds)}`);
          else assert.equal(cells[4], '**cannot be recovered**');
          assert.equal(cells[5], verdict(recovery.target, recovery.met));
          assert.equal(cells[6], loss.seconds === undefined ? '**everything**' : duration(loss.seconds));
          assert.equal(cells[7], verdict(loss.target, loss.met));
        }
      }
    });
  }
});
