import assert from 'node:assert/strict';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { lint } from 'markdownlint/promise';
import type { Artifact } from '../../../engine/generate/artifact.ts';
import { examineText, example, generated, samples } from '../sample.ts';
import { crowded } from './crowded.ts';

/** Lines may be long (tables), and the keep marks are comments, not HTML. */
const rules = { default: true, MD013: false };

const markdown = new MarkdownIt({ html: true });

function markdownOf(artifacts: ReadonlyMap<string, Artifact>): Map<string, string> {
  return new Map([...artifacts.values()].filter(({ path: file }) => file.endsWith('.md')).map(({ path: file, text }) => [file, text]));
}

/** Headings as GitHub makes anchors of them. */
function anchors(text: string): Set<string> {
  const tokens = markdown.parse(text, {});
  const headings = tokens.flatMap((token, index) => (token.type === 'heading_open' ? [tokens[index + 1]] : []));
  return new Set(
    headings.map((inline) =>
      (inline?.children ?? [])
        .map((child) => child.content)
        .join('')
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function links(text: string): string[] {
  return markdown
    .parse(text, {})
    .flatMap((token) => token.children ?? [])
    .flatMap((token) => (token.type === 'link_open' ? [token.attrGet('href')] : token.type === 'image' ? [token.attrGet('src')] : []))
    .map(String);
}

describe('every Markdown file of a generated folder', () => {
  const plans = [
    ...samples.map((name) => ({ name, examination: example(name) })),
    { name: 'a plan with everything in it', examination: examineText(crowded) },
  ];
  for (const { name, examination } of plans) {
    const artifacts = generated(examination);
    const texts = markdownOf(artifacts);

    it(`${name}: has links that lead somewhere`, () => {
      let count = 0;
      const headings = new Map([...texts].map(([file, text]) => [file, anchors(text)]));
      for (const [file, text] of texts) {
        for (const link of links(text)) {
          if (link.startsWith('mailto:')) continue;
          const [target = '', fragment] = link.split('#');
          const goal = target === '' ? file : path.posix.join(path.posix.dirname(file), decodeURI(target));
          assert.ok(artifacts.has(goal), `${file}: ${link} leads to nothing`);
          if (fragment !== undefined)
            assert.ok(headings.get(goal)?.has(decodeURIComponent(fragment)), `${file}: ${link} leads to no heading`);
          count++;
        }
      }
      assert.ok(count > 20, `only ${count} links`);
    });

    it(`${name}: is clean for markdownlint`, async () => {
      const results = await lint({ strings: Object.fromEntries(texts), config: rules });
      const problems = Object.entries(results).flatMap(([file, found]) =>
        found.map(
          (each) =>
            `${file}:${each.lineNumber} ${each.ruleNames[0]} ${each.ruleDescription} ${each.errorDetail ?? ''} ${each.errorContext ?? ''}`,
        ),
      );
      assert.deepEqual(problems, []);
    });
  }
});
