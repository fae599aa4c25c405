import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allChecks } from '../../engine/checks/all.ts';
import { examineFixture, fixtures, readFixture } from './examined.ts';

/*
 * A fixture is a plan in which a comment under a line marks what is found in it:
 *
 *     copy hourly from nas to vualt
 *     //                      ^^^^^ error undefined-name: No storage is called `vualt`; did you mean `vault`?
 *
 * Every finding has to be marked, and every mark has to be found. A finding that goes on over several lines is marked on its first.
 * `# On 2028-01-01` says that it is read on another day than the others. Another line that begins with `#` is a comment of the plan, which says
 * what the fixture is about; that statements stand two spaces in is habit: a mark of two slashes then reaches the first of their words.
 */

function marked(text: string): string[] {
  const marks: string[] = [];
  let line = 0;
  for (const [index, content] of text.split('\n').entries()) {
    const mark = /^(\s*\/\/\s*)(\^+) (.*)$/.exec(content);
    if (mark === null) line = index;
    else marks.push(`${line + 1}:${(mark[1]?.length ?? 0) + 1}-${(mark[1]?.length ?? 0) + (mark[2]?.length ?? 0) + 1} ${mark[3]}`);
  }
  return marks;
}

function found(file: string): string[] {
  const text = readFixture(file) ?? '';
  const { findings, faults } = examineFixture(file);
  assert.deepEqual(faults, []);
  return findings
    .filter((finding) => finding.file === file)
    .map(({ range, severity, code, message }) => {
      const before = text.slice(0, range.start).split('\n');
      const column = (before.at(-1)?.length ?? 0) + 1;
      const [firstLine = ''] = text.slice(range.start, range.end).split('\n');
      return `${before.length}:${column}-${column + firstLine.length} ${severity} ${code}: ${message}`;
    });
}

describe('findings, where they stand and what they say', () => {
  const files = readdirSync(fixtures).filter((name) => name.endsWith('.backupplan'));
  for (const file of files) {
    it(file, () => {
      const marks = marked(readFileSync(path.join(fixtures, file), 'utf8'));
      assert.deepEqual(found(file).toSorted(), marks.toSorted());
    });
  }

  it('every code has a fixture', () => {
    const shown = new Set(
      files.flatMap((file) => [...readFileSync(path.join(fixtures, file), 'utf8').matchAll(/\^ \w+ ([\w/-]+):/g)].map((match) => match[1])),
    );
    assert.deepEqual(
      allChecks.map((check) => check.code).filter((code) => !shown.has(code)),
      [],
    );
  });
});
