import assert from 'node:assert/strict';
import { secretsIn } from '../../engine/checks/security/secrets.ts';

/** What is taken for a secret in a text. */
function found(text: string): string[] {
  return secretsIn(text).map(({ range }) => text.slice(range.start, range.end));
}

describe('what looks like a secret', () => {
  for (const [text, secret] of [
    ['PGPASSWORD=hunter2 pg_dump shop', 'hunter2'],
    ["env MYSQL_PWD='hunter 2' mysqldump", 'hunter'],
    ['RESTIC_PASSWORD=\\"correct-horse\\" restic snapshots', 'correct-horse'],
    ['aws_secret_access_key=wJalrXUtnFEMIK7MDENG', 'wJalrXUtnFEMIK7MDENG'],
    ['mongodump --uri mongodb://backup:s3cr3t@db1/shop', 's3cr3t'],
    ['mongodump --password s3cr3t', 's3cr3t'],
    ['tool --api-key=abc123', 'abc123'],
    ['mysqldump -u root -phunter2 shop', 'hunter2'],
    ['sshpass -p hunter2 ssh db', 'hunter2'],
    ['redis-cli -h cache -a hunter2 --rdb -', 'hunter2'],
    [`glpat-${'a1'.repeat(10)}`, `glpat-${'a1'.repeat(10)}`],
  ] as const) {
    it(text, () => assert.deepEqual(found(text), [secret]));
  }
  it('a private key, as far as it goes', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';
    assert.deepEqual(found(`"""${key}\n"""`), [key]);
  });
  it('each of several, once', () => {
    assert.deepEqual(found('PGPASSWORD=one pg_dump; PGPASSWORD=two pg_dump'), ['one', 'two']);
    assert.deepEqual(found('db --password=postgres://me:hunter2@db'), ['hunter2']);
  });
});

describe('what only stands for a secret', () => {
  for (const text of [
    'PGPASSWORD=$PASSWORD pg_dump',
    'PGPASSWORD=$(cat /run/secret) pg_dump',
    'PGPASSWORD=\\"$PASSWORD\\" pg_dump',
    'PGPASSWORD= pg_dump',
    'tool --password-file /etc/backup/password',
    'tool --password-file=/etc/backup/password --token-file=/run/token',
    'tool --password=/etc/backup/password --token @token',
    "RESTIC_PASSWORD_COMMAND='pass show restic'",
    'tool --password --verbose',
    'tool --password=… --token=<token> --secret=xxxx',
    'mysqldump -u root -p shop',
    'mysqldump -P3306 --single-transaction shop',
    'mongodb://backup@db1/shop',
    'https://backup:$PASSWORD@db1/shop',
    'http://[::1]:8080/path',
    'https://ping.shop.example:8443/backup@home',
    'The password is in the safe; token: ask Ada.',
    'key vault-key { kept at ireland; escrow "sealed envelope" }',
    'credentials from "/etc/backup/orders.pgpass"',
    'select count(*) > 0 from tokens where password is not null',
    '-----BEGIN PUBLIC KEY-----',
  ]) {
    it(text, () => assert.deepEqual(found(text), []));
  }
});

it('secrets are looked for in a time that grows with the text, and not with its square', () => {
  /** Milliseconds of a processor. */
  const taken = (text: string): number => {
    const before = process.cpuUsage();
    secretsIn(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  for (const piece of [
    'mysql ',
    'mysql -a ',
    'a_',
    'password',
    '-----BEGIN PRIVATE KEY-----',
    'https://',
    'a://b:',
    'redis-cli x ',
    '--token ',
    'eyJ',
  ]) {
    const once = taken(piece.repeat(50_000 / piece.length));
    // Four times as long: what is square takes sixteen times as long.
    assert.ok(taken(piece.repeat(200_000 / piece.length)) < 8 * once + 100, piece);
  }
});
