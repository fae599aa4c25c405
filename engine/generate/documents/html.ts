/**
 * A document as one HTML file that needs nothing else: no script, no font, and its pictures are inside. What was text in the Markdown is
 * text here; a link to another document leads to its HTML.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import { withoutKeepParts } from '../keep.ts';
import type { Pictured } from '../pictures/markdown.ts';
import { addressOfPicture } from '../pictures/pages.ts';
import { anchor } from './markdown/anchor.ts';

export function htmlDocument(markdown: string, pictured: Pictured): string {
  const tokens = renderer.parse(withoutKeepParts(markdown, NOTES), {});
  embed(tokens, pictured);
  const body = renderer.renderer.render(tokens, renderer.options, {});
  const title = /^# (.*)$/mu.exec(markdown)?.[1] ?? '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${renderer.utils.escapeHtml(textOf(title))}</title>
<style>
${STYLE}
</style>
</head>
<body>
${body}</body>
</html>
`;
}

/** A heading as a reader sees it. */
function textOf(markdown: string): string {
  return (renderer.parseInline(markdown, {})[0]?.children ?? []).map(({ content }) => content).join('');
}

const renderer = new MarkdownIt({ html: true });

/** Room to write in, on paper. It is the only HTML in a document: anything else is shown, never obeyed. */
const NOTES = '<div class="notes"></div>';
renderer.renderer.rules.html_block = (tokens, index) => {
  const { content = '' } = tokens[index] ?? {};
  return content.trim() === NOTES ? `${NOTES}\n` : `<p>${renderer.utils.escapeHtml(content)}</p>\n`;
};
renderer.renderer.rules.html_inline = (tokens, index) => renderer.utils.escapeHtml(tokens[index]?.content ?? '');

renderer.renderer.rules.heading_open = (tokens, index, options, _, self) => {
  const heading = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join('');
  tokens[index]?.attrSet('id', anchor(heading));
  return self.renderToken(tokens, index, options);
};

renderer.renderer.rules.link_open = (tokens, index, options, _, self) => {
  const token = tokens[index];
  const href = token?.attrGet('href');
  if (typeof href === 'string') token?.attrSet('href', href.replace(/^([\w.-]+)\.md(?=#|$)/u, '$1.html'));
  return self.renderToken(tokens, index, options);
};

/** A picture as data: in an image no script would run. What is none of the folder's is left out. */
function embed(tokens: readonly Token[], { pictures }: Pictured): void {
  for (const token of tokens) {
    embed(token.children ?? [], { pictures });
    if (token.type !== 'image') continue;
    const drawn = pictures.find((each) => addressOfPicture(each) === token.attrGet('src'))?.draw('own');
    token.attrSet('src', drawn === undefined ? '' : `data:image/svg+xml,${encodeURIComponent(drawn)}`);
  }
}

const STYLE = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; margin: 2em 0 0.5em; }
h1 { margin-top: 0; }
table { border-collapse: collapse; margin: 1em 0; display: block; overflow-x: auto; }
th, td { border: 1px solid #8888; padding: 0.3em 0.6em; text-align: left; vertical-align: top; }
code, pre { font: 0.9em/1.4 ui-monospace, monospace; }
pre { border: 1px solid #8888; padding: 0.8em; overflow-x: auto; }
img { display: block; max-width: 100%; height: auto; }
.notes { border: 1px dashed #8888; min-height: 8em; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; max-width: none; margin: 0; padding: 0; }
  h1, h2, h3 { break-after: avoid; }
  tr, pre, li, img { break-inside: avoid; }
  table { display: table; width: 100%; font-size: 9pt; }
  pre { white-space: pre-wrap; }
  a { color: inherit; text-decoration: none; }
  .notes { min-height: 6cm; }
}`;
