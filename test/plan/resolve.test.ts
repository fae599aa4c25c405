import assert from 'node:assert/strict';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { type Sourced, spanSeconds } from '../../engine/plan/model.ts';
import { resolvePlan } from '../../engine/plan/resolve.ts';
import { restoreCap } from '../../engine/plan/restore-cap.ts';
import { blockOf, planOf, projectOf, storageOf, systemOf } from './project.ts';

const base = `plan "Test" { timezone "Europe/Berlin" }
site berlin { kind datacenter }
site ireland { kind cloud; account cloud-ops }
storage nas: disk { at berlin; path "/srv/nas" }
storage vault: s3 { at ireland; bucket "b" }
`;

/** Where a value comes from: the text that the plan gives it in, or the reason of the default. */
function origin(text: string, found: Sourced<unknown> | undefined): string | undefined {
  if (found === undefined) return undefined;
  const { source } = found;
  return source.from === 'plan' ? text.slice(source.place.range.start, source.place.range.end) : `${source.about}: ${source.because}`;
}

describe('a resolved storage', () => {
  it('takes what it does not say from its kind and class, and says so', () => {
    const storage = storageOf(planOf(base), 'vault');
    assert.equal(storage.write.value, 100e6);
    assert.equal(origin(base, storage.write), 'vault.write: s3 default in the catalogue');
    assert.equal(storage.class?.value, 'standard');
    assert.equal(origin(base, storage.class), 'vault.class: s3 default in the catalogue');
    assert.equal(storage.price?.value.amount, 0.023 / 1e9);
    assert.match(origin(base, storage.price) ?? '', /^vault\.price: standard of s3 in the catalogue/);
    assert.equal(storage.account.value, 'cloud-ops');
    assert.equal(origin(base, storage.account), 'account cloud-ops');
    assert.equal(storageOf(planOf(base), 'nas').account.value, 'production');
  });

  it('keeps what it says, in SI', () => {
    const text = `${base}key k { kept at berlin }
storage deep: s3 { at ireland; class deep-archive; read 100 Mbit/s; capacity 2 TiB; retrieval 2h; price 1 EUR/TB/month; egress 0.05 EUR/GB; fee 3 EUR/month
  minimum 60 days; account other; immutable 1 month; offline; bound to t; encrypted with k; optional; media tape }
system t: files { at berlin }`;
    const storage = storageOf(planOf(text), 'deep');
    assert.equal(storage.read.value, 12.5e6);
    assert.equal(origin(text, storage.read), 'read 100 Mbit/s');
    assert.equal(storage.capacity?.value, 2 * 2 ** 40);
    assert.equal(storage.retrieval.value, 7200);
    assert.deepEqual(storage.price?.value, { amount: 1e-12, currency: 'EUR' });
    assert.equal(storage.egress?.value.amount, 0.05 / 1e9);
    assert.equal(storage.fee?.value.amount, 3);
    assert.equal(storage.minimum && spanSeconds(storage.minimum.value), 60 * 86400);
    assert.deepEqual(storage.immutable?.value, { years: 0, months: 1, seconds: 0 });
    assert.deepEqual(
      [storage.account.value, storage.offline, storage.boundTo, storage.encrypted, storage.key, storage.optional, storage.media.value],
      ['other', true, ['t'], true, 'k', true, 'tape'],
    );
  });

  it('has the retrieval delay and the minimum of its class', () => {
    const storage = storageOf(planOf(`${base}storage cold: s3 { at ireland; class glacier-flexible }`), 'cold');
    assert.equal(storage.retrieval.value, 5 * 3600);
    assert.equal(storage.minimum && spanSeconds(storage.minimum.value), 90 * 86400);
  });

  it('has no list price where it is a store of its own, unless it names a class', () => {
    const own = 'storage own: s3 { at berlin; endpoint "https://s3.shop.example" }\n';
    assert.equal(storageOf(planOf(base + own), 'own').price, undefined);
    assert.ok(storageOf(planOf(base + own.replace('}', '; class standard }')), 'own').price);
  });

  it('of an unknown kind or class stands with the figures of a disk, without a price', () => {
    const plan = planOf(`${base}storage odd: floppy { at berlin }\nstorage odd2: s3 { at berlin; class cheap }`);
    assert.equal(storageOf(plan, 'odd').write.value, 200e6);
    assert.match(origin('', storageOf(plan, 'odd').write) ?? '', /no kind `floppy`/);
    assert.equal(storageOf(plan, 'odd2').price, undefined);
  });
});

