/** What is asked of somebody who begins; the name of a question is that of the option that answers it in a script. */

/** Kinds that scripts are generated for, with the statements that only their owner can fill in. */
export const kinds: Readonly<Record<string, readonly string[]>> = {
  postgresql: ['host "db.example.com"', 'database "app"'],
  mariadb: ['host "db.example.com"', 'database "app", "mysql"'],
  mysql: ['host "db.example.com"', 'database "app", "mysql"'],
  sqlite: ['path "/var/lib/app/app.db"'],
  redis: ['host "redis.example.com"'],
  etcd: ['host "etcd.example.com"'],
  files: ['path "/srv/files"'],
  git: ['path "/srv/git"'],
};

export interface Question {
  /** What stands for the answer in help. */
  readonly value: string;
  readonly text: string;
  /** What is taken where nothing is said. */
  readonly usual?: string;
  /** Asked only where this one was answered. */
  readonly after?: Asked;
}

export type Asked = 'system' | 'kind' | 'size' | 'changes' | 'outage' | 'bearable' | 'redo' | 'unnoticed' | 'comply' | 'holds';

export const questions: Readonly<Record<Asked, Question>> = {
  system: { value: 'NAME', text: 'What is the system called?', usual: 'database' },
  kind: { value: 'KIND', text: `What is it: ${Object.keys(kinds).join(', ')}?`, usual: 'postgresql' },
  size: { value: 'SIZE', text: 'How large is it?', usual: '20 GB' },
  changes: { value: 'RATE', text: 'How much of it changes, like 1 GB/day? Without an answer 5% of it a day are reckoned with.' },
  outage: { value: 'MONEY', text: 'What does an hour without it cost, like 500 EUR?' },
  bearable: { value: 'MONEY', text: 'What may one outage cost at most, like 4000 EUR?', after: 'outage' },
  redo: { value: 'DURATION', text: 'How much work, as time, can be typed in again, like 30m or 1 day?' },
  unnoticed: { value: 'DURATION', text: 'How long may damage stay unnoticed?', usual: '14 days' },
  comply: { value: 'PACKS', text: 'Which rules apply, like gdpr, pci-dss?' },
  holds: { value: 'CLASSES', text: 'Which data does it hold that they speak of, like personal-data?', after: 'comply' },
};

/** In the order in which they are asked. */
export const asked = Object.keys(questions) as readonly Asked[];
