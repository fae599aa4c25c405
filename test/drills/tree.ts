/** A folder with all that file systems know, and what of it has to come back. */
import { appendFileSync, chmodSync, chownSync, linkSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from './commands.ts';

/** Names that are commands, options, patterns or lines to whoever does not quote. */
export const oddNames = [
  `o'r "$(touch bp-owned)" %d`,
  '-rf',
  'two\nlines',
  '* ? [a] {b}',
  ' lead and trail ',
  'ü → ✓',
  '\\back\\slash',
  '#x;y&z',
];

/** Fills a new folder: hard and symbolic links, a hole, a fifo, a setuid program, odd names, an extended attribute, an ACL, foreign owners. */
export async function plant(folder: string): Promise<void> {
  const file = (name: string): string => path.join(folder, name);
  mkdirSync(file('deep/er'), { recursive: true });
  for (const name of oddNames) writeFileSync(file(`deep/${name}`), `in ${name}`);
  writeFileSync(file('big'), Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * index * 2_654_435_761) >>> 24)));
  linkSync(file('big'), file('deep/hard'));
  symlinkSync('../big', file('deep/soft'));
  symlinkSync('/nowhere/at all', file('dangling'));
  writeFileSync(file('hole'), 'x');
  truncateSync(file('hole'), 20_000_000);
  appendFileSync(file('hole'), 'end');
  await must('mkfifo', [file('fifo')], {}, '', 'tester');
  writeFileSync(file('program'), '#!/bin/sh\n');
  chmodSync(file('program'), 0o4755);
  chmodSync(file('deep/er'), 0o2770);
  writeFileSync(file('empty'), '');
  utimesSync(file('empty'), 981_173_106.5, 981_173_106.5);
  await must('setfattr', ['-n', 'user.origin', '-v', 'a "value"', file('big')], {}, '', 'tester');
  await must('setfacl', ['-m', 'u:12:r', file('empty')], {}, '', 'tester');
  if (process.getuid?.() !== 0) return;
  writeFileSync(file('foreign'), 'x');
  chownSync(file('foreign'), 12_345, 54_321);
}

/** Extended attributes and ACLs of all entries, as text. */
export async function attributes(folder: string): Promise<string> {
  return must('bash', ['-c', 'cd -- "$1" && getfattr -R -h -d -m - --absolute-names . | sort', 'bash', folder], {}, '', 'tester');
}
