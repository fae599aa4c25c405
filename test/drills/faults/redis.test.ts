import { writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { killAll, must, runner, start } from '../commands.ts';
import { needProgram } from '../machine.ts';
import { makeRoot } from '../server.ts';
import { around, inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';

const secret = 'ge"heim $(touch bp-owned)';

faultsOf({
  name: 'Redis',
  copies: true,
  server: true,
  room: 32,
  trueClock: ['redis-cli', 'redis-check-rdb'],
  phases: [
    { fault: 'killed: dump', program: 'redis-cli', when: '[[ $* == *--rdb* ]]' },
    // The first call looks at what was dumped, the second at what was read back.
    { fault: 'killed: verify', program: 'redis-check-rdb', instants: around(2) },
    ...inFolders,
  ],
  async make(folders) {
    needProgram('redis-server', 'redis-server');
    const root = await makeRoot(...folders, 'data');
    const host = { root, environment: { BACKUPPLAN_ENV: path.join(root, 'env') } };
    writeFileSync(path.join(root, 'env'), `BACKUPPLAN_STATE='${root}/state'\n`);
    writeFileSync(path.join(root, 'password'), `${secret}\n`, { mode: 0o600 });
    const { uid, gid } = runner();
    await chown(path.join(root, 'password'), uid, gid);
    writeFileSync(
      path.join(root, 'redis.conf'),
      `port 0\nunixsocket ${root}/r.sock\ndir ${root}/data\nrequirepass ${JSON.stringify(secret)}\nlogfile ${root}/redis.log\nrepl-diskless-sync-delay 0\nsave 1 1\n`,
      { mode: 0o644 },
    );
    const ask = async (socket: string, input: string, password = ''): Promise<string> =>
      (await must('redis-cli', ['-s', socket, '--no-auth-warning'], password === '' ? {} : { REDISCLI_AUTH: password }, input)).trimEnd();
    const live = (input: string): Promise<string> => ask(`${root}/r.sock`, input, secret);
    const contents = 'get word\nlrange list 0 -1\n';
    let child: ReturnType<typeof start> | undefined;
    const again = async (): Promise<void> => {
      child = start('redis-server', [path.join(root, 'redis.conf')]);
      for (let turn = 0; turn < 200; turn++) {
        if ((await live('info persistence').catch(() => '')).includes('loading:0')) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('the Redis server does not start');
    };
    let number = 0;
    return {
      host,
      system: `system shop: redis { at here; host "${root}/r.sock"; credentials from "${root}/password";`,
      jobs: 'full daily at 02:00 to nas;',
      hostile: 2,
      start: async () => {
        await again();
        await live(String.raw`set word "o'r \"$(touch bp-owned)\" %d \n \x00\xff"`);
      },
      change: async () => {
        await live(`rpush list "number ${number++}"\nsave`);
      },
      live: () => live(contents),
      restored: async (into) => {
        const socket = path.join(into, 'server.sock');
        const found = await ask(socket, contents);
        await ask(socket, 'shutdown nosave');
        return found;
      },
      server: { folder: path.join(root, 'data'), again },
      remove: async () => {
        if (child !== undefined) killAll(child);
        await must('rm', ['-rf', root], {}, '', 'tester');
      },
    };
  },
});