describe('a resolved system', () => {
  it('has its defaults with their reason', () => {
    const text = `${base}system db: mariadb { at berlin; size 10 GB; changes 1 GB/day }`;
    const system = systemOf(planOf(text), 'db');
    assert.equal(system.replayAt.value, 10e6);
    assert.equal(origin(text, system.replayAt), 'db.replay: mariadb default in the catalogue');
    assert.equal(system.logs?.value, 1e9 / 86400);
    assert.equal(origin(text, system.logs), 'db.logs: as much as it changes');
    assert.equal(system.compresses.value, 1);
    assert.equal(system.criticality.value, 'medium');
    assert.equal(system.account.value, 'production');
    assert.equal(origin(text, system.size), 'size 10 GB');
  });

  it('never makes up a number that nobody gives', () => {
    const system = systemOf(planOf(`${base}system db: mariadb { at berlin }`), 'db');
    assert.deepEqual(
      [system.size, system.changes, system.logs, system.rpo, system.grows],
      [undefined, undefined, undefined, undefined, undefined],
    );
  });

  it('reads every statement', () => {
    const text = `${base}system s: files { at berlin }
system db: postgresql {
  at berlin; host "h"; port 5433; user "u"; database "a", "b"; path "/p"; exclude "*.tmp"; namespace "n"; service "postgresql"
  credentials from "/etc/c"; size 1 TB; changes 1 GB/day; logs 2 GB/day; compresses to 25%; grows 2%/month; holds personal-data
  rpo 1h; rto 4h; mtd 1 day; criticality high; retain daily for 30 days, 12 monthly; outage costs 5000 EUR/h; depends on s, s
  owner "o"; note "one"; note "two"; window 22:00 to 06:00; standby at ireland host "h2" lag 10s; redeploy "cmd" taking 20m
  points with "p"; restore with "r"; restore at 80 MB/s; replay at 5 MB/s; account dba; exempt because "e"
}`;
    const system = systemOf(planOf(text), 'db');
    assert.deepEqual([system.host, system.port, system.user, system.databases, system.paths], ['h', 5433, 'u', ['a', 'b'], ['/p']]);
    assert.deepEqual(
      [system.excludes, system.namespaces, system.services, system.credentials],
      [['*.tmp'], ['n'], ['postgresql'], '/etc/c'],
    );
    assert.equal(system.logs?.value, 2e9 / 86400);
    assert.equal(system.compresses.value, 0.25);
    assert.deepEqual(system.grows?.value, { fraction: 0.02, bytes: undefined, perMonths: 1 });
    assert.deepEqual(system.outage?.value, { amount: 5000, currency: 'EUR', per: 'h' });
    assert.deepEqual(
      system.dependsOn.map(({ name }) => name),
      ['s'],
    );
    assert.deepEqual(system.notes, ['one', 'two']);
    assert.deepEqual([system.window?.from, system.window?.to], [22 * 3600, 6 * 3600]);
    const [standby] = system.standbys;
    assert.deepEqual([standby?.at, standby?.host, standby?.lag.value, standby?.failover.value], ['ireland', 'h2', 10, 0]);
    assert.equal(standby?.failover.source.from, 'default');
    assert.deepEqual([system.redeploy?.command, system.redeploy?.taking?.value], ['cmd', 1200]);
    assert.deepEqual([system.pointsWith, system.restoreWith, system.restoreAt?.value, system.replayAt.value], ['p', 'r', 80e6, 5e6]);
    assert.deepEqual([system.account.value, system.exempt, system.criticality.value, system.retain.length], ['dba', 'e', 'high', 2]);
  });

  it('restores no faster than the tool of its fulls', () => {
    const plan = planOf(`${base}system db: postgresql { at berlin; backup { full daily at 01:00 to nas using pg_dump } }`);
    assert.equal(systemOf(plan, 'db').restoreAt?.value, 40e6);
    assert.match(origin('', systemOf(plan, 'db').restoreAt) ?? '', /^db\.restore: pg_dump in the catalogue/);
    const fast = planOf(`${base}system db: postgresql { at berlin; backup { full daily at 01:00 to nas using pgbackrest } }`);
    assert.equal(systemOf(fast, 'db').restoreAt, undefined);
  });

  it('is capped block by block, unless it says itself how fast it restores', () => {
    const blocks = 'backup { full daily at 01:00 to nas using pgbackrest } backup { full daily at 01:00 to vault using pg_dump }';
    const caps = (text: string): readonly (number | undefined)[] => {
      const system = systemOf(planOf(text), 'db');
      return system.blocks.map((block) => restoreCap(system, block, builtinCatalogue)?.value);
    };
    assert.deepEqual(caps(`${base}system db: postgresql { at berlin; ${blocks} }`), [undefined, 40e6]);
    assert.deepEqual(caps(`${base}system db: postgresql { at berlin; restore at 5 MB/s; ${blocks} }`), [5e6, 5e6]);
  });
});

