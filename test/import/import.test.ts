import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { examine } from '../../engine/examine.ts';
import { importPlan } from '../../engine/import/import.ts';
import { ImportError } from '../../engine/import/step.ts';
import { format } from '../../grammar/format.ts';
import { parse } from '../../grammar/parse.ts';
import { Folder } from '../cli/run.ts';

const samples = fileURLToPath(new URL('samples', import.meta.url));

/** Configurations as people have them, and what is said on the command line to import them. */
const configurations: Readonly<Record<string, readonly string[]>> = {
  'crontab-web-server': ['crontab'],
  'crontab-docker-restic': ['crontab'],
  'crontab-rotating': ['crontab'],
  'crontab-pull': ['crontab'],
  'crontab-hard': ['crontab'],
  'crontab-stations': ['crontab'],
  'crontab-tools': ['crontab'],
  'crontab-dumps-offsite': ['crontab'],
  'borgmatic-two-repositories': ['config.yaml'],
  'borgmatic-sections': ['config.yaml'],
  'borgmatic-laptop': ['config.yaml'],
  'borgmatic-containers': ['config.yaml'],
  'borgmatic-shared': ['crontab', 'config.yaml'],
  'pgbackrest-one-host': ['pgbackrest.conf'],
  'pgbackrest-repository-host': ['pgbackrest.conf', 'crontab'],
  'pgbackrest-two-repositories': ['pgbackrest.conf'],
  'pgbackrest-standby': ['pgbackrest.conf'],
  'pgbackrest-old-names': ['pgbackrest.conf'],
};

/** Passwords and keys that stand in them. */
const secrets = [
  'hunter2',
  's3cret',
  'not-told',
  'correct horse',
  'verysecret',
  'AKIAEXAMPLE',
  'zWaf6',
  'anotherlong',
  'bm90',
  '00000000-0000',
  'push/abc',
  'aaaa-bbbb',
];

function sameAsGolden(file: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
}

describe('import', () => {
  for (const [name, args] of Object.entries(configurations)) {
    it(`${name}: drafts a plan and tells what it rests on`, async () => {
      const folder = new Folder(path.join(samples, name));
      const { code, out, err } = await folder.run(['import', ...args, '--output', '-']);
      assert.equal(code, 0, err);
      sameAsGolden(path.join(folder.path, 'expected.backupplan'), out);
      sameAsGolden(path.join(folder.path, 'expected.txt'), err);
    });

    it(`${name}: the plan is one, formatted, with what is not known in it and no secret`, async () => {
      const plan = readFileSync(path.join(samples, name, 'expected.backupplan'), 'utf8');
      const report = readFileSync(path.join(samples, name, 'expected.txt'), 'utf8');
      assert.equal(format(plan), plan);
      const { project, findings, faults } = examine('/p/a.backupplan', (file) => (file === '/p/a.backupplan' ? plan : undefined));
      assert.deepEqual(project.root.tree.problems, []);
      assert.deepEqual(faults, []);
      const language = [
        'undefined-name',
        'wrong-kind',
        'missing-statement',
        'duplicate-name',
        'duplicate-statement',
        'tool-mismatch',
        'unknown-word',
        'unit-mismatch',
      ];
      assert.deepEqual(
        findings.filter(({ code }) => language.includes(code)),
        [],
      );
      assert.ok(findings.some(({ code }) => code === 'restore-untested'));
      for (const target of ['size', 'changes', 'rpo, rto', 'verify restore']) assert.match(plan, new RegExp(`// TODO ${target}: `, 'u'));
      for (const secret of secrets) assert.ok(!`${plan}${report}`.includes(secret), secret);
    });
  }

  it('five minutes to the first finding: all copies in one building, and no restore was ever tried', async () => {
    const { err } = await new Folder(path.join(samples, 'crontab-web-server')).run(['import', 'crontab', '-o', '-']);
    assert.match(
      err,
      /^ {2}error\[same-failure-domain\]: Every copy of `orders` stands where it does: backup at this-host and nas1 at here\./mu,
    );
    assert.match(err, /^ {2}error\[violates-3-2-1\] orders: 3-2-1 violated: .* none off-site\./mu);
    assert.match(err, /^ {2}warning\[restore-untested\]: /mu);
  });
});

