import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Environment, killAll, must, type Outcome, run, runner, start } from './commands.ts';
import { loadShop, quoted } from './contents.ts';
import { generateInto, mustScript, script } from './generated.ts';
import { makeRoot, Server } from './server.ts';
import { Shims } from './shims.ts';

const naiveScript = path.join(path.dirname(fileURLToPath(import.meta.url)), 'naive.sh');
const secret = 'geheim-4711';

/** Twelve faults: each must bite the script that everybody has written once, and spare the generated ones. */
describe('twelve faults', function () {
  this.timeout(60_000);
  let server: Server;
  let shims: Shims;
  let root = '';
  const bitten: string[] = [];
  const survived: string[] = [];

  before(async () => {
    root = await makeRoot('nas', 'state', 'restored', 'naive', 'naive/wal', 'naive/pg');
    server = new Server(root);
    const passwords = path.join(root, 'pgpass');
    writeFileSync(passwords, `*:*:*:postgres:${secret}\n`, { mode: 0o600 });
    const { uid, gid } = runner();
    await chown(passwords, uid, gid);
    generateInto(
      server,
      `plan "Faults" { owner "x" } site here { kind datacenter } storage nas: disk { at here; path "${root}/nas" }
       system shop: postgresql { at here; host "${root}/sock"; user "postgres"; credentials from "${passwords}"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_dump; keep 30 days } }
       system orders: postgresql { at here; host "${root}/sock"; user "postgres"; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas using pg_basebackup; log continuous to nas; keep 30 days } }`,
    );
    await server.create();
    shims = await Shims.before(server);
    await mustScript(server, 'prepare.sh', 'nas');
    await loadShop(server, 'orders');
    await mustScript(server, 'shop/full-nas.sh');
    await mustScript(server, 'orders/full-nas.sh');
  });
  after(async () => {
    await server.remove();
    const width = Math.max(...faults.map(([name]) => name.length));
    console.log(`\n      ${'fault'.padEnd(width)}  naive script  generated scripts`);
    for (const [name] of faults.filter((fault) => bitten.includes(fault[0])))
      console.log(`      ${name.padEnd(width)}  fails         ${survived.includes(name) ? 'survive' : 'FAIL'}`);
  });

  const naiveEnvironment = (): Environment => ({ PATH: `${root}/shims:/usr/bin:/bin`, PGHOST: server.socket, PGUSER: 'postgres' });
  const naive = (...args: readonly string[]): Promise<Outcome> => run(naiveScript, args, naiveEnvironment());
  const naiveFolder = (): string => path.join(root, 'naive/pg');
  const naiveDumps = (): string[] => readdirSync(naiveFolder()).filter((name) => name.endsWith('.dump.gz'));
  const points = (system: string): string[] => readdirSync(path.join(root, 'nas', system, 'points')).sort();
  /** Files and folders of the newest point, for faults that change their times or contents. */
  const below = (folder: string): string[] => [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  ];
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000));

  const faults: readonly (readonly [string, () => Promise<void>, () => Promise<void>])[] = [
    [
      'roles absent',
      async () => {
        await naive('dump', 'orders', naiveFolder());
        const [dump = ''] = naiveDumps();
        const text = await must('sh', ['-c', `gunzip -c '${naiveFolder()}/${dump}' | pg_restore -f -`]);
        assert.match(text, /OWNER TO shop/);
        assert.doesNotMatch(text, /CREATE ROLE/, 'the owner of every table is nowhere in the backup');
      },
      async () => {
        const into = path.join(root, 'restored/roles');
        await mustScript(server, 'shop/restore.sh', '--into', into, '--yes');
        assert.equal(await server.query('orders', "select tableowner from pg_tables where tablename = 'orders'", into), 'shop');
        await server.stop(path.join(into, 'server'));
      },
    ],
    [
      'failed dump with exit 0',
      async () => {
        const { code } = await naive('dump', 'nosuchdatabase', naiveFolder());
        assert.equal(code, 0);
        assert.ok(naiveDumps().some((name) => statSync(path.join(naiveFolder(), name)).size < 100));
      },
      async () => {
        const before = points('shop');
        await shims.put('pg_dump', '[[ $1 == --version ]] || exit 1\nreal "$@"');
        const { code } = await script(server, 'shop/full-nas.sh');
        await shims.remove('pg_dump');
        assert.equal(code, 1);
        assert.deepEqual(points('shop'), before);
      },
    ],
    [
      'truncated dump taken for good',
      async () => {
        await naive('dump', 'orders', naiveFolder());
        const dump = path.join(naiveFolder(), naiveDumps()[0] ?? '');
        const half = path.join(root, 'naive/half.gz');
        await must('sh', [
          '-c',
          `gunzip -c '${dump}' > '${half}.full'; head -c $(($(stat -c %s '${half}.full') * 2 / 3)) '${half}.full' | gzip > '${half}'`,
        ]);
        assert.match((await naive('check', half)).stdout, /backup is good/);
      },
      async () => {
        const before = points('shop');
        const cut = 'real "$@" || exit; for last; do :; done; [[ $1 == --version ]] || truncate -s -2000 "$last"';
        await shims.put('pg_dump', cut);
        const { code, stderr } = await script(server, 'shop/full-nas.sh');
        await shims.remove('pg_dump');
        assert.equal(code, 1);
        assert.match(stderr, /the new point is not whole/);
        assert.deepEqual(points('shop'), before);
      },
    ],
    [
      'last good backup pruned',
      async () => {
        await naive('dump', 'orders', naiveFolder());
        for (const name of naiveDumps()) age(path.join(naiveFolder(), name), 40);
        await naive('prune', naiveFolder());
        assert.deepEqual(naiveDumps(), [], 'backups stopped forty days ago, and now there is none');
      },
      async () => {
        const before = points('shop');
        const manifest = path.join(root, 'nas/shop/points', before.at(-1) ?? '', 'manifest.json');
        const text = readFileSync(manifest, 'utf8');
        const old = Math.floor(Date.now() / 1000) - 40 * 86_400;
        writeFileSync(manifest, text.replace(/"captured": \d+/, `"captured": ${old}`));
        await shims.put('pg_dump', '[[ $1 == --version ]] || exit 1\nreal "$@"');
        assert.equal((await script(server, 'shop/full-nas.sh')).code, 1);
        await shims.remove('pg_dump');
        assert.deepEqual(points('shop'), before);
        writeFileSync(manifest, text);
      },
    ],
    [
      'segment torn by a killed cp %p',
      async () => {
        const segment = finishedSegment();
        const torn = await run('sh', [
          '-c',
          `ulimit -f 4096; exec '${naiveScript}' archive-once '${segment.file}' ${segment.name} '${root}/naive/wal'`,
        ]);
        assert.notEqual(torn.code, 0);
        assert.notEqual(statSync(path.join(root, 'naive/wal', segment.name)).size, statSync(segment.file).size);
        assert.notEqual((await naive('archive-once', segment.file, segment.name, `${root}/naive/wal`)).code, 0, 'and it fails for ever');
      },
      async () => {
        const segment = finishedSegment();
        const archive = path.join(root, 'out/scripts/orders/archive-wal.sh');
        const torn = await run('sh', ['-c', `ulimit -f 4096; exec '${archive}' '${segment.file}' ${segment.name}`], server.environment);
        assert.notEqual(torn.code, 0);
        assert.equal(existsSync(path.join(root, 'nas/orders/log', segment.name)), false);
        await must(archive, [segment.file, segment.name], server.environment);
        assert.deepEqual(readFileSync(path.join(root, 'nas/orders/log', segment.name)), readFileSync(segment.file));
      },
    ],
    [
      'overwritten log segment',
      async () => {
        const segment = finishedSegment();
        await naive('archive', segment.file, segment.name, `${root}/naive/wal`);
        assert.equal((await naive('archive', segment.other, segment.name, `${root}/naive/wal`)).code, 0);
        assert.notDeepEqual(readFileSync(path.join(root, 'naive/wal', segment.name)), readFileSync(segment.file));
      },
      async () => {
        const segment = finishedSegment();
        const archive = path.join(root, 'out/scripts/orders/archive-wal.sh');
        await must(archive, [segment.file, segment.name], server.environment);
        await must(archive, [segment.file, segment.name], server.environment);
        assert.equal((await run(archive, [segment.other, segment.name], server.environment)).code, 1);
        assert.deepEqual(readFileSync(path.join(root, 'nas/orders/log', segment.name)), readFileSync(segment.file));
      },
    ],
    [
      'prune by file age',
      async () => {
        await naive('dump', 'orders', naiveFolder());
        const [fresh = ''] = naiveDumps();
        age(path.join(naiveFolder(), fresh), 60);
        await naive('prune', naiveFolder());
        assert.deepEqual(naiveDumps(), [], 'a backup of today went, for its file looked old');
      },
      async () => {
        const before = points('shop');
        for (const point of before) for (const file of below(path.join(root, 'nas/shop/points', point))) age(file, 60);
        await settle();
        await mustScript(server, 'shop/full-nas.sh');
        assert.deepEqual(points('shop').slice(0, before.length), before);
      },
    ],
    [
      'no lock',
      async () => {
        await shims.put('pg_dump', `echo start >> ${root}/shims/calls; real "$@"; sleep 1; echo end >> ${root}/shims/calls`);
        await Promise.all([naive('dump', 'orders', naiveFolder()), naive('dump', 'orders', naiveFolder())]);
        assert.equal(await shims.note('calls'), 'start\nstart\nend\nend\n', 'two dumps write one file at once');
        rmSync(path.join(root, 'shims/calls'));
      },
      async () => {
        const before = points('shop').length;
        await settle();
        const both = await Promise.all([script(server, 'shop/full-nas.sh'), script(server, 'shop/full-nas.sh')]);
        await shims.remove('pg_dump');
        assert.deepEqual(both.map(({ code }) => code).sort(), [0, 75]);
        assert.equal(points('shop').length, before + 1);
      },
    ],
    [
      'secrets on the command line',
      async () => {
        await shims.put('pg_dump', `echo "$@" >> ${root}/shims/arguments; real "$@"`);
        await naive('dump-with-password', 'orders', naiveFolder(), secret);
        assert.match(await shims.note('arguments'), new RegExp(secret));
        rmSync(path.join(root, 'shims/arguments'));
      },
      async () => {
        for (const program of ['pg_dumpall', 'psql', 'pg_restore'])
          await shims.put(program, `echo "$@" >> ${root}/shims/arguments; real "$@"`);
        await settle();
        const said = await mustScript(server, 'shop/full-nas.sh');
        for (const program of ['pg_dump', 'pg_dumpall', 'psql', 'pg_restore']) await shims.remove(program);
        const written = below(path.join(root, 'out'))
          .concat(below(path.join(root, 'state')))
          .filter((file) => statSync(file).isFile());
        const all = [await shims.note('arguments'), said, ...written.map((file) => readFileSync(file, 'utf8'))].join('\n');
        assert.match(all, /pg_dump|-Fc/);
        assert.doesNotMatch(all, new RegExp(secret));
      },
    ],
    [
      'hostile database name',
      async () => {
        const trap = path.join(root, 'naive/owned');
        await naive('dump', `x; touch ${trap}; true`, naiveFolder());
        assert.equal(existsSync(trap), true, 'the name ran as a command');
        rmSync(trap);
      },
      async () => {
        const trap = path.join(root, 'naive/owned');
        const name = `x'; $(touch ${trap}); touch ${trap}; "`;
        await server.query('postgres', `create database ${quoted(name)}`);
        await settle();
        await mustScript(server, 'shop/full-nas.sh');
        await server.query('postgres', `drop database ${quoted(name)}`);
        assert.equal(existsSync(trap), false);
        const manifest = readFileSync(path.join(root, 'nas/shop/points', points('shop').at(-1) ?? '', 'manifest.json'), 'utf8');
        assert.match(manifest, /"database": "x'; \$\(touch/);
      },
    ],
    [
      'unmounted target',
      async () => {
        const gone = path.join(root, 'naive/unmounted');
        assert.equal((await naive('dump', 'orders', gone)).code, 0);
        assert.equal(readdirSync(gone).length, 1, 'the backup lies on the disk of the root file system');
      },
      async () => {
        const nas = path.join(root, 'nas');
        renameSync(nas, `${nas}.unmounted`);
        mkdirSync(nas);
        const outcome = await script(server, 'shop/full-nas.sh');
        const left = readdirSync(nas);
        rmSync(nas, { recursive: true });
        renameSync(`${nas}.unmounted`, nas);
        assert.equal(outcome.code, 1);
        assert.match(outcome.stderr, /storage nas is not there/);
        assert.deepEqual(left, []);
      },
    ],
    [
      'unfinished base backup',
      async () => {
        await shims.put(
          'pg_basebackup',
          `if [[ $1 == --version ]]; then real "$@"; exit; fi\ntouch ${root}/shims/reached\nreal --max-rate=2M "$@"`,
        );
        await killedWhileBaseGrows(naiveScript, ['base', naiveFolder()], naiveFolder(), /\/base\/1$/);
        const [base = ''] = readdirSync(naiveFolder()).filter((name) => !name.endsWith('gz') && !name.endsWith('dump'));
        assert.ok(existsSync(path.join(naiveFolder(), base, 'base')), 'it looks like a backup');
        assert.equal(existsSync(path.join(naiveFolder(), base, 'backup_manifest')), false, 'and is none');
      },
      async () => {
        const before = points('orders');
        await killedWhileBaseGrows(
          path.join(root, 'out/scripts/orders/full-nas.sh'),
          [],
          path.join(root, 'nas/orders/points'),
          /\/\.partial-.*\/base\/1$/,
        );
        assert.ok(points('orders').some((name) => name.startsWith('.partial-')));
        await shims.remove('pg_basebackup');
        assert.deepEqual(
          points('orders').filter((name) => !name.startsWith('.')),
          before,
        );
        assert.match(await mustScript(server, 'orders/restore.sh', '--dry-run'), new RegExp(`point ${before.at(-1)}`));
      },
    ],
  ];

  for (const [name, bites, spares] of faults) {
    it(name, async () => {
      await bites();
      bitten.push(name);
      await spares();
      survived.push(name);
    });
  }

  let segments = 0;
  /** A log segment as the server hands it over, and another with the same name. Each call has a name of its own. */
  function finishedSegment(): { readonly name: string; readonly file: string; readonly other: string } {
    segments++;
    const name = `0000000900000000000000${segments.toString(16).toUpperCase().padStart(2, '0')}`;
    const file = path.join(root, 'naive', name);
    writeFileSync(file, Buffer.alloc(16 * 2 ** 20, segments), { mode: 0o644 });
    writeFileSync(`${file}.other`, Buffer.alloc(16 * 2 ** 20, 255), { mode: 0o644 });
    return { name, file, other: `${file}.other` };
  }

  async function killedWhileBaseGrows(command: string, args: readonly string[], folder: string, isGrowing: RegExp): Promise<void> {
    const child = start(command, args, { ...naiveEnvironment(), ...server.environment });
    await shims.reached();
    for (let turn = 0; turn < 200 && !below(folder).some((file) => isGrowing.test(file)); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    killAll(child);
    await once(child, 'close');
    rmSync(path.join(root, 'shims/reached'), { force: true });
  }
});

function age(file: string, days: number): void {
  const then = new Date(Date.now() - days * 86_400_000);
  utimesSync(file, then, then);
}
