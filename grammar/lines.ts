/** Lines of formatted text, and the columns that neighbouring lines share. */

export interface Line {
  readonly indent: number;
  /** May hold line breaks: a continued statement, a long string. */
  code: string;
  /** A block that stands on this line, behind `code`, which begins with `keyword`. */
  readonly brace?: string;
  readonly keyword?: string;
  /** Comments behind the code. */
  trailing?: string;
  readonly blank: boolean;
  /** The line holds comments alone. */
  readonly comment?: true;
}

export function joinLines(lines: readonly Line[], eol: string): string {
  const codes = lines.map((line) => ' '.repeat(line.indent) + line.code);
  for (const run of runs(
    lines,
    (line) => line.brace !== undefined,
    (a, b) => a.keyword === b.keyword,
  )) {
    const width = Math.max(...run.map((index) => (codes[index] ?? '').length));
    for (const index of run) codes[index] = `${(codes[index] ?? '').padEnd(width)} ${lines[index]?.brace}`;
  }
  for (const run of runs(
    lines,
    (line) => line.trailing !== undefined,
    () => true,
  )) {
    const width = Math.max(...run.map((index) => lastLine(codes[index] ?? '').length));
    for (const index of run) {
      const code = codes[index] ?? '';
      codes[index] = `${code}${' '.repeat(width - lastLine(code).length)}  ${lines[index]?.trailing}`;
    }
  }
  let text = '';
  for (const [index, line] of lines.entries()) text += `${line.blank ? '\n' : ''}${codes[index]}\n`;
  return eol === '\n' ? text : text.replace(/\r?\n/g, eol);
}

/** The indices of neighbouring lines of one kind and indentation. */
function runs(lines: readonly Line[], fits: (line: Line) => boolean, together: (above: Line, below: Line) => boolean): number[][] {
  const found: number[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!fits(line)) continue;
    const above = lines[index - 1];
    const run = found[found.length - 1];
    if (
      run !== undefined &&
      above !== undefined &&
      run[run.length - 1] === index - 1 &&
      !line.blank &&
      above.indent === line.indent &&
      together(above, line)
    )
      run.push(index);
    else found.push([index]);
  }
  return found;
}

function lastLine(code: string): string {
  return code.slice(code.lastIndexOf('\n') + 1);
}
