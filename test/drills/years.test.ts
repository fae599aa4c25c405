import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Shelf } from '../../engine/assess/retention/retention.ts';
import { zoneOf } from '../../engine/assess/schedule/calendar.ts';
import type { RuleForm } from '../../grammar/tree.ts';
import { must } from './commands.ts';
import { generateInto, mustScript } from './generated.ts';
import { Machine, needProgram } from './machine.ts';
import { quickKeys } from './quick-keys.ts';

/** Days before today on which there is a point: many of late, few long ago, with clock changes and ends of months among them. */
const ages = [
  1, 2, 3, 4, 6, 9, 14, 20, 27, 31, 35, 45, 60, 62, 80, 93, 120, 150, 183, 215, 250, 300, 364, 370, 480, 600, 730, 745, 900, 1096,
];
const keep = 'keep 5 daily, 4 weekly, monthly for 14 months, 3 yearly';
const rules: readonly RuleForm[] = [
  { rule: 'count', count: 5, period: 'daily' },
  { rule: 'count', count: 4, period: 'weekly' },
  { rule: 'period-for', period: 'monthly', span: { years: 0, months: 14, seconds: 0 } },
  { rule: 'count', count: 3, period: 'yearly' },
];

/** A repository as it would be after three years, pruned by the real tool, keeps what the assessment says. */
describe('three years of points', function () {
  this.timeout(180_000);
  let machine: Machine;
  const at = (name: string): string => path.join(machine.root, name);

  before(async () => {
    needProgram('restic', 'restic');
    needProgram('borg', 'borgbackup');
    machine = await Machine.create('nas', 'app');
    quickKeys(machine);
    mkdirSync(at('app/data'));
    writeFileSync(at('app/data/file'), 'something');
    writeFileSync(at('password'), 'secret', { mode: 0o600 });
    generateInto(
      machine,
      `plan "Years" { timezone "Europe/Berlin" } site here { kind datacenter } storage nas: disk { at here; path "${at('nas')}" }
       ${['restic', 'borg']
         .map(
           (
             tool,
           ) => `system by-${tool}: files { at here; path "${at('app/data')}"; credentials from "${at('password')}"; size 1 GB; changes 1 GB/day
             backup { full daily at 02:00 to nas using ${tool}; ${keep} } }`,
         )
         .join('\n')}`,
    );
    await mustScript(machine, 'prepare.sh', 'nas');
  });
  after(() => machine.remove());

  /** Puts points of the past into the repository, makes a new one, and compares what is left. */
  async function after3Years(tool: string, add: (name: string, captured: number) => Promise<unknown>): Promise<void> {
    const system = `by-${tool}`;
    await mustScript(machine, `${system}/init.sh`, 'nas');
    const today = Math.floor(Date.now() / 1000);
    const captures = ages.map((age) => today - age * 86_400 + 7200).sort((a, b) => a - b);
    for (const captured of captures) await add(`${new Date(captured * 1000).toISOString().replace(/[-:]|\.\d+/g, '')}-full`, captured);
    await mustScript(machine, `${system}/full-nas.sh`);
    const listed = [...(await mustScript(machine, `${system}/restore.sh`, '--list')).matchAll(/^nas: (\d{8}T\d{6}Z)-full/gm)];
    const left = listed.map(([, name = '']) => Date.parse(name.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5')) / 1000);
    const newest = left.at(-1) ?? 0;
    assert.ok(newest >= today);
    const all = [...captures, newest];
    const shelf = new Shelf(rules, undefined, zoneOf('Europe/Berlin'), { capture: all, needs: all.map(() => -1) });
    for (const [point, captured] of all.entries()) shelf.add(point, captured);
    const gone = new Set(shelf.prune(Math.floor(Date.now() / 1000)));
    assert.deepEqual(
      left,
      all.filter((_, point) => !gone.has(point)),
    );
    assert.ok(gone.size > 8);
  }

  it('in a repository of restic', () =>
    after3Years('restic', (name, captured) =>
      must(
        'restic',
        [
          ...['-r', at('nas/by-restic'), '--password-file', at('password'), 'backup', '--quiet'],
          ...['--time', new Date(captured * 1000).toISOString().slice(0, 19).replace('T', ' ')],
          ...['--tag', `point:${name},captured:${captured},bytes:9,available-nas:${captured + 60}`, at('app/data')],
        ],
        { RESTIC_CACHE_DIR: at('cache'), TZ: 'UTC' },
        '',
        'tester',
      ),
    ));

  it('in a repository of Borg', () =>
    after3Years('borg', (name, captured) =>
      must(
        'borg',
        [
          'create',
          '--timestamp',
          new Date(captured * 1000).toISOString().slice(0, 19),
          `::${name}.${captured}.${captured + 60}.9.9`,
          at('app/data'),
        ],
        { BORG_REPO: at('nas/by-borg'), BORG_PASSPHRASE: 'secret', BORG_BASE_DIR: at('borg'), TZ: 'UTC' },
        '',
        'tester',
      ),
    ));
});
