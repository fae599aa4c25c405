import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Examination } from '../../../engine/examine.ts';
import { code, fence, paragraph, plain } from '../../../engine/generate/documents/markdown/escape.ts';
import { table } from '../../../engine/generate/documents/markdown/table.ts';
import { given, shellWord } from '../../../engine/generate/documents/shell.ts';
import { generate } from '../../../engine/generate/generate.ts';
import { withoutKeepParts, withoutKept } from '../../../engine/generate/keep.ts';
import { documentOf, examineText, generated } from '../sample.ts';

const markdown = new MarkdownIt({ html: true, linkify: true });

const evil = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '![x](javascript:alert(1))',
  '[x](https://evil.example)',
  'https://evil.example',
  'www.evil.example',
  '# Heading',
  '- item',
  '1. item',
  '> quote',
  '---',
  '| a | b |',
  '`code`',
  '``` \n# out of the fence\n```',
  '~~~\n# x\n~~~',
  '**bold** _it_ ~~gone~~',
  'a\n\n# New heading\n\n[x]: javascript:alert(1)',
  '<!-- keep notes -->',
  '--> <b>',
  '&lt;script&gt; &amp;',
  '\\',
  '\\`',
  '$(rm -rf /) `rm -rf /` "; rm -rf / #',
  "'; rm -rf / #",
  '{{constructor}}',
  'mailto:a@evil.example',
];

/** What a reader sees, as text. */
function seen(text: string): string {
  const walk = (tokens: ReturnType<typeof markdown.parse>): string =>
    tokens
      .map((token) =>
        token.children
          ? walk(token.children)
          : ['text', 'code_inline', 'fence', 'text_special'].includes(token.type)
            ? token.content
            : token.type === 'softbreak'
              ? ' '
              : '',
      )
      .join('');
  return walk(markdown.parse(text, {}));
}

function htmlOf(examination: Examination): Map<string, string> {
  const pages = generate(examination, { version: '1.2.3', only: ['documents'], html: true });
  return new Map(
    pages.flatMap(({ path, text }) => (path.endsWith('.html') ? [[path.slice('documents/'.length, -'.html'.length), text] as const] : [])),
  );
}

/** What a reader of an HTML file sees, as text. */
function words(html: string): string {
  const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
  return html
    .replace(/^[\s\S]*<body>/u, '')
    .replace(/<\/?(?:p|h\d|td|th|tr|li|pre|table|ul|ol|div)\b[^>]*>/gu, '')
    .replace(/<img [^>]*alt="([^"]*)"[^>]*>/gu, '$1')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:lt|gt|amp|quot);/gu, (entity) => entities[entity] ?? entity);
}

const packed = (text: string): string => text.replace(/\s+/gu, '');
const squeezed = (text: string): string => text.replace(/\s+/gu, ' ').trim();

