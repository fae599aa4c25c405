import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCron } from '../../grammar/cron.ts';
import { must, run } from './commands.ts';
import { generateInto, mustScript } from './generated.ts';
import { fingerprint, Machine, needProgram } from './machine.ts';
import { quickKeys } from './quick-keys.ts';

const page = readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), '../../docs/recipes.md'), 'utf8');
/** The system of the recipe, as the page has it. */
const recipe = /^system config: files \{[\s\S]*?^\}/m.exec(page)?.[0] ?? '';

const zone = `$TTL 3600
@ IN SOA ns.example.com. hostmaster.example.com. ( 2027010101 3600 900 604800 300 )
  IN NS ns.example.com.
ns  IN A 192.0.2.1
www IN CNAME ns
txt IN TXT "v=spf1 -all; \\"quoted\\""
`;

/** What the recipe says of configuration and state, on a machine that loses all of it. */
for (const tool of ['restic', 'tar']) {
  describe(`configuration and state, with ${tool}`, function () {
    this.timeout(120_000);
    let machine: Machine;
    const at = (name: string): string => path.join(machine.root, name);
    const places = (): string[] => [...recipe.matchAll(/"(\/[^"]+)"/g)].map(([, name = '']) => at(name.slice(1)));
    const put = (name: string, text: string, mode = 0o644): void => {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
      chmodSync(at(name), mode);
    };

    before(async () => {
      for (const [program, debian] of [
        ['restic', 'restic'],
        ['systemd-analyze', 'systemd'],
        ['named-checkzone', 'bind9-utils'],
      ] as const)
        needProgram(program, debian);
      machine = await Machine.create('nas', 'vault');
      quickKeys(machine);
      put('etc/systemd/system/app.service', '[Unit]\nDescription=The app\n[Service]\nExecStart=/bin/sh -c "echo 100%% $HOME"\n');
      put(
        'etc/systemd/system/app.timer',
        '[Unit]\nDescription=Runs the app\n[Timer]\nOnCalendar=*-*-* 02:30 Europe/Berlin\n[Install]\nWantedBy=timers.target\n',
      );
      put('etc/systemd/system/app.service.d/override.conf', '[Service]\nEnvironment="NAME=a b"\n');
      mkdirSync(at('etc/systemd/system/timers.target.wants'));
      symlinkSync('/etc/systemd/system/app.timer', at('etc/systemd/system/timers.target.wants/app.timer'));
      put('etc/crontab', 'SHELL=/bin/sh\n17 * * * * root cd / && run-parts --report /etc/cron.hourly\n');
      put('etc/cron.d/app', '*/5 8-18 * * mon-fri www-data /usr/local/bin/app "it\'s \\% $(date)"\n');
      put('var/spool/cron/crontabs/postgres', '30 2 1,15 * * psql -c "vacuum"\n', 0o600);
      chownSync(at('var/spool/cron/crontabs/postgres'), 12_345, 54_321);
      chmodSync(at('var/spool/cron/crontabs'), 0o1730);
      put('etc/bind/named.conf', 'zone "example.com" { type primary; file "/var/lib/bind/example.com.zone"; };\n');
      put('var/lib/bind/example.com.zone', zone);
      put('var/lib/bind/example.com.zone.jnl', 'journal');
      put(
        'srv/infrastructure/terraform.tfstate',
        JSON.stringify({ version: 4, serial: 7, lineage: 'a-b', outputs: { password: { value: 'geheim', type: 'string' } } }),
        0o600,
      );
      put('srv/infrastructure/.terraform/providers/large', 'x'.repeat(100_000));
      put('srv/infrastructure/.terraform.lock.hcl', '# hashes\n');
      put('etc/default/app', 'OPTIONS="--level 3"\n');
      put('srv/app/env', `PASSWORD='o'\\''r "$(touch bp-owned)" %d'\n`, 0o600);
      put('password', 'geheim-4711', 0o600);
      generateInto(
        machine,
        `plan "Configuration" { timezone "Europe/Berlin" } site office { kind office } site cloud { kind cloud }
         storage nas: disk { at office; path "${at('nas')}" } storage vault: disk { at cloud; path "${at('vault')}" }
         ${recipe
           .replaceAll(/"\//g, `"${machine.root}/`)
           .replaceAll('restic', tool)
           .replace('{', `{ credentials from "${at('password')}"`)}`,
      );
      for (const storage of ['nas', 'vault']) await mustScript(machine, 'prepare.sh', storage);
      if (tool === 'restic') for (const storage of ['nas', 'vault']) await mustScript(machine, 'config/init.sh', storage);
      await mustScript(machine, 'config/full-nas.sh');
      await mustScript(machine, 'config/copy-nas-vault.sh');
    });
    after(() => machine.remove());

    it('comes back in place after all of it is lost, from the copy, and whoever reads it accepts it', async () => {
      rmSync(at('srv/infrastructure/.terraform'), { recursive: true });
      rmSync(at('var/lib/bind/example.com.zone.jnl'));
      const before = places().map(all);
      for (const place of places()) rmSync(place, { recursive: true });
      rmSync(at('nas'), { recursive: true });
      await mustScript(machine, 'config/restore.sh', '--in-place', '--i-understand', 'config');
      assert.deepEqual(places().map(all), before);

      const units = ['app.service', 'app.timer'].map((name) => at(`etc/systemd/system/${name}`));
      const { code, stderr } = await run('systemd-analyze', ['verify', ...units], {}, '', 'tester');
      assert.deepEqual([code, stderr.split('\n').filter((line) => line.includes(machine.root))], [0, []]);
      assert.equal(readlinkSync(at('etc/systemd/system/timers.target.wants/app.timer')), '/etc/systemd/system/app.timer');

      for (const name of ['etc/crontab', 'etc/cron.d/app', 'var/spool/cron/crontabs/postgres']) {
        const lines = readFileSync(at(name), 'utf8')
          .split('\n')
          .filter((line) => /^[\d*]/.test(line));
        assert.ok(lines.length > 0);
        for (const line of lines) assert.equal(typeof parseCron(line.split(' ').slice(0, 5).join(' ')), 'object', line);
      }
      const { mode } = statSync(at('var/spool/cron/crontabs/postgres'));
      assert.equal(mode & 0o777, 0o600);

      const said = await must('named-checkzone', ['example.com', at('var/lib/bind/example.com.zone')], {}, '', 'tester');
      assert.match(said, /loaded serial 2027010101\nOK/);
      assert.deepEqual(JSON.parse(readFileSync(at('srv/infrastructure/terraform.tfstate'), 'utf8')).serial, 7);
      const value = await must('bash', ['-c', '. "$1"; printf %s "$PASSWORD"', 'bash', at('srv/app/env')], {}, '', 'tester');
      assert.equal(value, `o'r "$(touch bp-owned)" %d`);
    });

    it('leaves out what is made anew', async () => {
      const into = at('restored/beside');
      await mustScript(machine, 'config/restore.sh', '--into', into, '--yes');
      assert.deepEqual(readdirSync(path.join(into, at('srv/infrastructure'))).sort(), ['.terraform.lock.hcl', 'terraform.tfstate']);
      assert.deepEqual(readdirSync(path.join(into, at('var/lib/bind'))), ['example.com.zone']);
    });

    it('stands on the storage unreadable where the page says that it is encrypted', async () => {
      const { code } = await run('grep', ['-rqa', 'geheim', at('vault')], {}, '', 'tester');
      // An archive of tar is compressed, but anybody can open it.
      const inside =
        tool === 'tar'
          ? await run(
              'bash',
              ['-c', 'zstdcat "$1"/config/points/*/archive.tar.zst | grep -qa geheim', 'bash', at('vault')],
              {},
              '',
              'tester',
            )
          : { code };
      assert.equal(inside.code, tool === 'tar' ? 0 : 1);
    });
  });
}

/** All of a file or folder. */
function all(place: string): string {
  return statSync(place).isDirectory() ? fingerprint(place) : `${statSync(place).mode} ${readFileSync(place, 'utf8')}`;
}