describe('a backup block', () => {
  it('gives its jobs names that hold still', () => {
    const text = `${base}system db: postgresql { at berlin
  backup { full daily at 01:00 to nas; full daily at 13:00 to nas; log continuous to nas, vault; copy hourly from nas to vault; move daily at 09:00 from nas to vault; verify restore weekly on monday at 05:00 }
  backup { full weekly on sunday at 03:00 to vault using pg_dump } }`;
    const system = systemOf(planOf(text), 'db');
    assert.deepEqual(
      system.blocks.map((block) => [...block.jobs, ...block.copies, ...block.verifies].map(({ id }) => id)),
      [
        ['db/full-nas', 'db/full-nas.2', 'db/log-nas', 'db/log-vault', 'db/copy-nas-vault', 'db/move-nas-vault', 'db/verify-restore'],
        ['db/2/full-vault'],
      ],
    );
  });

  it('reads schedules in the time zone of the job, else of the plan', () => {
    const block = blockOf(
      planOf(
        `${base}system f: files { at berlin; backup { full daily at 01:00 in "America/New_York" to nas; full daily at 02:00 to vault; copy daily at 03:00 in "Mars/Base" from nas to vault } }`,
      ),
      'f',
    );
    const zones = [...block.jobs, ...block.copies].map(({ schedule }) =>
      typeof schedule === 'object' && 'zone' in schedule ? schedule.zone : undefined,
    );
    assert.deepEqual(zones, ['America/New_York', 'Europe/Berlin', 'Europe/Berlin']);
  });

  it('keeps clauses, and gives a continuous log a minute of lag', () => {
    const text = `${base}key k { kept at berlin }
system db: postgresql { at berlin; backup { full daily at 01:00 to nas taking 40m encrypted with k; log continuous to nas; log every 15m to vault; full weekly on sunday at 02:00 to vault managed by "RDS"; copy after full, log from nas to vault taking 10m } }`;
    const block = blockOf(planOf(text), 'db');
    const [full, log, every, managed] = block.jobs;
    assert.equal(full?.taking?.value, 2400);
    assert.equal(origin(text, full?.taking), '40m');
    assert.equal(full?.key, 'k');
    assert.deepEqual([log?.schedule, log?.lag?.value, log?.lag?.source.from], ['continuous', 60, 'default']);
    assert.equal(every?.lag, undefined);
    assert.deepEqual([managed?.managedBy, managed?.tool], ['RDS', undefined]);
    const [copy] = block.copies;
    assert.deepEqual(copy && 'after' in copy.schedule && copy.schedule.after, ['full', 'log']);
  });

  it('reads keeps and verifies', () => {
    const block = blockOf(
      planOf(`${base}system db: postgresql { at berlin; backup { full daily at 01:00 to nas; keep 14 days; keep on vault daily for 30 days, 12 monthly; keep logs 7 days; keep logs on vault forever
  verify checksum daily at 06:00; verify restore every 3 months at ireland taking 2h expect "rows" } }`),
      'db',
    );
    assert.deepEqual(
      block.keeps.map(({ on, rules }) => [on, rules.map(({ rule }) => rule.rule)]),
      [
        [undefined, ['span']],
        ['vault', ['period-for', 'count']],
      ],
    );
    assert.deepEqual(
      block.keepLogs.map(({ on, span }) => [on, span === 'forever' ? span : spanSeconds(span)]),
      [
        [undefined, 7 * 86400],
        ['vault', 'forever'],
      ],
    );
    const [, restore] = block.verifies;
    assert.deepEqual([restore?.what, restore?.at, restore?.taking?.value, restore?.expect], ['restore', 'ireland', 7200, 'rows']);
    assert.equal(restore && 'months' in restore.schedule && restore.schedule.months, 3);
  });
});

