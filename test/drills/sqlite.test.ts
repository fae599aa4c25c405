import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, run } from './commands.ts';
import { generateInto, journal, mustScript, script } from './generated.ts';
import { Machine, needProgram } from './machine.ts';
import { proofsOf } from './proof.ts';

/** Quotes of all sorts, a command and a percent sign: all of it only a name. */
const hostile = `o'r "$(touch bp-owned)" %d.db`;

const proved = proofsOf(import.meta);

describe('SQLite files', function () {
  this.timeout(60_000);
  let machine: Machine;
  const file = (name: string): string => path.join(machine.root, 'app', name);
  const sql = (name: string, text: string): Promise<string> => must('sqlite3', ['-bail', name, text], {}, '', 'tester');

  before(async () => {
    needProgram('sqlite3', 'sqlite3');
    machine = await Machine.create('nas', 'usb', 'app');
    generateInto(
      machine,
      `plan "Notes" { timezone "Europe/Berlin" } site here { kind datacenter }
       storage nas: disk { at here; path "${machine.root}/nas" } storage usb: removable { at here; path "${machine.root}/usb" }
       system notes: sqlite { at here; path "${file('notes.db')}", ${JSON.stringify(file(hostile)).replaceAll('$', '\\u{24}')}; size 1 GB; changes 1 GB/day
         backup { full daily at 02:00 to nas; copy after full from nas to usb; keep 2 last
                  verify restore weekly on monday at 05:00 expect "select count(*) from notes" } }`,
    );
    for (const storage of ['nas', 'usb']) await mustScript(machine, 'prepare.sh', storage);
    await sql(
      file('notes.db'),
      "pragma journal_mode = wal; create table notes (id integer primary key, text); insert into notes (text) values ('one'), ('two');",
    );
    await sql(file(hostile), 'create table t (x); insert into t values (42);');
    await must('chmod', ['640', file('notes.db')], {}, '', 'tester');
  });
  after(() => machine.remove());

  it('are backed up whole while a program writes, copied and restored with mode and owner', async () => {
    const writer = run(
      'bash',
      [
        '-c',
        `for i in $(seq 200); do sqlite3 '${file('notes.db')}' ".timeout 5000" "begin; insert into notes (text) values ('a$i'); insert into notes (text) values ('b$i'); commit"; done`,
      ],
      {},
      '',
      'tester',
    );
    await mustScript(machine, 'notes/full-nas.sh');
    assert.equal((await writer).code, 0);
    await mustScript(machine, 'notes/copy-nas-usb.sh');
    const into = path.join(machine.root, 'restored/a');
    const said = await mustScript(machine, 'notes/restore.sh', '--from', 'usb', '--into', into, '--yes');
    assert.match(said, /checked: 2 databases, 2 tables/);
    const restored = path.join(into, file('notes.db'));
    // Both rows of a transaction, or none.
    assert.equal(
      await sql(restored, "select (select count(*) from notes where text like 'a%') - (select count(*) from notes where text like 'b%')"),
      '0\n',
    );
    assert.equal(await sql(path.join(into, file(hostile)), 'select x from t'), '42\n');
    assert.equal(statSync(restored).mode & 0o777, 0o640);
    proved('sqlite3', 'full', 'local', `SQLite ${await sql(restored, 'select sqlite_version()')}`.trim());
    assert.equal(existsSync(file('bp-owned')), false);
  });

  it('are tested by a restore, with the question of the plan', async () => {
    await mustScript(machine, 'notes/verify-restore.sh');
    assert.equal(journal(machine).at(-1)?.result, 'ok');
    assert.deepEqual(
      readdirSync(path.join(machine.root, 'state')).filter((name) => name.startsWith('.scratch')),
      [],
    );
  });

  it('are replaced only when the system is named, and the damaged ones stay', async () => {
    const before = await sql(file('notes.db'), 'select count(*) from notes');
    await mustScript(machine, 'notes/full-nas.sh');
    await sql(file('notes.db'), 'delete from notes');
    assert.equal((await script(machine, 'notes/restore.sh', '--in-place', '--i-understand', 'other')).code, 2);
    await mustScript(machine, 'notes/restore.sh', '--in-place', '--i-understand', 'notes');
    assert.equal(await sql(file('notes.db'), 'select count(*) from notes'), before);
    const damaged = readdirSync(path.join(machine.root, 'app')).find((name) => /^notes\.db\.damaged-\w+$/.test(name));
    assert.equal(await sql(file(damaged ?? ''), 'select count(*) from notes'), '0\n');
  });

  it('fail loudly when one is gone or damaged, and leave no point', async () => {
    const points = path.join(machine.root, 'nas/notes/points');
    const before = readdirSync(points);
    await must('mv', [file(hostile), file('elsewhere')], {}, '', 'tester');
    assert.match((await script(machine, 'notes/full-nas.sh')).stderr, /there is no database file/);
    writeFileSync(file(hostile), 'this is no database, but long enough to be looked at as one'.repeat(100));
    assert.equal((await script(machine, 'notes/full-nas.sh')).code, 1);
    await must('mv', ['-f', file('elsewhere'), file(hostile)], {}, '', 'tester');
    assert.deepEqual(readdirSync(points), before);
  });

  it('have damage in a point found by SQLite itself', async () => {
    const points = path.join(machine.root, 'nas/notes/points');
    const newest = readdirSync(points).sort().at(-1) ?? '';
    await must(
      'bash',
      ['-c', `printf XXXXXXXX | dd of='${path.join(points, newest)}/database-001.db' bs=1 seek=5000 conv=notrunc`],
      {},
      '',
      'tester',
    );
    const { code, stderr } = await script(machine, 'notes/verify-checksum.sh');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${newest} on nas .* is DAMAGED`));
  });
});
