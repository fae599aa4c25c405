import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { type Secret, secretsIn } from './secrets.ts';

const id = { code: 'secret-in-plan', severity: 'error' } as const;

export const secretInPlan: Check = {
  ...id,
  group: 'security',
  summary: 'A password, a token or a key stands in the text of the plan.',
  *run({ project }) {
    for (const { path, text } of project.files) {
      for (const secret of secretsIn(text)) {
        // Messages go into logs: none repeats what it speaks of.
        const message = `${what(secret)} stands in the text, for everybody who reads the plan or its history. Replace it where it is used, and keep the new one ${whereInstead(secret)}.`;
        yield finding(id, { file: path, range: secret.range }, message);
      }
    }
  },
};

function what({ what: sort, word }: Secret): string {
  if (sort === 'key') return 'A private key';
  if (sort === 'token') return 'A token';
  if (word === undefined) return 'A password';
  return /pass|pwd|-[pa]$/i.test(word) ? `A password (\`${word}\`)` : `A secret (\`${word}\`)`;
}

/** Field notes C2. */
function whereInstead({ what: sort, word = '' }: Secret): string {
  if (sort === 'key') return 'outside, and let `key NAME { kept at SITE }` say where';
  if (/^PG/i.test(word)) return 'in a `.pgpass` file with mode 0600, named by `credentials from "/etc/backup/orders.pgpass"`';
  if (/^(?:mysql|mariadb)/i.test(word)) return 'in a file with mode 0600 that `--defaults-extra-file` names';
  if (/^RESTIC_/i.test(word)) return 'in a file with mode 0600 that `RESTIC_PASSWORD_FILE` names';
  return 'in a file with mode 0600 that only the job reads, named by `credentials from "…"`, or in a credential of systemd (`LoadCredential=`)';
}