describe('a policy', () => {
  const gold = `${base}storage tape1: tape { at ireland }
policy gold { rpo 26h; retain daily for 7 days; full daily at 01:00 to nas; log continuous to nas, vault; copy hourly from nas to vault; keep 14 days; keep on vault 12 monthly; keep logs 3 days; verify checksum daily at 06:00; verify restore weekly on monday at 05:00 }
`;
  const ofBackup = (backup: string) => blockOf(planOf(`${gold}system db: postgresql { at berlin; ${backup} }`), 'db');
  const jobs = (backup: string) =>
    ofBackup(backup).jobs.map(({ word, to, schedule }) => `${word} ${to} ${schedule === 'continuous' ? schedule : schedule.form.form}`);

  it('gives its statements to the blocks that take it', () => {
    assert.equal(ofBackup('backup with gold').policy, 'gold');
    assert.deepEqual(jobs('backup with gold'), ['full nas daily', 'log nas continuous', 'log vault continuous']);
  });

  it('yields to an own job of the same word and storage, and to no other', () => {
    assert.deepEqual(jobs('backup with gold { full hourly to nas; full weekly on sunday at 04:00 to vault }'), [
      'log nas continuous',
      'log vault continuous',
      'full nas hourly',
      'full vault weekly',
    ]);
    assert.deepEqual(jobs('backup with gold { log every 15m to vault }'), ['full nas daily', 'log nas continuous', 'log vault every']);
  });

  it('yields to an own copy of the same way, keep of the same target, logs apart, and verify of the same word', () => {
    const block = ofBackup(
      'backup with gold { copy daily at 04:00 from nas to vault; copy weekly on sunday at 04:00 from vault to tape1; keep on vault forever; keep logs 9 days; verify restore monthly on 1 at 05:00 }',
    );
    assert.deepEqual(
      block.copies.map(({ from, to, schedule }) => [from, to, 'form' in schedule && schedule.form.form]),
      [
        ['nas', 'vault', 'daily'],
        ['vault', 'tape1', 'weekly'],
      ],
    );
    assert.deepEqual(
      block.keeps.map(({ on, rules }) => [on, rules[0]?.rule.rule]),
      [
        [undefined, 'span'],
        ['vault', 'forever'],
      ],
    );
    assert.deepEqual(
      block.keepLogs.map(({ span }) => span !== 'forever' && spanSeconds(span)),
      [9 * 86400],
    );
    assert.deepEqual(
      block.verifies.map(({ what, schedule }) => [what, 'form' in schedule && schedule.form.form]),
      [
        ['checksum', 'daily'],
        ['restore', 'monthly'],
      ],
    );
  });

  it('sets targets where the system says nothing itself', () => {
    const plan = planOf(
      `${gold}system db: postgresql { at berlin; backup with gold }\nsystem own: postgresql { at berlin; rpo 2h; retain 3 weekly; backup with gold }`,
    );
    assert.equal(origin(gold, systemOf(plan, 'db').rpo), 'rpo 26h');
    assert.equal(systemOf(plan, 'db').retain[0]?.rule.rule, 'period-for');
    const own = systemOf(plan, 'own');
    assert.equal(own.rpo && spanSeconds(own.rpo.value), 7200);
    assert.deepEqual(
      own.retain.map(({ rule }) => rule.rule),
      ['count'],
    );
  });

  it('may stand in another file', () => {
    const project = projectOf({
      'p.backupplan': 'import "gold.backupplan"\nsystem db: postgresql { at berlin; backup with gold }\nplan "P" { }\n',
      'gold.backupplan': gold,
    });
    const plan = resolvePlan(project, builtinCatalogue);
    assert.equal(blockOf(plan, 'db').jobs[0]?.place.file, 'gold.backupplan');
    assert.equal(plan.title, 'P');
  });
});

