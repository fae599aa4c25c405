import { readFileSync, writeFileSync } from 'node:fs';

/** Puts the lines of each table between its marks, `<!-- NAME -->` and `<!-- /NAME -->`, of a page. */
export function fillTables(page, tables) {
  writeFileSync(
    page,
    Object.entries(tables).reduce((into, [name, lines]) => insert(into, name, lines), readFileSync(page, 'utf8')),
  );
}

function insert(into, name, lines) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = into.split(start);
  return `${before}${start}\n\n${lines.join('\n')}\n\n${end}${rest.split(end)[1]}`;
}