describe('import of what is no good', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const refused = async (args: readonly string[], message: RegExp, input?: string): Promise<void> => {
    const { code, out, err } = await folder.run(['import', ...args], { input });
    assert.match(err, message);
    assert.equal(code, 2);
    assert.equal(out, '');
  };

  it('writes the plan, says what next, and writes over nothing', async () => {
    folder.write('tab', '0 2 * * * pg_dump orders > /backup/orders.sql\n');
    const { code, out } = await folder.run(['import', 'tab']);
    assert.equal(code, 0);
    assert.match(out, /^backup\.backupplan drafted from tab: 1 system, 1 storage\.\n/u);
    assert.match(out, /\n {2}backupplan check backup\.backupplan\n$/u);
    assert.match(readFileSync(path.join(folder.path, 'backup.backupplan'), 'utf8'), /keep {2}on backup 1 last/u);
    await refused(['tab'], /'backup\.backupplan' is there already; name another with --output/u);
    await refused(['tab', '-o', 'plan.txt'], /a plan's name ends in \.backupplan/u);
  });

  it('reads standard input, and folders', async () => {
    const { out } = await folder.run(['import', '-', '-o', '-'], { input: '@daily tar czf /backup/srv-$(date +\\%F).tgz /srv\n' });
    assert.match(out, /full {2}daily at 00:00 to backup using tar/u);
    folder.write('cron.d/one', '0 2 * * * root restic -r /mnt/usb1/r backup /srv\n');
    folder.write('cron.d/two', '0 3 * * * root restic -r /mnt/usb1/r forget --keep-daily 7\n');
    const { out: both } = await folder.run(['import', 'cron.d', '-o', '-']);
    assert.match(both, /keep {2}on r 7 daily/u);
  });

  it('says what there is when nothing is a backup', async () => {
    folder.write('tab', '*/5 * * * * php cron.php\n');
    await refused(
      ['tab'],
      /nothing in tab is a backup that is understood; no plan was drafted\.\n {2}tab:1: nothing in it is a backup that is understood: cron\.php/u,
    );
    await refused([], /say what to import/u);
    await refused(['missing'], /'missing' is not read: there is no such file/u);
  });

  it('refuses YAML that grows, YAML that is none, and what is no configuration', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replaceAll(/./gu, (key) => `${key}: &${key} [${Array(9).fill(`*${String.fromCharCode(key.charCodeAt(0) - 1)}`)}]\n`)}source_directories: *i\n`;
    folder.write('bomb.yaml', bomb);
    await refused(['bomb.yaml'], /bomb\.yaml refers to its own parts more than 100 times over/u);
    folder.write('torn.yaml', 'source_directories: [/etc\nrepositories: }\n');
    await refused(['torn.yaml'], /torn\.yaml is no YAML: line \d/u);
    folder.write('other.yaml', 'services: {web: {image: nginx}}\n');
    await refused(['other.yaml'], /it has neither source_directories nor repositories/u);
    folder.write('half.conf', '[global]\nrepo1-host=backup\n');
    await refused(['half.conf'], /names no stanza/u);
  });

  it('refuses huge lines, huge files and what is no text, and waits for no pipe', async () => {
    folder.write('long', `0 2 * * * ${'x'.repeat(30_000)}\n`);
    await refused(['long'], /'long' is not read: line 1 is 30010 characters long/u);
    folder.write('huge', '\n'.repeat(1_000_001));
    await refused(['huge'], /larger than a configuration can be/u);
    folder.write('binary', Buffer.from([0, 1, 2]));
    await refused(['binary'], /it is no text/u);
    assert.equal(spawnSync('mkfifo', [path.join(folder.path, 'pipe')]).status, 0);
    await refused(['pipe'], /it is no file/u);
    await refused(['-'], /standard input is not read: line 1 is/u, 'x'.repeat(30_000));
    folder.write('tab', '0 2 * * * ./pipe-backup.sh; pg_dump a > /backup/a.sql\n');
    assert.equal(spawnSync('mkfifo', [path.join(folder.path, 'pipe-backup.sh')]).status, 0);
    const { err } = await folder.run(['import', 'tab', '-o', '-']);
    assert.match(err, /the script ~\/pipe-backup\.sh cannot be read here/u);
  });

  it('runs nothing, and names that are no names stay data', async () => {
    const name = 'a" }\nsystem evil: files { path "/" } //\u202e\u001b[31m';
    folder.write('tab', `0 2 * * * /x/run.sh; touch ${folder.path}/ran; pg_dump "$(touch ${folder.path}/ran)" > /backup/b.sql\n`);
    folder.write('run.sh', `#!/bin/sh\ntouch ${folder.path}/ran\npg_dump '${name}' > '/backup/${name}/x.sql'\n`);
    const { code, out, err } = await folder.run(['import', 'tab', '-o', '-']);
    assert.equal(code, 0, err);
    assert.ok(!/[\p{Cc}\p{Cf}]/u.test(`${out}${err}`.replaceAll('\n', '')));
    assert.equal(spawnSync('ls', [folder.path], { encoding: 'utf8' }).stdout, 'run.sh\ntab\n');
    const { plan } = examine('/p.backupplan', () => out);
    assert.deepEqual(
      plan.systems.map(({ kind, databases }) => [kind, databases[0]]),
      [
        ['postgresql', name],
        ['postgresql', undefined],
      ],
    );
  });

  it('is done with loops in loops, functions that call themselves and variables that grow', () => {
    const words = Array.from({ length: 200 }, (_, index) => `w${index}`).join(' ');
    const loops = `${Array.from('abcdefgh', (name) => `for ${name} in ${words}; do`).join('\n')}\n:\n${'done\n'.repeat(8)}`;
    const calls = `f() { ${'f; '.repeat(200)} }\nf\n`;
    const grows = `a=xxxxxxxxxx\n${'a=$a$a$a$a$a$a$a$a\n'.repeat(60)}`;
    const open = `${'$('.repeat(20_000)}\n${'case x in '.repeat(5000)}\n${'for a in b; do '.repeat(5000)}`;
    for (const script of [loops, calls, grows, open]) {
      const read = (): string => `#!/bin/sh\npg_dump shop > /backup/shop.sql\n${script}`;
      const { systems } = importPlan([{ path: '/t/crontab', text: '0 2 * * * /x/backup.sh\n' }], read);
      assert.equal(systems, 1);
    }
  }).timeout(20_000);

  it('reads no more backups than anybody has, and says so', () => {
    const words = (letter: string): string => Array.from({ length: 100 }, (_, index) => `${letter}${index}`).join(' ');
    const body = 'pg_dump -h $a $b > /backup/$a/$b.sql; rsync -a /backup/$a nas:/b/$a; find /backup/$a -mtime +3 -delete';
    const script = `#!/bin/sh\nfor a in ${words('h')}; do for b in ${words('d')}; do ${body}; done; done\n`;
    const { systems, left } = importPlan([{ path: '/t/crontab', text: '0 2 * * * /x/backup.sh\n' }], () => script);
    assert.equal(systems, 200);
    assert.deepEqual(
      left.map(({ because }) => because),
      ['it runs more than 600 backups, copies and clean-ups; what follows is not read'],
    );
  }).timeout(60_000);

  it('gives a plan for any text, or says why not', () => {
    const pieces = [
      '0 2 * * * ',
      '@daily ',
      'root ',
      'pg_dump ',
      'mysqldump -p',
      'tar czf ',
      'rsync -a ',
      'restic -r ',
      'backup ',
      'borg create ',
      '::',
      'find ',
      '-mtime +7 -delete',
      '/backup/',
      'host:',
      's3://b/',
      'aws s3 cp ',
      '$(date)',
      '$X',
      '${',
      '"',
      "'",
      '`',
      '|',
      '>',
      '<<EOF',
      '\n',
      ';',
      '{',
      '}',
      '(',
      ')',
      'for x in a b; do ',
      'done',
      'case $1 in ',
      '*) ',
      ';;',
      'esac',
      '\\',
      '[main]\n',
      'pg1-path=/x\n',
      'repo1-type=s3\n',
      'repo1-retention-full=2\n',
      'source_directories: [/a]\n',
      'repositories: [/b]\n',
      '- ',
      ': ',
      'é\u202e\ue000',
    ];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('crontab', 'borgmatic', 'pgbackrest', undefined), (given, kind) => {
        try {
          const { text: plan } = importPlan([{ path: '/t/x', text: given, kind }], () => given);
          assert.deepEqual(parse(plan).problems, []);
          assert.equal(format(plan), plan);
        } catch (error) {
          if (!(error instanceof ImportError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  }).timeout(60_000);
});