describe('the tool of a job', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['postgresql', 'full daily at 01:00 to nas', 'pg_dump'],
    ['postgresql', 'full daily at 01:00 to nas; log continuous to nas', 'pg_basebackup pg_basebackup'],
    ['postgresql', 'full daily at 01:00 to nas; incremental hourly to nas', 'pgbackrest pgbackrest'],
    ['postgresql', 'full daily at 01:00 to nas; differential hourly to nas; log continuous to nas', 'pgbackrest pgbackrest pgbackrest'],
    ['postgresql', 'full daily at 01:00 to nas using pgbackrest; log continuous to nas', 'pgbackrest pgbackrest'],
    ['postgresql', 'full daily at 01:00 to nas using pg_dump; log continuous to nas', 'pg_dump pg_basebackup'],
    ['postgresql', 'full daily at 01:00 to nas using pg_basebackup; incremental hourly to nas', 'pg_basebackup pgbackrest'],
    ['postgresql', 'full daily at 01:00 to nas using pg_restore', '-'],
    ['postgresql', 'full daily at 01:00 to nas managed by "RDS"; full daily at 02:00 to vault', '- pg_dump'],
    ['postgresql', 'snapshot hourly to nas; full daily at 01:00 to nas', '- pg_dump'],
    ['mysql', 'full daily at 01:00 to nas; log continuous to nas', 'mysqldump mysqldump'],
    ['mysql', 'full daily at 01:00 to nas; incremental hourly to nas', 'mysqldump -'],
    ['mariadb', 'full daily at 01:00 to nas; log continuous to nas', 'mariadb-dump mariadb-dump'],
    ['mariadb', 'full daily at 01:00 to nas; incremental hourly to nas', 'mariadb-backup mariadb-backup'],
    ['mongodb', 'full daily at 01:00 to nas', 'mongodump'],
    ['redis', 'full daily at 01:00 to nas', 'redis-cli'],
    ['sqlite', 'full daily at 01:00 to nas', 'sqlite3'],
    ['etcd', 'full daily at 01:00 to nas', 'etcdctl'],
    ['files', 'full daily at 01:00 to nas', 'restic'],
    ['files', 'full daily at 01:00 to nas; incremental hourly to nas', 'tar tar'],
    ['files', 'full daily at 01:00 to nas using borg; full daily at 02:00 to vault', 'borg borg'],
    ['git', 'full daily at 01:00 to nas', 'git'],
    ['kubernetes', 'full daily at 01:00 to nas', 'velero'],
    ['vm', 'full daily at 01:00 to nas', 'virsh'],
    ['custom', 'full daily at 01:00 to nas', 'custom'],
    ['application', 'full daily at 01:00 to nas', '-'],
    ['nonsense', 'full daily at 01:00 to nas', '-'],
  ];
  for (const [kind, backup, tools] of table) {
    it(`${kind}: ${backup} → ${tools}`, () => {
      const block = blockOf(planOf(`${base}system x: ${kind} { at berlin; backup { ${backup} } }`), 'x');
      assert.equal(block.jobs.map(({ tool }) => tool?.value ?? '-').join(' '), tools);
    });
  }

  it('comes with its reason', () => {
    const text = `${base}system x: postgresql { at berlin; backup { full daily at 01:00 to nas using pgbackrest; log continuous to nas } backup { full daily at 03:00 to vault } }`;
    const plan = planOf(text);
    const [full, log] = blockOf(plan, 'x').jobs;
    assert.equal(origin(text, full?.tool), 'pgbackrest');
    assert.equal(origin(text, log?.tool), 'x/log-nas.using: the tool that its block names');
    assert.equal(
      origin(text, blockOf(plan, 'x', 1).jobs[0]?.tool),
      'x/2/full-vault.using: the first tool for postgresql in the catalogue that can do full',
    );
  });
});

