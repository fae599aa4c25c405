import assert from 'node:assert/strict';
import { insertion, removal, withEdits } from '../../engine/checks/edits.ts';
import type { SourceFile } from '../../engine/plan/project.ts';
import { parse } from '../../grammar/parse.ts';

function fileOf(text: string): SourceFile {
  return { path: 'p', text, tree: parse(text) };
}

function inserted(text: string, statement: string, where: 'first' | 'last'): string | undefined {
  const file = fileOf(text);
  const block = file.tree.statements[0]?.block;
  assert.ok(block);
  return withEdits([insertion(file, block, statement, where)], () => text)('p');
}

/** Removes the statement of the first block that has this number. */
function removed(text: string, index: number): string | undefined {
  const file = fileOf(text);
  const statement = file.tree.statements[0]?.block?.statements[index];
  assert.ok(statement);
  return withEdits([removal(file, statement)], () => text)('p');
}

describe('edits keep the look of the text', () => {
  it('insert into a block on one line', () => {
    assert.equal(inserted('site a { kind cloud }', 'within b', 'first'), 'site a { within b; kind cloud }');
    assert.equal(inserted('site a { kind cloud }', 'within b', 'last'), 'site a { kind cloud; within b }');
    assert.equal(inserted('site a { kind cloud; }', 'within b', 'last'), 'site a { kind cloud; within b }');
    for (const empty of ['site a {}', 'site a { }']) assert.equal(inserted(empty, 'within b', 'last'), 'site a { within b }');
  });
  it('insert into a block of several lines, with its indentation', () => {
    assert.equal(inserted('site a {\n  kind cloud\n}\n', 'within b', 'first'), 'site a {\n  within b\n  kind cloud\n}\n');
    assert.equal(
      inserted('site a {\n  kind cloud // a note\n\n}\n', 'within b', 'last'),
      'site a {\n  kind cloud // a note\n  within b\n}\n',
    );
    assert.equal(inserted('  site a {\n    kind cloud\n  }\n', 'within b', 'last'), '  site a {\n    kind cloud\n    within b\n  }\n');
  });
  it('break a line open for several lines', () => {
    assert.equal(inserted('site a { kind cloud }', 'one {\n  two\n}', 'last'), 'site a {\n  kind cloud\n  one {\n    two\n  }\n}');
    assert.equal(inserted('site a {}', 'one {\n  two\n}', 'first'), 'site a {\n  one {\n    two\n  }\n}');
  });
  it('remove a statement with its line, or with its `;`', () => {
    assert.equal(removed('site a {\n  kind cloud\n  within b\n}\n', 0), 'site a {\n  within b\n}\n');
    assert.equal(removed('site a { kind cloud; within b }', 0), 'site a { within b }');
    assert.equal(removed('site a { kind cloud; within b }', 1), 'site a { kind cloud }');
    assert.equal(removed('site a { kind cloud }', 0), 'site a { }');
    assert.equal(removed('site a {\n  kind cloud // a note\n}\n', 0), 'site a {\n // a note\n}\n');
  });
});
