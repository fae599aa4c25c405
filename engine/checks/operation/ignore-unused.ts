import type { Check } from '../check.ts';
import { removal } from '../edits.ts';
import type { Fix } from '../finding.ts';
import type { Ignore } from '../ignore.ts';
import { finding, replacement } from '../report.ts';
import type { Idle } from '../silence.ts';
import { unusableCode } from './said.ts';

const id = { code: 'ignore-unused', severity: 'warning' } as const;

export const ignoreUnused: Check = {
  ...id,
  group: 'operation',
  late: true,
  summary: 'An ignore comment without a reason, or one that silences nothing.',
  *run({ project, silencing }) {
    for (const { ignore, idle } of silencing.ignores) {
      if (idle === undefined) continue;
      const { code, file: path, range } = ignore;
      const file = project.files.find((each) => each.path === path);
      const fixes: Fix[] = [];
      if (idle.why === 'unknown' && idle.guess !== undefined && code !== undefined) fixes.push(replacement(path, code.range, idle.guess));
      if (file !== undefined) fixes.push({ title: 'Remove the comment', edits: [removal(file, ignore)], safe: idle.why === 'nothing' });
      yield finding(id, { file: path, range }, why(ignore, idle), { fixes });
    }
  },
};

function why({ code }: Ignore, idle: Idle): string {
  if (code === undefined)
    return 'This silences nothing: say which finding, and why. For example `// backupplan-ignore rpo-unmet: moved away in May`.';
  if (idle.why === 'reasonless') return `This silences nothing without a reason: \`// backupplan-ignore ${code.text}: why\`.`;
  return unusableCode(code.text, idle) ?? `\`${code.text}\` is not found in the line that this speaks of. Remove the comment.`;
}