describe('scenarios', () => {
  it('are the plan’s own where it has any', () => {
    const text = `${base}contact ada { name "Ada" }
system db: postgresql { at berlin }
scenario fire { lose berlin, nas; lose db; recover at ireland; declare within 30m; provision within 20m; rpo 26h; rto 1 day; likelihood 1 per 10 years
  drill every 3 months; drilled 2026-09-14; step recover "Check the ledger" for db by ada taking 15m; step "Tell finance" }
scenario theft { compromise production, cloud-ops; corrupt db; detected after 14 days }`;
    const plan = planOf(text);
    assert.equal(plan.standardScenarios, false);
    const [fire, theft] = plan.scenarios;
    assert.deepEqual(
      [fire?.lose, fire?.recoverAt, fire?.declareWithin.value, fire?.provisionWithin.value],
      [['berlin', 'nas', 'db'], 'ireland', 1800, 1200],
    );
    assert.deepEqual([fire?.likelihood?.times, fire?.drilled, fire?.detectedAfter.source.from], [1, '2026-09-14', 'default']);
    assert.deepEqual(
      fire?.steps.map((step) => [step.phase, step.text, step.for, step.by, step.taking?.value]),
      [
        ['recover', 'Check the ledger', 'db', 'ada', 900],
        [undefined, 'Tell finance', undefined, undefined, undefined],
      ],
    );
    assert.deepEqual([theft?.compromise, theft?.corrupt], [['production', 'cloud-ops'], ['db']]);
    assert.equal(theft && spanSeconds(theft.detectedAfter.value), 14 * 86400);
    assert.equal(theft?.declareWithin.source.from, 'default');
  });

  it('are the standard ones where it has none', () => {
    const plan = planOf(`${base}site room { within berlin }\nsystem db: postgresql { at room }\nsystem web: application { at room }`);
    assert.equal(plan.standardScenarios, true);
    assert.deepEqual(
      plan.scenarios.map(({ name, lose, corrupt, compromise, detectedAfter }) => [
        name,
        lose,
        corrupt,
        compromise,
        spanSeconds(detectedAfter.value) / 3600,
      ]),
      [
        ['lose-berlin', ['berlin'], [], [], 0],
        ['lose-room', ['room'], [], [], 0],
        ['lose-nas', ['nas'], [], [], 0],
        ['lose-vault', ['vault'], [], [], 0],
        ['operator-error', [], ['db', 'web'], [], 24],
        ['ransomware', [], [], ['production'], 168],
      ],
    );
  });
});

