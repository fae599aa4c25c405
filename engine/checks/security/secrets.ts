/** Finds passwords, tokens and keys in a text by what they look like. */
import type { Range } from '../../../grammar/tree.ts';

export interface Secret {
  /** Of the secret itself, so that what is named beside it (`PGPASSWORD=`) stays readable. */
  readonly range: Range;
  readonly what: 'password' | 'token' | 'key';
  /** The word that a password is given to a program by: `PGPASSWORD`, `mysqldump -p`. */
  readonly word?: string;
}

interface Pattern {
  readonly what: Secret['what'];
  /** Has a group `secret`, and may have a group `word`. Flags `dg`: a secret stands where its group does. */
  readonly pattern: RegExp;
  /** The pattern sees only that something is given, not that it is a secret: what stands for one, like `$PASSWORD`, is none. */
  readonly loose?: true;
}

/** The forms that providers give their tokens, so that they can be found. */
const tokens: readonly string[] = [
  'gh[pousr]_[A-Za-z0-9]{36,}', // GitHub
  'github_pat_[A-Za-z0-9_]{40,}',
  'glpat-[A-Za-z0-9_-]{20,}', // GitLab
  'xox[abprs]-[A-Za-z0-9-]{10,}', // Slack
  'sk_live_[A-Za-z0-9]{16,}', // Stripe
  'AIza[A-Za-z0-9_-]{35}', // Google
  'eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}', // JSON Web Token
];

/** What is given in a command, with or without quotes, which a string of a plan writes as `\"`. */
const GIVEN = String.raw`(?:\\?["'])?(?<secret>[^\s"'\\;|&]+)`;
const NAME = '(?:[A-Za-z0-9]{1,40}[_-]){0,6}(?:password|passwd|passphrase|pwd|secret(?:[_-]?(?:access[_-]?)?key)?|api[_-]?key|token)';

const patterns: readonly Pattern[] = [
  {
    what: 'key',
    pattern: /(?<secret>-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----))*(?:-----END [A-Z0-9 ]+-----)?)/dg,
  },
  { what: 'key', pattern: /(?<secret>AGE-SECRET-KEY-1[A-Z0-9]{20,})/dg },
  { what: 'token', pattern: new RegExp(`(?<![A-Za-z0-9_-])(?<secret>${tokens.join('|')})(?![A-Za-z0-9])`, 'dg') },
  // https://user:password@host
  { what: 'password', loose: true, pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'?#]{0,100}:(?<secret>[^\s:/@"'?#]{1,200})@/dgi },
  // PGPASSWORD=…, --password=…
  { what: 'password', loose: true, pattern: new RegExp(`(?<![A-Za-z0-9])(?<word>(?:PG)?${NAME})=${GIVEN}`, 'dgi') },
  // --password …
  { what: 'password', loose: true, pattern: new RegExp(`(?<word>--${NAME})[ \\t]+${GIVEN}`, 'dgi') },
  // mysqldump -p…: the password stands right behind the option
  {
    what: 'password',
    loose: true,
    pattern:
      /\b(?<word>(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)(?=[ \t])(?:[ \t]+-(?!p)\S*|[ \t]+[^-\s"]\S*){0,12}[ \t]+-p)(?<secret>[^\s"'\\;|&]+)/dg,
  },
  { what: 'password', loose: true, pattern: /\b(?<word>sshpass[ \t]+-p)[ \t]*(?<secret>[^\s"'\\;|&]+)/dg },
  { what: 'password', loose: true, pattern: /\b(?<word>redis-cli(?:[ \t]+[^\s"]+){0,12}[ \t]+-a)[ \t]+(?<secret>[^\s"'\\;|&]+)/dg },
];

/** The secrets of a text in its order, each once. */
export function secretsIn(text: string): Secret[] {
  const found: Secret[] = [];
  for (const { what, pattern, loose } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const at = match.indices?.groups?.secret;
      const secret = match.groups?.secret;
      if (at === undefined || secret === undefined || (loose && standsForOne(secret))) continue;
      const range = { start: at[0], end: at[1] };
      if (found.some((other) => other.range.start < range.end && range.start < other.range.end)) continue;
      found.push({ range, what, word: programOf(match.groups?.word) });
    }
  }
  return found.toSorted((a, b) => a.range.start - b.range.start);
}

/** `mysqldump -u root -p` is told as `mysqldump -p`. */
function programOf(word: string | undefined): string | undefined {
  const parts = word?.split(/[ \t]+/) ?? [];
  return parts.length > 2 ? `${parts[0]} ${parts.at(-1)}` : word;
}

/** A variable, a command or a file that gives the secret; an option; a word that is to be replaced; a dot for each letter. */
function standsForOne(secret: string): boolean {
  return (
    /^[$`<{[(%@/~-]/.test(secret) ||
    /^(?:file|env|pass|vault|keyring|credential)[:=]/i.test(secret) ||
    /^(?:[x*.…?_•]+|changeme|replace-?me|redacted|true|false|yes|no|on|off|none|null|prompt|ask|stdin)[,.)]*$/i.test(secret)
  );
}