describe('plan text in Markdown', () => {
  const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
  const texts = fc.oneof(
    fc.constantFrom(...evil),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.array(fc.constantFrom(...'`*_~[]()<>#|\\!&;:/-+=.1 ab\n'), { maxLength: 30 }).map((chars) => chars.join('')),
  );

  it('reads as itself, in a paragraph, in a cell and in code', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(squeezed(text) !== '' && !unseen.test(text.replaceAll('\n', ' ')));
        assert.equal(squeezed(seen(paragraph(text))), squeezed(text));
        assert.equal(squeezed(seen(`Says: ${plain(text)}`)), `Says: ${squeezed(text)}`);
        assert.equal(squeezed(seen(table(['a'], [[plain(text)]]))), `a${squeezed(text)}`);
        assert.equal(squeezed(seen(code(text))), squeezed(text));
        assert.equal(squeezed(seen(fence('bash', text))), squeezed(text));
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('makes no tag, no link and no picture', () => {
    for (const text of evil) {
      for (const written of [paragraph(text), `x ${plain(text)}`, table(['a'], [[plain(text), code(text)]]), code(text), fence('', text)]) {
        assert.doesNotMatch(markdown.render(written), /<(?!\/?(?:p|code|pre|table|thead|tbody|tr|th|td)\b)/u, written);
      }
    }
  });

  it('does not turn round in the line or hide', () => {
    for (const char of ['\u202e', '\u2066', '\u200b', '\u0007', '\u001b']) {
      for (const write of [plain, paragraph, code, (text: string) => fence('', text)]) assert.ok(!write(`a${char}b`).includes(char));
    }
  });
});

describe('plan text in a command', () => {
  it('is one word of the shell, whatever it holds', () => {
    const words = [...evil, ...fc.sample(fc.string({ unit: 'binary', maxLength: 30 }), { numRuns: 300, seed: 7 })].filter(
      (text) => !text.includes('\0'),
    );
    const script = words.map((word) => `printf '%s\\0' ${shellWord(word)}`).join('\n');
    const { stdout } = spawnSync('bash', ['-c', script]);
    assert.deepEqual(
      stdout.toString('utf8').split('\0').slice(0, -1),
      words.map((word) => Buffer.from(word, 'utf8').toString('utf8')),
    );
  });

  it('stops where a person left a variable empty', () => {
    const { status, stdout } = spawnSync('bash', ['-c', `POINT=\nprintf %s ${given('POINT')}\necho went on`], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.doesNotMatch(stdout, /went on/u);
  });
});

/** A plan that has a string wherever one may stand; each place takes the next of the texts. */
function planOf(texts: readonly string[]): string {
  let next = 0;
  const take = (): string => texts[next++ % texts.length] ?? '';
  const s = (): string => JSON.stringify(take()).replace(/\\u([0-9a-f]{4})/gu, '\\u{$1}');
  const doc = (): string =>
    take()
      .split('\n')
      .map((line) => `/// ${line}`)
      .join('\n');
  return `${doc()}
plan ${s()} { owner ${s()}; notify ${s()}; ping "https://ping.example" }
site home { kind datacenter; region ${s()} }
site far { kind cloud; region ${s()} }
storage disk: disk { at far; path ${s()}; host ${s()}; user ${s()} }
storage bucket: s3 { at far; bucket ${s()}; endpoint ${s()}; encrypted with main }
key main { kept at far; escrow ${s()} }
${doc()}
system db: postgresql { at home; host ${s()}; user ${s()}; database ${s()}; credentials from ${s()}; service ${s()}; owner ${s()}; note ${s()}; size 1 GB; changes 1 MB/day
  backup { full daily at 02:00 to bucket using pg_dump; keep 30 days; verify restore weekly on monday at 05:00 expect ${s()} } }
system pics: files { at home; path ${s()}, ${s()}; size 1 GB; changes 1 MB/day; backup { full daily at 02:00 to disk using restic; keep 30 days } }
system saas: saas { at home; size 1 GB; changes 1 MB/day; points with ${s()}; restore with ${s()}; backup { full daily at 02:00 to bucket managed by ${s()}; keep 30 days } }
system own: custom { at home; size 1 GB; changes 1 MB/day; dump with ${s()}; load with ${s()}; backup { full daily at 02:00 to disk; keep 30 days } }
system app: application { at home; redeploy ${s()} taking 1m; depends on db }
${doc()}
scenario fire { lose home; recover at far
  step detect ${s()} by anna
  step recover ${s()} for db by anna
  step verify ${s()} by anna
  step failback ${s()} by anna }
scenario wrong { corrupt db, pics }
contact anna { name ${s()}; role ${s()}; phone ${s()}; email ${s()} }
accept restore-untested for db until 2027-12-31 because ${s()}
`;
}

describe('documents of plans that want harm', () => {
  // Seven plans turn the texts round, so that each stands in many places.
  const plans = [0, 1, 2, 3, 4, 5, 6].map((turn) => {
    const from = (turn * 4) % evil.length;
    return examineText(planOf([...evil.slice(from), ...evil.slice(0, from)]));
  });
  const harmless = examineText(planOf(['Nothing special']));
  const names = [...generated(harmless).keys()].flatMap((path) => /^documents\/(.*)\.md$/u.exec(path)?.[1] ?? []);
  const shape = (text: string): string[] =>
    markdown
      .parse(text, {})
      .flatMap((token) => [token, ...(token.children ?? [])])
      .map((token) => token.type)
      .filter((type) => /heading_open|html_block|table_open|image/u.test(type));

  it('say what a plan says that wants none: the plan is understood, its words are words', () => {
    for (const examination of [harmless, ...plans])
      assert.deepEqual(
        examination.findings.filter(({ code: name }) => name === 'syntax'),
        [],
      );
  });

  it('are all looked at', () => {
    assert.deepEqual(names.filter((name) => !/^(?:runbook|restore|tabletop|facilitator)-/u.test(name)).toSorted(), [
      'cost-estimate',
      'disaster-recovery-plan',
      'retention-policy',
      'strategy',
      'testing-schedule',
      'training',
      'training-answers',
    ]);
    assert.equal(names.length, 18);
  });

  const allowed = new Set('p h1 h2 h3 table thead tbody tr th td a code pre ul ol li strong img'.split(' '));
  const inside = /^(?:#|mailto:|testing-schedule\.ics$)/u;

  it('have the same parts as those of one that does not, no tag of the plan, no link out, and the pictures of the folder alone', () => {
    for (const examination of plans) {
      for (const name of names) {
        const written = documentOf(examination, name);
        assert.deepEqual(shape(written), shape(documentOf(harmless, name)), name);
        const html = markdown.render(written);
        const tags = Array.from(html.matchAll(/<\/?([a-z]+\d?)[^>]*>/giu), ([, tag]) => tag ?? '');
        assert.deepEqual(
          [...new Set(tags)].filter((tag) => !allowed.has(tag)),
          [],
          name,
        );
        for (const [, href = ''] of html.matchAll(/ href="([^"]*)"/giu)) {
          assert.ok(inside.test(href) || names.includes(/^([\w-]+)\.md(?:#|$)/u.exec(href)?.[1] ?? ''), `${name}: ${href}`);
        }
        for (const [, src = ''] of html.matchAll(/ src="([^"]*)"/giu))
          assert.ok(generated(harmless).has(src.replace(/^\.\.\//u, '')), `${name}: ${src}`);
      }
      assert.ok(generated(examination).has('README.md'));
    }
  });

  it('are no more than text as HTML either: no script, no picture from elsewhere, no attribute of the plan', () => {
    const whole = new Set([...allowed, ...'html head meta title style body div'.split(' ')]);
    const attributes = new Set(' lang charset http-equiv content name id href class alt src'.split(' '));
    for (const examination of plans) {
      const pages = htmlOf(examination);
      assert.equal(pages.size, names.length);
      for (const [name, text] of pages) {
        const tags = Array.from(text.matchAll(/<\/?([a-z]+\d?)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/giu));
        assert.equal(tags.length, text.match(/<(?!!doctype)/giu)?.length, `${name}: something else begins with <`);
        for (const [tag, word = '', rest = ''] of tags) {
          assert.ok(whole.has(word), `${name}: ${tag}`);
          for (const [, attribute = ''] of rest.matchAll(/([a-z-]+)(?:="[^"]*")?/giu))
            assert.ok(attributes.has(attribute), `${name}: ${tag}`);
          const href = / href="([^"]*)"/u.exec(tag)?.[1];
          const src = / src="([^"]*)"/u.exec(tag)?.[1];
          if (src !== undefined) assert.match(src, /^data:image\/svg\+xml,[\w%.~!*'()-]+$/u);
          if (href !== undefined)
            assert.ok(inside.test(href) || names.includes(/^([\w-]+)\.html(?:#|$)/u.exec(href)?.[1] ?? ''), `${name}: ${href}`);
        }
        assert.ok(
          packed(seen(withoutKeepParts(documentOf(examination, name), ''))) === packed(words(text)),
          `${name} reads otherwise as HTML`,
        );
      }
    }
  });

  it('have one place to write in, which no plan can add to', () => {
    for (const examination of plans) {
      const written = documentOf(examination, 'runbook-fire');
      const block = '<!-- keep notes -->\n<!-- /keep -->\n';
      assert.ok(written.endsWith(block));
      assert.equal(withoutKept(written), withoutKept(written.slice(0, -block.length)));
    }
  });

  it('have commands that bash can read', () => {
    const theirs = new Set(evil.map((text) => text.trim()));
    for (const examination of plans) {
      for (const name of names.filter((each) => each.startsWith('runbook-'))) {
        const blocks = markdown
          .parse(documentOf(examination, name), {})
          .filter((token) => token.type === 'fence' && token.info === 'bash')
          .map((token) => token.content.trim())
          .filter((block) => !theirs.has(block));
        assert.ok(blocks.length > 4, name);
        const { status, stderr } = spawnSync('bash', ['-n'], { input: blocks.join('\n'), encoding: 'utf8' });
        assert.equal(status, 0, stderr);
      }
    }
  });
});
