import assert from 'node:assert/strict';
import path from 'node:path';
import { MARKER } from '../../fuzz/names.ts';
import { artifactsOf } from './artifacts.ts';
import { everythingNamed } from './everything.ts';
import { type Happened, inSandbox, SANDBOX } from './sandbox.ts';

const INJECTED = `touch ${MARKER}`;
const artifacts = artifactsOf(everythingNamed(INJECTED));
const scripts = artifacts.filter(({ executable }) => executable).map(({ path }) => path);

/** Where the units say that the scripts are installed. */
const home =
  artifacts.map(({ text }) => /\/opt\/backupplan\/[a-z0-9-]+/.exec(text)?.[0]).find((found) => found !== undefined) ?? assert.fail();

/** Servers, and what sends over a network or acts on the machine; programs for files are the real ones. */
const standIns = [
  'psql',
  'pg_dump',
  'pg_dumpall',
  'pg_basebackup',
  'pg_receivewal',
  'pg_ctl',
  'pgbackrest',
  'mysql',
  'mysqldump',
  'mysqlbinlog',
  'mariadb',
  'mariadb-dump',
  'mariadb-binlog',
  'mariadb-backup',
  'redis-cli',
  'etcdctl',
  'etcdutl',
  'slapcat',
  'slapadd',
  'rclone',
  'ssh',
  'sftp',
  'curl',
  'mail',
  'systemctl',
  'sudo',
  'runuser',
];

/** In the order in which a person would come to them. */
const order = ['prepare', 'init', 'full', 'incremental', 'archive', 'log', 'copy', 'verify', 'prune', 'restore', 'status', 'recover'];
const ranked = (script: string): number => {
  const name = script.split('/').at(-1) ?? '';
  const found = order.findIndex((word) => name.startsWith(word));
  return found < 0 ? order.length : found;
};

/** The ways in which a script is called. */
function callsOf(script: string): string[][] {
  const file = `${home}/${script}`;
  switch (script.split('/').at(-1)) {
    case 'prepare.sh':
      return ['nas', 'usb', 'odd', 'vault', `$(${INJECTED})`].map((storage) => [file, storage]);
    case 'restore.sh':
      return [
        [file, '--list'],
        [file, '--yes', '--into', `/srv/restored/${script.replaceAll('/', '-')}`],
        [file, '--yes', '--point', `$(${INJECTED})`],
        [file, '--in-place', '--i-understand', script.split('/').at(-2) ?? ''],
      ];
    case 'archive-wal.sh':
    case 'pgbackrest-archive-wal.sh':
      return [
        [file, '/srv/wal', '000000010000000000000001'],
        [file, '/srv/wal', `$(${INJECTED})`],
      ];
    case 'restore-wal.sh':
      return [[file, '000000010000000000000001', '/srv/restored/wal']];
    case 'recover-fire.sh':
      return [
        [file, '--list'],
        [file, '--dry-run', '--yes', '--switched-off', 'shop'],
        [file, '--yes', '--switched-off', 'shop'],
      ];
    case 'promote.sh':
    case 'fence.sh':
      return [[file], [file, '--i-understand', 'shop'], [file, '--switched-off', 'shop']];
    default:
      return [[file]];
  }
}

describe('the scripts of a plan whose names are commands', function () {
  this.timeout(600_000);
  let happened: Happened;
  const places = [`/srv/it's $(${INJECTED})`, '/srv/-rf', "/srv/-mail's", "/srv/it's.git"];
  const files = new Map<string, { readonly text: string; readonly mode: number }>(
    artifacts.map(({ path: name, text, executable }) => [`${home}/${name}`, { text, mode: executable ? 0o755 : 0o644 }]),
  );

  before(() => {
    for (const source of [...places.slice(0, 3), '/etc/x']) {
      for (const name of ['plain', `$(${INJECTED})`, `\`${INJECTED}\``, '-rf', 'two\nlines', "o'neill"])
        files.set(`${source}/${name}`, { text: name, mode: 0o644 });
    }
    for (const name of ['pass word', "it's", "it's.cnf", "it's.pgpass"]) files.set(`/etc/${name}`, { text: 'secret\n', mode: 0o600 });
    for (const storage of ['/srv/nas', '/mnt/usb', `/srv/odd's $(${INJECTED})`]) files.set(`${storage}/.given`, { text: '', mode: 0o644 });
    files.set('/srv/wal', { text: 'x'.repeat(1000), mode: 0o644 });
    const make = [
      ['sqlite3', `/srv/it's $(${INJECTED}).db`, 'create table a (b); insert into a values (1)'],
      ['git', 'init', '--bare', "/srv/it's.git"],
    ];
    happened = inSandbox(files, standIns, [...make, ...scripts.toSorted((a, b) => ranked(a) - ranked(b)).flatMap(callsOf)]);
  });

  it('are watched: a command that is run is noticed, and where it writes', () => {
    const { touched, calls } = inSandbox(
      new Map(),
      ['curl'],
      [
        ['touch', MARKER, '/etc/written'],
        ['curl', 'a b'],
      ],
    );
    assert.ok(touched.includes(`${SANDBOX}/here/${MARKER}`) && touched.includes('/etc/written'), touched.join());
    assert.deepEqual(calls, [['curl', 'a b']]);
  });

  it('are run, every one', () => {
    const ran = new Set(happened.runs.map(({ command }) => command[0]));
    assert.deepEqual(
      scripts.filter((script) => !ran.has(`${home}/${script}`)),
      [],
    );
    // What a shell or a timeout says of a command that it could not run, or had to end.
    assert.deepEqual(
      happened.runs.filter(({ code }) => ![0, 1, 2, 75].includes(code)),
      [],
    );
  });
  it('do what they are for, whatever the names are', () => {
    const good = happened.runs.filter(({ code }) => code === 0).map(({ command }) => command.slice(0, 2).join(' ').slice(home.length));
    // The engines whose programs need no server; a folder for metrics that is not there makes none of them fail.
    for (const system of ['archive', 'site', 'notes', 'pictures'])
      for (const script of [
        'full-nas.sh',
        'full-odd.sh',
        'verify-checksum.sh',
        'verify-restore.sh',
        'restore.sh --yes',
        'restore.sh --in-place',
      ])
        if (scripts.includes(`scripts/${system}/${script.split(' ')[0]}`))
          assert.ok(good.includes(`/scripts/${system}/${script}`), `${system}/${script}`);
    assert.ok(happened.calls.length > 50, 'the servers’ programs are called too');
  });

  it('run nothing that stands in a name', () => {
    const given = new Set([...files.keys()].map((file) => path.basename(file)));
    assert.ok(!given.has(MARKER));
    assert.deepEqual(
      happened.touched.filter((file) => path.basename(file) === MARKER),
      [],
    );
    assert.deepEqual(
      happened.calls.filter(([program]) => program === 'touch'),
      [],
    );
  });

  it('write to the storages, their state and where they restore to, and nowhere else', () => {
    const may = [
      '/srv/nas/',
      '/mnt/usb/',
      `/srv/odd's $(${INJECTED})/`,
      '/srv/restored/',
      '/var/lib/backupplan/',
      `${SANDBOX}/runs/`,
      // What their programs keep for themselves.
      `${SANDBOX}/home/.cache/`,
      `${SANDBOX}/home/.config/`,
      '/tmp/',
      '/var/lib/libuuid/',
      // A restore in place, which keeps what was there beside it.
      ...places,
    ];
    assert.deepEqual(
      happened.touched.filter((file) => !may.some((where) => file.startsWith(where) || where.startsWith(`${file}/`))),
      [],
    );
  });
});
