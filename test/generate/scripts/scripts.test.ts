import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chains, notGenerated } from '../../../engine/generate/scripts/coverage.ts';
import { artifactsOf, planOf, textOf } from './artifacts.ts';
import { everythingNamed } from './everything.ts';

const everything = everythingNamed('id');

describe('generated scripts', function () {
  // ShellCheck reads the libraries anew with each script.
  this.timeout(480_000);
  let folder = '';
  const written: string[] = [];

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bp-scripts-'));
    for (const { path: name, text, executable } of artifactsOf(everything)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      chmodSync(file, executable ? 0o755 : 0o644);
      if (executable) written.push(file);
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are clean to ShellCheck', async () => {
    const libraries = readdirSync(path.join(folder, 'scripts'))
      .filter((name) => name.startsWith('lib'))
      .map((name) => path.join(folder, 'scripts', name));
    const half = Math.ceil(written.length / 2);
    const said = await Promise.all([
      shellcheck(written.slice(0, half)),
      shellcheck(written.slice(half)),
      // What a script sets for its library is not seen from within it.
      shellcheck(libraries, '-e', 'SC2034'),
    ]);
    assert.deepEqual(said, ['', '', '']);
  });

  it('say with --help what they do, in the words of the plan', () => {
    for (const file of written.filter((name) => !name.endsWith('-wal.sh'))) {
      const help = execFileSync(file, ['--help'], { encoding: 'utf8' });
      assert.ok(help.trim() !== '', file);
    }
    assert.match(
      execFileSync(path.join(folder, 'scripts/shop/full-nas.sh'), ['--help'], { encoding: 'utf8' }),
      /^full daily at 02:00 to nas\n/,
    );
  });

  it('say how to make the folder of the journal where there is none and they may not', () => {
    const state = '/dev/null/its state';
    const { status, stderr } = spawnSync(path.join(folder, 'scripts/code/full-nas.sh'), ['--dry-run'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, BACKUPPLAN_STATE: state },
    });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^\/dev\/null\/its state: (\S+) cannot write there\. As root: install -d -o \1 -m 700 \/dev\/null\/its\\ state\n$/u,
    );
  });

  it('keep their notes to themselves, and let others through to their own', () => {
    const state = path.join(folder, 'var/plan/root');
    const { status, stderr } = spawnSync(path.join(folder, 'scripts/code/full-nas.sh'), ['--dry-run'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, BACKUPPLAN_STATE: state },
    });
    assert.doesNotMatch(`${status} ${stderr}`, /cannot write there/u);
    const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);
    assert.deepEqual([path.dirname(path.dirname(state)), path.dirname(state), state].map(mode), ['755', '755', '700']);
  });

  it('keep what needs the credentials of another account in a folder of that account', () => {
    const relative = written.map((file) => path.relative(folder, file));
    assert.ok(relative.includes('scripts/vault-keeper/shop/copy-nas-usb.sh'));
    assert.ok(relative.includes('scripts/vault-keeper/shop/2/prune-usb.sh'));
    assert.match(readFileSync(path.join(folder, 'scripts/shop/2/full-usb.sh'), 'utf8'), /^prunes=no$/m);
  });

  it('do not depend on anything but the plan', () => {
    assert.deepEqual(artifactsOf(everything), artifactsOf(everything));
  });

  it('tell the server to archive within the lag, by a path without text of the plan', () => {
    const text = textOf(everything, 'config/shop/postgresql-archive.conf');
    assert.match(text, /^archive_timeout = 90$/m);
    assert.match(
      text,
      /^archive_command = '"\$\{BACKUPPLAN_HOME:-\/opt\/backupplan\/[a-z0-9-]+\}"\/scripts\/shop\/archive-wal\.sh %p %f'$/m,
    );
  });

  it('tell of log by the name of its job, of a second backup block too', () => {
    const block = (storage: string): string =>
      `backup { full daily at 02:00 to ${storage} using pg_basebackup; log continuous to ${storage}; keep 7 days }`;
    const text = `site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" } storage usb: disk { at here; path "/srv/usb" }
      system shop: postgresql { at here; size 1 GB; changes 1 GB/day; ${block('nas')} ${block('usb')} }`;
    assert.match(textOf(text, 'scripts/shop/archive-wal.sh'), /^log_jobs=\('?shop\/log-nas'?\)$/m);
    assert.match(textOf(text, 'scripts/shop/2/archive-wal.sh'), /^log_jobs=\('?shop\/2\/log-usb'?\)$/m);
  });

  it('name what has none, and why', () => {
    assert.deepEqual(
      notGenerated(planOf(everything)).map(({ about, because }) => `${about}: ${because}`),
      [
        'ledger/full-usb: pgBackRest keeps the log beside its backups: add a log job to usb',
        'ledger/copy-nas-usb: repositories of pgBackRest are independent, and none is copied into another: give the second storage a full and a log of its own',
        'docs/verify-restore: its `expect` is not asked: files answer no query. Every entry that was restored is compared with the list in the point instead',
        'mail/full-vault: Borg has no repositories in buckets, as vault is one',
        'mail/copy-nas-usb: Borg copies no archive into another repository: give the second storage a full of its own',
        'site/copy-nas-box: rsync keeps owners and hard links, which only a folder on this host holds; restic and Borg reach box',
        'documents/full-nas: there are no scripts for mongodump on mongodb yet',
        'shop, the standby at there: the standby does not say its `host`',
      ],
    );
  });

  it('take the tools of MariaDB or MySQL by the kind of system, and their accounts without being asked', () => {
    const text = (kind: string): string =>
      textOf(
        `site here { kind datacenter } storage nas: disk { at here; path "/srv/nas" }
         system shop: ${kind} { at here; database "shop", "mysql"; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to nas using mysqldump; keep 3 last } }`,
        'scripts/shop/full-nas.sh',
      );
    for (const kind of ['mariadb', 'mysql']) {
      assert.match(text(kind), new RegExp(`lib-mysql-family\\.sh"\n.*\n.*lib-${kind}\\.sh"`));
      assert.match(text(kind), /^databases=\('?shop'?\)$/m);
    }
  });

  it('leave no secret and no retention of its own to pgBackRest, and archive by a script with its name', () => {
    const config = textOf(everything, 'config/ledger/pgbackrest-nas.conf');
    assert.match(config, /^repo1-path=\/srv\/nas\/ledger$/m);
    assert.match(config, /^repo1-cipher-type=aes-256-cbc$/m);
    assert.doesNotMatch(config, /cipher-pass/);
    assert.match(config, /^expire-auto=n$/m);
    assert.match(config, /^pg1-user=o'neill$/m);
    assert.match(
      textOf(everything, 'config/ledger/postgresql-archive.conf'),
      /^archive_command = .*\/scripts\/ledger\/pgbackrest-archive-wal\.sh %p %f'$/m,
    );
  });

  it('tell pgBackRest where a bucket is, and nothing that is secret', () => {
    const config = textOf(everything, 'config/ledger/pgbackrest-vault.conf');
    assert.match(config, /^repo1-type=s3\nrepo1-s3-bucket=b\nrepo1-s3-endpoint=s3\.amazonaws\.com\nrepo1-s3-uri-style=host\n/m);
    assert.match(config, /^repo1-path=\/it's \$\(id\)\/ledger$/m);
    assert.doesNotMatch(config, /key|secret|token/);
  });

  it('refuse what a tool would not take as it is', () => {
    const because = (storage: string, job: string): string | undefined =>
      notGenerated(
        planOf(
          `plan "P" { owner "x" } site here { kind datacenter } key k { kept at here } storage far: ${storage}
           system a: postgresql { at here; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to far using ${job}; keep 3 last } }
           system b: files { at here; path "/srv/x"; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to far using ${job}; keep 3 last } }`,
        ),
      ).find(({ because: clause }) => clause.includes('far'))?.because;
    assert.match(
      because('s3 { at here; bucket "b"; endpoint "http://s3.example" }', 'pgbackrest; log continuous to far') ?? '',
      /reaches buckets over TLS alone: the endpoint of far has to be https/,
    );
    for (const path of ['/srv/a::b', '/srv/{now}'])
      assert.match(because(`disk { at here; path "${path}" }`, 'borg') ?? '', /the path of far has `::` or braces in it/);
    assert.match(
      because('disk { at here; path "/srv/x"; encrypted with k }', 'rsync') ?? '',
      /rsync does not encrypt, and far is encrypted with k/,
    );
    assert.match(because('disk { at here; path "/srv/x" }', 'rsync encrypted with k') ?? '', /rsync does not encrypt/);
  });

  it('say how each storage elsewhere is reached, and read the library for that only where there is one', () => {
    const text = textOf(elsewhere('class standard-ia; path "all of us"'), 'scripts/notes/full-nas.sh');
    assert.match(text, /^packed=\(\['vault'\]='s3' \['box'\]='sftp' \['safe'\]='local'\)$/m);
    assert.match(text, /^packed_host=\(\['vault'\]='https:\/\/s3\.amazonaws\.com' \['box'\]='me@box'\)$/m);
    assert.match(text, /^packed_class=\(\['vault'\]='STANDARD_IA'\)$/m);
    assert.match(text, /^packed_place=\(\['vault'\]='b\/all of us' \['box'\]='\/srv' \['safe'\]='\/mnt\/safe'\)$/m);
    assert.match(text, /^storage_key=\(\['vault'\]='k' \['safe'\]='other'\)$/m);
    assert.match(text, /lib-packed\.sh"$/m);
    assert.doesNotMatch(textOf(everything, 'scripts/shop/full-nas.sh'), /packed/);
  });

  it('go to no storage that is not reached, or whose objects take hours to come', () => {
    const said = (vault: string): string | undefined => notGenerated(planOf(elsewhere(vault)))[0]?.because;
    assert.equal(said('class standard-ia'), undefined);
    assert.match(said('class deep-archive') ?? '', /scripts read back what they write.*deep-archive of vault takes hours/);
    assert.match(said('path "a/../b"') ?? '', /leads out of itself/);
    assert.match(
      notGenerated(planOf(elsewhere('').replace('vault: s3', 'vault: gcs')))[0]?.because ?? '',
      /is gcs, for which there are no scripts yet/,
    );
  });

  it('refuse a storage path that leads elsewhere', () => {
    for (const bad of ['relative', '/', '/srv/../etc', '/srv/a\\nb']) {
      const plan = planOf(
        `plan "P" { owner "x" } site here { kind datacenter } storage nas: disk { at here; path "${bad}" }
         system shop: postgresql { at here; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to nas using pg_dump; keep 3 last } }`,
      );
      assert.deepEqual(chains(plan), []);
      assert.match(notGenerated(plan)[0]?.because ?? '', /the path of nas/);
    }
  });
});

/** A plan with storages that are no plain folders; `vault` is what else it says of the bucket. */
function elsewhere(vault: string): string {
  return `plan "P" { owner "x" } site here { kind datacenter } key k { kept at here } key other { kept at here }
    storage nas: disk { at here; path "/srv/nas" } storage vault: s3 { at here; bucket "b"; encrypted with k; ${vault} }
    storage box: sftp { at here; host "box"; user "me"; path "/srv" } storage safe: disk { at here; path "/mnt/safe" }
    system notes: sqlite { at here; path "/srv/notes.db"; size 1 GB; changes 1 GB/day
      backup { full daily at 02:00 to nas; copy after full from nas to vault; copy daily at 04:00 from nas to box; copy daily at 05:00 from nas to safe encrypted with other; keep 3 last } }`;
}

/** What ShellCheck has to say of scripts and of the libraries that they read; nothing where they are clean. */
function shellcheck(files: readonly string[], ...options: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('shellcheck', ['-x', '-P', 'SCRIPTDIR', ...options, ...files], { encoding: 'utf8', maxBuffer: 1 << 26 }, (error, stdout) => {
      if (error !== null && stdout === '') reject(error);
      else resolve(stdout);
    });
  });
}
