import path from 'node:path';
import { must } from '../commands.ts';
import { Machine, needProgram } from '../machine.ts';
import { hostile, inFolders, planText } from './engine.ts';
import { faultsOf } from './faults.ts';

faultsOf({
  name: 'SQLite',
  copies: true,
  room: 32,
  phases: [
    { fault: 'killed: dump', program: 'sqlite3', when: '[[ $* == *.backup* ]]' },
    { fault: 'killed: verify', program: 'sqlite3', when: '[[ $* == *integrity_check* ]]' },
    ...inFolders,
  ],
  async make(folders) {
    needProgram('sqlite3', 'sqlite3');
    const host = await Machine.create(...folders, 'app');
    const file = path.join(host.root, 'app', `${hostile}.db`);
    const sql = (name: string, text: string): Promise<string> => must('sqlite3', ['-bail', name, text], {}, '', 'tester');
    let number = 0;
    return {
      host,
      system: `system shop: sqlite { at here; path ${planText(file)};`,
      jobs: 'full daily at 02:00 to nas;',
      hostile: 1,
      start: async () => {
        await sql(file, 'pragma journal_mode = wal; create table notes (id integer primary key, text);');
      },
      change: async () => {
        await sql(file, `insert into notes (text) select '${number++} ' || value || hex(randomblob(100)) from generate_series(1, 200)`);
      },
      live: () => sql(file, 'select * from notes'),
      restored: (into) => sql(path.join(into, file), 'select * from notes'),
      remove: () => host.remove(),
    };
  },
});
