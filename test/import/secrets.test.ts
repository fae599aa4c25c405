/** Passwords that stand in what is imported come into neither plan nor report. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { importPlan } from '../../engine/import/import.ts';
import { Folder } from '../cli/run.ts';

/** Commands with a secret in each place that one can stand in, and what the plan or the report says of them; undefined: nothing. */
const commands: readonly (readonly [command: string, said: RegExp])[] = [
  [
    'restic -r rest:https://user:SECRET@backup.lan:8000/a backup /a',
    /\d its repository is on a REST server, which this import cannot draft$/mu,
  ],
  [
    'RESTIC_REPOSITORY=rest:http://user:SECRET@backup.lan/a restic backup /a',
    /its repository is on a REST server, which this import cannot draft$/mu,
  ],
  ['restic -r sftp://u:SECRET@nas.lan:22//r backup /a', /host "nas\.lan"\n user "u"\n path "\/r"/u],
  ['restic -r sftp:u:SECRET@nas.lan:/r backup /a', /host "nas\.lan"\n user "u"\n path "\/r"/u],
  ['restic -r s3:https://SECRETID:SECRET@s3.example.com/bucket backup /a', /endpoint "https:\/\/s3\.example\.com"/u],
  ['rsync -a /a rsync://u:SECRET@host/mod', /host "host"\n user "u"\n path "\/mod"/u],
  ['rsync -a rsync://u:SECRET@host/mod /backup/host', /system host-mod: files \{/u],
  ['rsync -a /a rsync://u:SE@CRET@host/mod', /user "u"/u],
  ['rsync -a /a rsync://u:SE/CRET@host/mod', /user "u"/u],
  ['rsync -a /a u:SECRET@host::mod', /host "host"\n user "u"\n path "mod"/u],
  ['rclone sync /a :ftp,host=h,pass=SECRET:b', /where it writes to is only known when it runs$/mu],
  ['rclone sync --s3-secret-access-key SECRET /a remote:b', /bucket "b"/u],
  ['rclone sync :s3,secret_access_key=SECRET:b /backup/b', /what it copies lies elsewhere, which this import cannot draft$/mu],
  ['borg create ssh://u:SECRET@host/./r::x /a', /host "host"\n user "u"\n/u],
  ['curl -u me:SECRET -T /a/b ftp://h.example.com/', /it sends files away with curl, which this import cannot draft$/mu],
  ['curl -T /a/b ftp://me:SECRET@h.example.com/', /it sends files away with curl, which this import cannot draft$/mu],
  ['curl -fsS https://me:SECRET@hc-ping.com/x', /a monitor hears from here that it has run/u],
  ['scp /kept/kept.sql scp://u:SECRET@host/b', /system kept: postgresql/u],
  ['scp /kept/kept.sql u:SECRET@host:/b', /copy after full from kept-storage to host/u],
  ['aws s3 sync /a s3://b --endpoint-url https://SECRETID:SECRET@minio.lan', /endpoint "https:\/\/minio\.lan"/u],
  ['s3cmd --secret_key SECRET sync /a s3://b', /bucket "b"/u],
  ['pg_dump postgresql://u:SECRET@db.lan/shop > /backup/shop.sql', /host "db\.lan"\n user "u"\n database "shop"/u],
  ['pg_dump "host=db.lan user=u password=SECRET dbname=shop" > /backup/shop.sql', /user "u"\n database "shop"/u],
  ['PGPASSWORD=SECRET pg_dump shop > /backup/shop.sql', /database "shop"/u],
  ['MYSQL_PWD=SECRET mysqldump shop > /backup/shop.sql', /database "shop"/u],
  ['mysqldump -u root -pSECRET shop > /backup/shop.sql', /user "root"\n database "shop"/u],
  ['mysqldump -pSECRET shop > /backup/shop.sql', /database "shop"/u],
  ['mysqldump --user=root --password=SECRET shop > /backup/shop.sql', /user "root"\n database "shop"/u],
  ['mysqldump mysql://u:SECRET@db.lan/shop > /backup/shop.sql', /host "db\.lan"\n user "u"\n database "shop"/u],
  ['mongodump --uri mongodb://u:SECRET@db.lan/shop --archive=/backup/shop', /host "db\.lan"\n user "u"\n database "shop"/u],
  ['mongodump -u u -pSECRET --db shop --archive=/backup/shop', /database "shop"/u],
  ['redis-cli -u redis://:SECRET@cache.lan:6379 --rdb /backup/a.rdb', /host "cache\.lan"\n port 6379/u],
  ['redis-cli -a SECRET --rdb /backup/a.rdb', /system redis: redis/u],
  ['etcdctl --user root --password SECRET snapshot save /backup/etcd.db', /system etcd: etcd/u],
  ['sshpass -p SECRET ssh nas.lan true', /a password stands here in the clear/u],
];

/** What backs up in any case, so that there is a plan. */
const KEPT = 'pg_dump kept > /kept/kept.sql';

describe('import of what holds secrets', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const imported = async (name: string): Promise<string> => {
    const { code, out, err } = await folder.run(['import', name, '-o', '-']);
    assert.equal(code, 0, err);
    assert.doesNotMatch(`${out}${err}`, /SE[@/]?CRET|CRET@/u);
    // Aligned with more blanks or fewer, it says the same.
    return `${out}${err}`.replaceAll(/ +/gu, ' ');
  };

  for (const [command, said] of commands) {
    it(`names no secret, but the line: ${command}`, async () => {
      folder.write('tab', `0 2 * * * ${KEPT}; ${command}\n`);
      const tab = await imported('tab');
      assert.match(tab, said);
      assert.match(tab, /^ tab:1 +a password stands here in the clear; it is not in the plan$/mu);
      folder.write('script', `0 2 * * * /x/run.sh\n`);
      folder.write('run.sh', `#!/bin/sh\n${KEPT}\n${command}\n`);
      const script = await imported('script');
      assert.match(script, said);
      assert.match(script, /^ run\.sh:3 +a password stands here in the clear; it is not in the plan$/mu);
    });
  }

  it('names no secret that variables are put together from, nor one of a line that is not understood', async () => {
    folder.write('run.sh', `#!/bin/sh\n${KEPT}\nU=u:SECRET\nR=rsync://$U@host\nrsync -a /a "$R/mod"\n`);
    folder.write('tab', '0 2 * * * /x/run.sh\n0 3 * * * PASSWORD="a SECRET" /opt/own\n');
    const text = await imported('tab');
    assert.match(text, /user "u"\n path "\/mod"/u);
    for (const [command, program] of [
      ['WORD="a SECRET" /opt/own', 'own'],
      ["WORD='a SECRET", 'nothing'],
      ['WORD=a\\ SECRET own --x', 'own'],
      ['x://u:SECRET@host', 'u@host'],
    ] as const) {
      folder.write('other', `0 2 * * * ${KEPT}\n0 3 * * * ${command}\n`);
      assert.match(await imported('other'), new RegExp(`nothing in it is a backup that is understood: ${program}$`, 'mu'));
    }
  });

  it('takes any password out of an address, and leaves the rest of it', () => {
    const password = fc.string({ unit: fc.constantFrom(...'aZ0@:!+=,.~^*-[]?'), maxLength: 12 });
    fc.assert(
      fc.property(password, (end) => {
        const text = `0 2 * * * rsync -a /a 'rsync://u:SECRET${end}@host/mod'\n0 3 * * * borg create 'ssh://u:${end}SECRET@other/./r::x' /a\n`;
        const { text: plan, left } = importPlan([{ path: '/t/tab', text, kind: 'crontab' }], () => undefined);
        assert.doesNotMatch(`${plan}${JSON.stringify(left)}`, /SECRET/u);
        for (const host of ['host', 'other']) assert.match(plan, new RegExp(`host {2}"${host}"\\n {2}user {2}"u"`, 'u'));
      }),
      { numRuns: 300 },
    );
  });

  it('names the lines of a crontab whose variables hold secrets', async () => {
    const variables = [
      'RESTIC_PASSWORD=SECRET',
      'AWS_SECRET_ACCESS_KEY = "SECRET"',
      'B2_ACCOUNT_KEY=SECRET',
      'RESTIC_REPOSITORY=rest:https://u:SECRET@backup.lan/',
      'RESTIC_PASSWORD_FILE=/etc/restic',
      'AWS_ACCESS_KEY_ID=ID',
      '# PGPASSWORD=SECRET',
    ];
    folder.write('tab', `${variables.join('\n')}\n0 2 * * * ${KEPT}\n0 3 * * * restic backup /a\n`);
    const text = await imported('tab');
    assert.deepEqual(text.match(/tab:\d+(?= +a password stands here)/gu), ['tab:1', 'tab:2', 'tab:3', 'tab:4']);
    assert.match(text, /tab:9 +its repository is on a REST server/u);
  });

  it('takes addresses without a secret for none', async () => {
    const plain = [
      'rsync -a /a rsync://host:873/mod@2',
      'mongodump --uri "mongodb://m1.lan:27017,m2.lan:27017/shop?x=a@b" --archive=/backup/shop',
      'curl -u "$USER:$PASS" https://example.com/',
      'mysqldump -u root -p"$PASS" shop > /backup/shop.sql',
    ];
    folder.write('tab', `${plain.map((command) => `0 2 * * * ${command}`).join('\n')}\n`);
    const text = await imported('tab');
    assert.doesNotMatch(text, /a password stands here/u);
    assert.match(text, /host "host"\n path "\/mod@2"/u);
    assert.match(text, /host "m1\.lan"/u);
  });

  it('reads them out of borgmatic and pgBackRest neither', async () => {
    folder.write(
      'config.yaml',
      [
        'source_directories: [/a]',
        'repositories:',
        '  - path: ssh://u:SECRET@host/./r',
        '  - path: sftp://u:SECRET@other.lan/r',
        '  - path: s3:https://SECRETID:SECRET@minio.lan/bucket',
        '  - path: rest:https://u:SECRET@rest.lan/',
        '  - path: rclone:remote:b',
        'encryption_passphrase: SECRET',
        'postgresql_databases: [{name: "postgresql://u:SECRET@db.lan/shop", username: u, password: SECRET, options: "--password=SECRET"}]',
        'mysql_databases: [{name: crm, password: SECRET, options: -pSECRET}]',
        'mongodb_databases: [{name: all, hostname: "mongodb://u:SECRET@m.lan", password: SECRET}]',
        'before_backup: ["PGPASSWORD=SECRET pg_dump x", "MYSQL_PWD=SECRET mysqldump x", "redis-cli -u redis://:SECRET@h"]',
        'healthchecks: https://u:SECRET@hc-ping.com/x',
        '',
      ].join('\n'),
    );
    const text = await imported('config.yaml');
    assert.match(text, /config\.yaml:3 its repository is on a REST server, which this import cannot draft$/mu);
    assert.match(text, /host "host"\n user "u"/u);
    assert.match(text, /endpoint "https:\/\/minio\.lan"/u);
    folder.write(
      'pg.conf',
      '[main]\npg1-path=/x\nrepo1-type=s3\nrepo1-s3-bucket=b\nrepo1-s3-endpoint=https://k:SECRET@h.lan\nrepo1-s3-key-secret=SECRET\n',
    );
    assert.match(await imported('pg.conf'), /endpoint "https:\/\/h\.lan"/u);
  });
});
