/** Names as somebody gives them who wants harm, or has bad luck. */

/** What the commands in these names would leave behind, wherever they run. */
export const MARKER = 'injected-by-a-name';

export const hostileNames: readonly string[] = [
  `$(touch ${MARKER})`,
  `\`touch ${MARKER}\``,
  `'; touch ${MARKER}; '`,
  `"; touch ${MARKER}; "`,
  `a\ntouch ${MARKER}\n`,
  `$'\\x24(touch ${MARKER})'`,
  `| touch ${MARKER} #`,
  `&& touch ${MARKER}`,
  `> ${MARKER}`,
  `\${x:=$(touch ${MARKER})}`,
  `x[$(touch ${MARKER})]`,
  '-rf',
  '--help',
  '../../etc/passwd',
  '/etc/passwd',
  '%s%n %d',
  '*',
  '~root',
  '{a,b}',
  'a b\tc',
  '\\',
  'a\\',
  'a\u0000b',
  '\ud800',
  '\r',
  '\u001b]0;title\u0007',
  '\u202egnp.exe',
  '\u2028',
  'ü',
  '\u{1f4a5}',
  'constructor',
  '__proto__',
  'x'.repeat(300),
  '<script>alert(1)</script>',
  '](javascript:alert(1))',
  '',
];

/** The same of words, which stand in a plan without quotes. */
export const hostileWords: readonly string[] = [
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'con',
  'aux',
  'A',
  'a',
  '--',
  '-rf',
  '_',
  'lib',
  'x'.repeat(300),
];

/** A text in the quotes and escapes of a plan. */
export function planText(name: string): string {
  const escaped = [...name].map((letter) => {
    if (letter === '"' || letter === '\\') return `\\${letter}`;
    return /[\p{C}\p{Z}]/u.test(letter) && letter !== ' ' ? `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}` : letter;
  });
  return `"${escaped.join('')}"`;
}