describe('a plan', () => {
  it('reads its settings', () => {
    const text = `/// Walked through.
plan "Shop" { owner "o"; timezone "Europe/Paris"; currency EUR; exchange 0.92 EUR/USD; budget 1200 EUR/year; comply with gdpr, pci-dss; regions "eu-*"
  review every 3 months; reviewed 2026-10-05; schedule with cron; window 22:00 to 06:00; notify "a", "b"; ping "p"; metrics "m"; output "out" }
accept rpo-missing until 2027-06-30 because "later"
accept cis-11/restore-test until 2027-06-30 because "later"
accept rpo-missing for nobody until 2027-06-30 because "a name that is not there"
accept rpo-missing until 2027-02-30 because "a day that is not there"`;
    const plan = planOf(text);
    assert.deepEqual([plan.title, plan.doc, plan.library, plan.owner], ['Shop', 'Walked through.', false, 'o']);
    assert.deepEqual([plan.timezone.value, plan.currency.value, plan.scheduler.value], ['Europe/Paris', 'EUR', 'cron']);
    assert.deepEqual(plan.budget?.value, { amount: 100, currency: 'EUR' });
    assert.deepEqual(
      plan.exchange.map(({ factor, to, from }) => [factor, to, from]),
      [[0.92, 'EUR', 'USD']],
    );
    assert.deepEqual([plan.comply, plan.regions, plan.notify], [['gdpr', 'pci-dss'], ['eu-*'], ['a', 'b']]);
    assert.deepEqual([plan.reviewed, plan.ping, plan.metrics, plan.output], ['2026-10-05', 'p', 'm', 'out']);
    assert.deepEqual(
      plan.acceptances.map(({ check, for: about }) => [check, about]),
      [
        ['rpo-missing', undefined],
        ['cis-11/restore-test', undefined],
      ],
    );
  });

  it('has defaults: UTC, USD, systemd', () => {
    const plan = planOf('plan "x" { }');
    assert.deepEqual([plan.timezone.value, plan.currency.value, plan.scheduler.value], ['UTC', 'USD', 'systemd']);
    assert.equal(planOf('plan "x" { timezone "Europe/Berln" }').timezone.value, 'UTC');
  });

  it('without a plan block is a library, called after its file', () => {
    const plan = resolvePlan(projectOf({ 'lib/sites.backupplan': 'site berlin { }' }), builtinCatalogue);
    assert.deepEqual([plan.library, plan.title, plan.sites.length], [true, 'sites.backupplan', 1]);
  });

  it('leaves out what names nothing, and keeps the rest', () => {
    const text = `${base}system db: postgresql { at nowhere; depends on ghost, db2
  backup { full daily at 01:00 to nas; full daily at 02:00 to nsa; copy hourly from nas to vualt; keep on vualt 3 days; keep 4 days; log continuous to nas, nowhere } backup with nopolicy }
system db2: files { at nas }
scenario s { lose berlin, db3; corrupt nas; compromise nobody, production; recover at vault; step "x" for ghost by nobody }`;
    const plan = planOf(text);
    const system = systemOf(plan, 'db');
    assert.equal(system.at, '');
    assert.deepEqual(
      system.dependsOn.map(({ name }) => name),
      ['db2'],
    );
    assert.deepEqual(
      blockOf(plan, 'db').jobs.map(({ id }) => id),
      ['db/full-nas', 'db/log-nas'],
    );
    assert.deepEqual(blockOf(plan, 'db').copies, []);
    assert.equal(blockOf(plan, 'db').keeps.length, 1);
    assert.equal(blockOf(plan, 'db', 1).policy, undefined);
    assert.equal(systemOf(plan, 'db2').at, '');
    const [scenario] = plan.scenarios;
    assert.deepEqual(
      [scenario?.lose, scenario?.corrupt, scenario?.compromise, scenario?.recoverAt],
      [['berlin'], [], ['production'], undefined],
    );
  });

  it('counts the first declaration of a name', () => {
    const plan = planOf(`${base}system a: files { at berlin; size 1 GB }\nsystem a: files { at berlin; size 2 GB }`);
    assert.deepEqual(
      plan.systems.map(({ name, size }) => [name, size?.value]),
      [['a', 1e9]],
    );
  });
});
