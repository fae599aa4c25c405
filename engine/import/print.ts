/** A draft as the text of a plan. */
import { format } from '../../grammar/format.ts';
import type { Draft, DraftBlock, DraftSystem } from './draft.ts';

/** Formatted; what is not known stands in lines that begin with `// TODO`. */
export function printDraft(draft: Draft, title: string, head: readonly string[]): string {
  const parts = [
    head.map(comment).join('\n'),
    block(`plan ${quote(title)}`, [...draft.plan.lines, ...todos(draft.plan.unknown)]),
    [...draft.sites.values()]
      .map(({ name, lines, unknown }) => block(`site ${name}`, [...lines, ...todos(unknown)], unknown.length === 0))
      .join('\n'),
    ...[...draft.storages.values()].map(({ name, kind, lines, unknown }) =>
      block(`storage ${name}: ${kind}`, [...lines, ...todos(unknown)]),
    ),
    ...[...draft.keys.values()].map(({ name, lines, unknown }) =>
      block(`key ${name}`, [...lines, ...todos(unknown)], unknown.length === 0),
    ),
    ...[...draft.systems.values()].map(system),
  ];
  return format(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
}

function system({ name, kind, lines, unknown, blocks }: DraftSystem): string {
  return block(`system ${name}: ${kind}`, [...lines, ...todos(unknown), ...blocks.flatMap((each) => ['', backup(each)])]);
}

function backup({ lines, notes, unknown }: DraftBlock): string {
  const told = lines.flatMap(({ text, note }) => [...(note === undefined ? [] : [comment(note)]), text]);
  return block('backup', [...notes.map(comment), ...told, ...todos(unknown)]);
}

function block(head: string, lines: readonly string[], inline = false): string {
  return inline ? `${head} { ${lines.join('; ')} }` : `${head} {\n${lines.join('\n')}\n}`;
}

function todos(unknown: readonly string[]): readonly string[] {
  return unknown.map((question) => comment(`TODO ${question}`));
}

const LONGEST_COMMENT = 300;

/** One line, whatever the text holds: a line break would make the rest of it a part of the plan. */
function comment(text: string): string {
  return `// ${text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]+/gu, ' ').slice(0, LONGEST_COMMENT)}`;
}

/** A text as a string of the language. */
export function quote(text: string): string {
  const inner = text
    .replaceAll(/["\\]/gu, '\\$&')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  return `"${inner}"`;
}
