/** Passwords and keys in what is read: which lines have one, and texts without them. */
import type { Left, Origin } from './step.ts';

/** What an option is called that takes a secret; `--password` alone may ask for one, and takes none. */
export const SECRET_OPTION =
  /^(?!(?:.*-)?(?:no|ask)-)(?:[\w-]*[-_])?(?:pass|passphrase|secret|token|(?:access|secret|account|application)[-_]key|(?<=[-_])password)$/u;

/**
 * A text in which addresses have no password: `ssh://user:password@host/` is `ssh://user@host/`. A password may hold `@`, and `/` where
 * somebody forgot to write it as `%2F`. An address of the web has no user either: there it is half of a key.
 */
export function withoutPassword(text: string): string {
  if (!text.includes('@')) return text;
  return text
    .replaceAll(/(:\/\/[^\s:@/[]*):(?:[^\s/]*|(?!\d+[/,])(?:[^\s@:]|:(?!\/\/))*)@/gu, '$1@')
    .replaceAll(/(https?:\/\/)[^\s:@/[]*@/gu, '$1')
    .replace(/^((?:(?:sftp|ssh|scp|rsync):)?(?!(?:sftp|ssh|scp|rsync):)[^\s/:@]+):[^\s/]*@(?=[^\s/:@]+:)/u, '$1@');
}

const SECRETS: readonly RegExp[] = [
  // `PGPASSWORD=…`, `--password=…`, `"host=db password=…"`.
  /(?:PASSWORD|PASSPHRASE|(?:\b|_)PASS|MYSQL_PWD|REDISCLI_AUTH|(?:ACCESS|SECRET|ACCOUNT|APPLICATION|API)[_-]KEY|[_-]TOKEN)=["']?[\w!%&/+.@#^-]/iu,
  /\b(?:mysql|maria)[\w-]{0,20}\s(?:[^|;]{0,300}?\s)?-p["']?[\w!%&]/u,
  /\b(?:mongo\w{0,20}|etcdctl)\s(?:[^|;]{0,300}?\s)?(?:-p\s?|--password\s)["']?[\w!%&]/u,
  /\bredis-cli\s(?:[^|;]{0,300}?\s)?(?:-a\s?|--pass[\s=])["']?[\w!%&]/u,
  /\bcurl\s(?:[^|;]{0,300}?\s)?(?:-u\s?|--user[\s=])["']?[^\s:"']{1,100}:["']?[^\s$"']/u,
  /\bsshpass\s+-p\s?["']?[\w!%&]/u,
  /--[\w-]{0,40}(?:-pass|secret[_-]key|access[_-]key|account[_-]key)[\s=]["']?[\w!%&/+]/u,
  // `user:password@host:`, as nobody may write it; `sftp:user@host:` is restic's.
  /\s(?!(?:sftp|ssh|scp|rsync):[^\s:@]*@)[^\s/:@=$]{1,100}:[^\s/@$]{1,100}@[^\s/:@]{1,100}:/u,
  // `://user:password@`, with a value that is no variable.
  /:\/\/[^\s:@/$]{0,100}:(?!\d+[/,?#])[^\s@$]{1,100}@/u,
];

const LONGEST = 2000;

/** The lines of a text in which a password or key stands; never which. `origin` is where its first line stands. */
export function secretLines(text: string, { file, line }: Origin): readonly Left[] {
  return text.split('\n').flatMap((each, index) => {
    const start = each.slice(0, LONGEST);
    return /^\s*#/u.test(start) || !SECRETS.some((secret) => secret.test(start))
      ? []
      : [{ origin: { file, line: line + index }, because: 'a password stands here in the clear; it is not in the plan' }];
  });
}
