/**
 * A Markdown table. Cells are Markdown already (see `plain` and `code`); a `|` in a code span is escaped here, since a table would
 * end the cell at it.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `|${cells.map((text) => (text === '' ? ' ' : ` ${cell(text)} `)).join('|')}|`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function cell(markdown: string): string {
  return markdown.replace(/\n+/gu, ' ').replace(/(\\*)\|/gu, (_, slashes: string) => `${slashes}${slashes.length % 2 === 0 ? '\\' : ''}|`);
}
