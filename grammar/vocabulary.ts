/**
 * The one table of the language: every statement, where it may stand, what it looks like and what it means.
 *
 * It drives the parser, completion, hover, the hints at unknown words, the formatter's alignment, the TextMate grammar and
 * the language reference. To add a statement, add a row.
 *
 * A `shape` is written in a small notation of its own:
 *   word            the word itself                    /               a slash
 *   <slot:TYPE>     a value, kept under `slot`         <slot:TYPE,>    one or more, separated by commas
 *   <slot:a|b|c>    one of these words                 [ … ]           may be left out
 *   ( … | … )       one of these                       { … | … }       any of these, any number of times, in any order
 * Types are the names in `valueTypes` below; SITE, STORAGE, KEY, SYSTEM, POLICY, CONTACT, ACCOUNT and CHECK are references (joined with `+`
 * where any of several sorts will do), and NEW is the name that a declaration gives.
 */

export type Context = 'file' | 'plan' | 'site' | 'storage' | 'key' | 'system' | 'policy' | 'block' | 'scenario' | 'contact';

export interface StatementEntry {
  /** Unique over the language; the first part is the context that the entry belongs to. */
  readonly id: string;
  readonly in: readonly Context[];
  readonly shape: string;
  /** What it means, in one or two sentences of Markdown. */
  readonly doc: string;
  /** A line as a person would write it. */
  readonly example: string;
  /** The statement may stand more than once in its block. */
  readonly repeats?: true;
  /** The statement must stand in its block. */
  readonly required?: true;
  /** The statements of the block that follows it; `blockOptional` where the block may be left out. */
  readonly block?: Context;
  readonly blockOptional?: true;
}

/** The kinds of value with their meaning, for the reference, for hovers and for messages. */
export const valueTypes = {
  STRING: {
    words: 'a string in quotes',
    example: '"…"',
    doc: 'Text in double quotes, with `\\"` `\\\\` `\\n` `\\t` `\\u{1F4BE}`; `"""…"""` over several lines.',
  },
  NAME: { words: 'a name', example: 'standard-ia', doc: 'A letter, then letters, digits, `-` and `_`.' },
  NUMBER: { words: 'a number', example: '3', doc: 'A number without a unit.' },
  PERCENT: { words: 'a percentage', example: '25%', doc: 'A number and `%`.' },
  DURATION: {
    words: 'a duration',
    example: '1h30m',
    doc: '`90s` `15m` `1h30m` `7 days` `2w` `12 months` `1 year`. Against an instant, months and years are calendar ones; compared as lengths they are 30 and 365 days.',
  },
  SIZE: { words: 'a size', example: '120 GB', doc: '`B kB MB GB TB PB` are powers of 1000, `KiB MiB GiB TiB PiB` of 1024.' },
  RATE: { words: 'a rate', example: '6 GB/day', doc: 'A size, or bits (`1 Gbit/s`), per `s`, `min`, `h`, `day`, `week` or `month`.' },
  GROWTH: { words: 'a growth', example: '2%/month', doc: 'A percentage or a size per `month` or `year`.' },
  MONEY: { words: 'an amount of money', example: '900 USD', doc: 'A number and an ISO 4217 currency code.' },
  UNIT: { words: 'a size unit', example: 'GB', doc: 'The unit below the line of a price.' },
  TIME: { words: 'a time of day', example: '02:00', doc: 'Hours and minutes, `00:00` to `23:59`.' },
  MINUTE: { words: 'a minute of the hour', example: ':15', doc: '`:00` to `:59`.' },
  DATE: { words: 'a date', example: '2027-06-30', doc: 'Year, month and day.' },
  SCHEDULE: {
    words: 'a schedule',
    example: 'daily at 02:00',
    doc: '`every 15m`, `hourly at :15`, `daily at 02:00`, `weekdays at 22:00`, `weekly on sunday at 02:00`, `monthly on last at 03:00`, `yearly on january 1 at 04:00` or `cron "30 2 * * *"`, and `in "Europe/Berlin"` for another time zone.',
  },
  RULE: {
    words: 'a retention rule',
    example: 'daily for 30 days',
    doc: '`daily for 30 days` (one point a day, 30 days back), `30 daily` (the newest 30 days that have a point), `5 last`, `14 days` (every point) or `forever`.',
  },
} as const;

const TARGETS: readonly Context[] = ['system', 'policy'];
const BLOCK: readonly Context[] = ['block', 'policy'];
const CLAUSES =
  '{ using <using:NAME> | taking <taking:DURATION> | lag <lag:DURATION> | encrypted with <key:KEY> | managed by <managed:STRING> }';

export const vocabulary: readonly StatementEntry[] = [
  // The file
  {
    id: 'file.import',
    in: ['file'],
    shape: 'import <path:STRING>',
    repeats: true,
    doc: 'Takes in the declarations of another file; the path is relative to this one.',
    example: 'import "sites.backupplan"',
  },
  {
    id: 'file.plan',
    in: ['file'],
    shape: 'plan <title:STRING>',
    block: 'plan',
    repeats: true,
    doc: 'The plan: who owns it, which clock it runs by, what it may cost. A file without a plan is a library for others to import.',
    example: 'plan "Shop" {',
  },
  {
    id: 'file.site',
    in: ['file'],
    shape: 'site <name:NEW>',
    block: 'site',
    repeats: true,
    doc: 'A place that can be lost as one: a data centre, a cloud region, a rack.',
    example: 'site berlin {',
  },
  {
    id: 'file.storage',
    in: ['file'],
    shape: 'storage <name:NEW> : <kind:STORAGE_KIND>',
    block: 'storage',
    repeats: true,
    doc: 'A place that restore points are written to.',
    example: 'storage vault: s3 {',
  },
  {
    id: 'file.key',
    in: ['file'],
    shape: 'key <name:NEW>',
    block: 'key',
    repeats: true,
    doc: 'An encryption key, and where it is kept.',
    example: 'key vault-key {',
  },
  {
    id: 'file.system',
    in: ['file'],
    shape: 'system <name:NEW> : <kind:SYSTEM_KIND>',
    block: 'system',
    repeats: true,
    doc: 'Something that must come back after a disaster: a database, files, an application.',
    example: 'system orders: postgresql {',
  },
  {
    id: 'file.policy',
    in: ['file'],
    shape: 'policy <name:NEW>',
    block: 'policy',
    repeats: true,
    doc: 'A backup block with a name, for systems to share.',
    example: 'policy gold {',
  },
  {
    id: 'file.scenario',
    in: ['file'],
    shape: 'scenario <name:NEW>',
    block: 'scenario',
    repeats: true,
    doc: 'A disaster that the plan is assessed against.',
    example: 'scenario datacenter-failure {',
  },
  {
    id: 'file.contact',
    in: ['file'],
    shape: 'contact <name:NEW>',
    block: 'contact',
    repeats: true,
    doc: 'Somebody to call.',
    example: 'contact dba {',
  },
  {
    id: 'file.accept',
    in: ['file'],
    shape: 'accept <check:CHECK> [for <name:SYSTEM+STORAGE+SITE+KEY+POLICY+SCENARIO+CONTACT>] until <until:DATE> because <because:STRING>',
    repeats: true,
    doc: 'Silences a finding until a date, with the reason. It is printed in the strategy document.',
    example: 'accept restore-untested for secrets until 2027-06-30 because "restored by every new host"',
  },

  // plan
  {
    id: 'plan.owner',
    in: ['plan'],
    shape: 'owner <owner:STRING>',
    doc: 'Who answers for the plan.',
    example: 'owner "platform@shop.example"',
  },
  {
    id: 'plan.timezone',
    in: ['plan'],
    shape: 'timezone <zone:STRING>',
    doc: 'The IANA time zone that schedules are read in. Default: UTC.',
    example: 'timezone "Europe/Berlin"',
  },
  {
    id: 'plan.currency',
    in: ['plan'],
    shape: 'currency <currency:NAME>',
    doc: 'The currency that costs are shown in, an ISO 4217 code. Default: USD.',
    example: 'currency EUR',
  },
  {
    id: 'plan.exchange',
    in: ['plan'],
    shape: 'exchange <factor:NUMBER> <to:NAME> / <from:NAME>',
    repeats: true,
    doc: 'An exchange rate: how much of the first currency one unit of the second is worth.',
    example: 'exchange 0.92 EUR/USD',
  },
  {
    id: 'plan.budget',
    in: ['plan'],
    shape: 'budget <amount:MONEY> / <per:month|year>',
    doc: 'What all storages of the plan may cost together.',
    example: 'budget 900 USD/month',
  },
  {
    id: 'plan.comply',
    in: ['plan'],
    shape: 'comply with <packs:NAME,>',
    doc: 'Compliance packs whose rules the plan is checked against.',
    example: 'comply with gdpr, pci-dss',
  },
  {
    id: 'plan.regions',
    in: ['plan'],
    shape: 'regions <regions:STRING,>',
    doc: 'Where data may lie; `*` stands for any text.',
    example: 'regions "eu-*"',
  },
  {
    id: 'plan.review',
    in: ['plan'],
    shape: 'review every <every:DURATION>',
    doc: 'How often the plan is walked through.',
    example: 'review every 3 months',
  },
  {
    id: 'plan.reviewed',
    in: ['plan'],
    shape: 'reviewed <on:DATE>',
    doc: 'When the plan was last walked through.',
    example: 'reviewed 2026-10-05',
  },
  {
    id: 'plan.schedule',
    in: ['plan'],
    shape: 'schedule with <scheduler:systemd|cron|kubernetes>',
    doc: 'What starts the jobs. Default: systemd.',
    example: 'schedule with cron',
  },
  {
    id: 'plan.window',
    in: ['plan'],
    shape: 'window <from:TIME> to <to:TIME>',
    doc: 'When jobs may run.',
    example: 'window 22:00 to 06:00',
  },
  {
    id: 'plan.notify',
    in: ['plan'],
    shape: 'notify <targets:STRING,>',
    doc: 'Who is told when a job fails: by `sendmail` on the machine of the job, or by a POST to a URL.',
    example: 'notify "mailto:oncall@shop.example"',
  },
  {
    id: 'plan.ping',
    in: ['plan'],
    shape: 'ping <url:STRING>',
    doc: 'A dead-man switch that every job pings when it starts, succeeds or fails.',
    example: 'ping "https://ping.shop.example/backup"',
  },
  {
    id: 'plan.metrics',
    in: ['plan'],
    shape: 'metrics <path:STRING>',
    doc: 'The folder of the Prometheus textfile collector.',
    example: 'metrics "/var/lib/node_exporter/textfile"',
  },
  {
    id: 'plan.output',
    in: ['plan'],
    shape: 'output <path:STRING>',
    doc: "The folder that `generate` writes, relative to the plan. Default: the plan's name with `.backup`.",
    example: 'output "generated"',
  },

  // site
  {
    id: 'site.kind',
    in: ['site'],
    shape: 'kind <kind:datacenter|cloud|office|home|building|room|rack|host|array>',
    doc: 'What sort of place it is.',
    example: 'kind datacenter',
  },
  { id: 'site.provider', in: ['site'], shape: 'provider <provider:NAME>', doc: 'Who runs it.', example: 'provider aws' },
  { id: 'site.region', in: ['site'], shape: 'region <region:STRING>', doc: 'The region that it lies in.', example: 'region "eu-west-1"' },
  {
    id: 'site.within',
    in: ['site'],
    shape: 'within <site:SITE>',
    doc: 'The site that this one is part of: it is lost with it.',
    example: 'within campus',
  },
  {
    id: 'site.account',
    in: ['site'],
    shape: 'account <account:ACCOUNT>',
    doc: 'The account that systems and storages here run under, unless they name one.',
    example: 'account production',
  },
  {
    id: 'site.link',
    in: ['site'],
    shape: 'link to <site:SITE> <rate:RATE>',
    repeats: true,
    doc: 'The network between two sites, in both directions. Copies and restores across it share its rate.',
    example: 'link to ireland 1 Gbit/s',
  },

  // storage
  { id: 'storage.at', in: ['storage'], shape: 'at <site:SITE>', required: true, doc: 'The site that it stands at.', example: 'at berlin' },
  {
    id: 'storage.path',
    in: ['storage'],
    shape: 'path <path:STRING>',
    doc: 'The folder, or the prefix in a bucket.',
    example: 'path "/srv/backup"',
  },
  {
    id: 'storage.bucket',
    in: ['storage'],
    shape: 'bucket <bucket:STRING>',
    doc: 'The bucket or container.',
    example: 'bucket "shop-backups"',
  },
  {
    id: 'storage.endpoint',
    in: ['storage'],
    shape: 'endpoint <endpoint:STRING>',
    doc: "The URL of an object store that is not its provider's own.",
    example: 'endpoint "https://s3.shop.example"',
  },
  {
    id: 'storage.host',
    in: ['storage'],
    shape: 'host <host:STRING>',
    doc: 'The host of an `sftp` storage.',
    example: 'host "backup.shop.example"',
  },
  { id: 'storage.user', in: ['storage'], shape: 'user <user:STRING>', doc: 'The user to log in as.', example: 'user "backup"' },
  {
    id: 'storage.class',
    in: ['storage'],
    shape: 'class <class:NAME>',
    doc: 'The storage class; it sets price, retrieval delay and minimum duration.',
    example: 'class standard-ia',
  },
  {
    id: 'storage.media',
    in: ['storage'],
    shape: 'media <media:NAME>',
    doc: 'What the data lies on, if not what the kind says: `disk`, `object`, `tape`, `removable`, `snapshot`.',
    example: 'media tape',
  },
  { id: 'storage.capacity', in: ['storage'], shape: 'capacity <size:SIZE>', doc: 'How much it holds.', example: 'capacity 20 TB' },
  {
    id: 'storage.read',
    in: ['storage'],
    shape: 'read <rate:RATE>',
    doc: 'How fast it can be read; restores that run at once share it.',
    example: 'read 400 MB/s',
  },
  { id: 'storage.write', in: ['storage'], shape: 'write <rate:RATE>', doc: 'How fast it can be written.', example: 'write 250 MB/s' },
  {
    id: 'storage.retrieval',
    in: ['storage'],
    shape: 'retrieval <delay:DURATION>',
    doc: 'How long it takes until the first byte can be read.',
    example: 'retrieval 12h',
  },
  {
    id: 'storage.price',
    in: ['storage'],
    shape: 'price <amount:MONEY> / <unit:UNIT> / month',
    doc: 'What stored data costs.',
    example: 'price 0.0125 USD/GB/month',
  },
  {
    id: 'storage.egress',
    in: ['storage'],
    shape: 'egress <amount:MONEY> / <unit:UNIT>',
    doc: 'What reading data out to another site costs.',
    example: 'egress 0.09 USD/GB',
  },
  {
    id: 'storage.fee',
    in: ['storage'],
    shape: 'fee <amount:MONEY> / month',
    doc: 'What the storage costs however much it holds.',
    example: 'fee 40 USD/month',
  },
  {
    id: 'storage.minimum',
    in: ['storage'],
    shape: 'minimum <span:DURATION>',
    doc: 'The shortest time that an object is billed for.',
    example: 'minimum 30 days',
  },
  {
    id: 'storage.account',
    in: ['storage'],
    shape: 'account <account:ACCOUNT>',
    doc: 'Whose credentials can delete or overwrite here.',
    example: 'account backup-admin',
  },
  {
    id: 'storage.immutable',
    in: ['storage'],
    shape: 'immutable <span:DURATION>',
    doc: 'How long nobody can delete or overwrite what was written here.',
    example: 'immutable 35 days',
  },
  {
    id: 'storage.offline',
    in: ['storage'],
    shape: 'offline',
    doc: 'It cannot be reached from the network once it is written.',
    example: 'offline',
  },
  {
    id: 'storage.bound',
    in: ['storage'],
    shape: 'bound to <systems:SYSTEM,>',
    doc: "It goes when these systems go, like a managed database's own snapshots.",
    example: 'bound to orders',
  },
  {
    id: 'storage.encrypted',
    in: ['storage'],
    shape: 'encrypted [with <key:KEY>]',
    doc: 'What lies here is encrypted, with this key if one is named.',
    example: 'encrypted with vault-key',
  },
  { id: 'storage.optional', in: ['storage'], shape: 'optional', doc: 'It is not bought yet: design may choose it.', example: 'optional' },

  // key
  {
    id: 'key.kept',
    in: ['key'],
    shape: 'kept at <sites:SITE,>',
    doc: 'Where the key is kept. It is lost when all these sites are.',
    example: 'kept at ireland',
  },
  {
    id: 'key.escrow',
    in: ['key'],
    shape: 'escrow <place:STRING>',
    doc: 'Where a copy lies that no disaster of the plan reaches.',
    example: 'escrow "sealed envelope, bank safe"',
  },
  {
    id: 'key.rotate',
    in: ['key'],
    shape: 'rotate every <every:DURATION>',
    doc: 'How often the key is replaced.',
    example: 'rotate every 1 year',
  },

  // system
  { id: 'system.at', in: ['system'], shape: 'at <site:SITE>', required: true, doc: 'The site that it runs at.', example: 'at berlin' },
  { id: 'system.host', in: ['system'], shape: 'host <host:STRING>', doc: 'The host that it runs on.', example: 'host "db1.shop.internal"' },
  { id: 'system.port', in: ['system'], shape: 'port <port:NUMBER>', doc: 'The port that it listens on.', example: 'port 5432' },
  { id: 'system.user', in: ['system'], shape: 'user <user:STRING>', doc: 'The user that backs it up.', example: 'user "backup"' },
  {
    id: 'system.database',
    in: ['system'],
    shape: 'database <databases:STRING,>',
    doc: 'The databases to back up.',
    example: 'database "orders"',
  },
  {
    id: 'system.path',
    in: ['system'],
    shape: 'path <paths:STRING,>',
    doc: 'The files or folders to back up.',
    example: 'path "/srv/uploads"',
  },
  { id: 'system.exclude', in: ['system'], shape: 'exclude <patterns:STRING,>', doc: 'What to leave out.', example: 'exclude "*.tmp"' },
  {
    id: 'system.namespace',
    in: ['system'],
    shape: 'namespace <namespaces:STRING,>',
    doc: 'The Kubernetes namespaces to back up.',
    example: 'namespace "shop"',
  },
  {
    id: 'system.service',
    in: ['system'],
    shape: 'service <services:STRING,>',
    doc: 'The services to stop before a restore and to start after it.',
    example: 'service "postgresql@15-main"',
  },
  {
    id: 'system.credentials',
    in: ['system'],
    shape: 'credentials from <file:STRING>',
    doc: 'The file that holds the credentials; no secret stands in a plan.',
    example: 'credentials from "/etc/backup/orders.pgpass"',
  },
  { id: 'system.size', in: ['system'], shape: 'size <size:SIZE>', doc: 'How much a full backup reads.', example: 'size 120 GB' },
  {
    id: 'system.changes',
    in: ['system'],
    shape: 'changes <rate:RATE>',
    doc: 'How much of it changes: the size of increments.',
    example: 'changes 6 GB/day',
  },
  {
    id: 'system.logs',
    in: ['system'],
    shape: 'logs <rate:RATE>',
    doc: 'How much log it writes, if not as much as it changes.',
    example: 'logs 10 GB/day',
  },
  {
    id: 'system.compresses',
    in: ['system'],
    shape: 'compresses to <share:PERCENT>',
    doc: 'What is left of its bytes when they are backed up.',
    example: 'compresses to 25%',
  },
  { id: 'system.grows', in: ['system'], shape: 'grows <growth:GROWTH>', doc: 'How fast it grows.', example: 'grows 2%/month' },
  {
    id: 'system.holds',
    in: ['system'],
    shape: 'holds <classes:NAME,>',
    doc: 'What sort of data it holds; compliance rules ask for it.',
    example: 'holds personal-data, cardholder-data',
  },
  {
    id: 'target.rpo',
    in: TARGETS,
    shape: 'rpo <span:DURATION>',
    doc: 'Recovery point objective: the most work, in time, that may be lost.',
    example: 'rpo 1h',
  },
  {
    id: 'target.rto',
    in: TARGETS,
    shape: 'rto <span:DURATION>',
    doc: 'Recovery time objective: how long recovery may take, counted from detection.',
    example: 'rto 4h',
  },
  {
    id: 'target.mtd',
    in: TARGETS,
    shape: 'mtd <span:DURATION>',
    doc: 'Maximum tolerable downtime: after this the business is in danger.',
    example: 'mtd 24h',
  },
  {
    id: 'target.criticality',
    in: TARGETS,
    shape: 'criticality <criticality:critical|high|medium|low>',
    doc: 'How much depends on it. Default: medium.',
    example: 'criticality critical',
  },
  {
    id: 'target.retain',
    in: TARGETS,
    shape: 'retain <rules:RULE,>',
    doc: 'What the system must be restorable to: a requirement, which `keep` has to meet.',
    example: 'retain daily for 30 days, monthly for 12 months',
  },
  {
    id: 'system.outage',
    in: ['system'],
    shape: 'outage costs <amount:MONEY> / <per:h|day>',
    doc: 'What it costs while the system is down.',
    example: 'outage costs 5000 EUR/h',
  },
  {
    id: 'system.depends',
    in: ['system'],
    shape: 'depends on <systems:SYSTEM,>',
    doc: 'The systems that must be back before this one can be.',
    example: 'depends on secrets',
  },
  {
    id: 'system.owner',
    in: ['system'],
    shape: 'owner <owner:STRING>',
    doc: 'Who answers for the system.',
    example: 'owner "dba@shop.example"',
  },
  {
    id: 'system.note',
    in: ['system'],
    shape: 'note <note:STRING>',
    repeats: true,
    doc: 'A remark for the documents.',
    example: 'note "Ask finance before a restore at month end."',
  },
  {
    id: 'system.window',
    in: ['system'],
    shape: 'window <from:TIME> to <to:TIME>',
    doc: 'When its jobs may run, if not when the plan says.',
    example: 'window 22:00 to 06:00',
  },
  {
    id: 'system.standby',
    in: ['system'],
    shape: 'standby at <site:SITE> { host <host:STRING> | lag <lag:DURATION> | failover <failover:DURATION> }',
    repeats: true,
    doc: 'A replica that can take over. It follows every mistake, so it is no backup. With the `host` that it runs on, PostgreSQL gets scripts for the day when it does.',
    example: 'standby at frankfurt host "db2.shop.internal" lag 10s failover 5m',
  },
  {
    id: 'system.redeploy',
    in: ['system'],
    shape: 'redeploy <command:STRING> [taking <taking:DURATION>]',
    doc: 'How an application is put back.',
    example: 'redeploy "terraform apply" taking 20m',
  },
  {
    id: 'system.dump',
    in: ['system'],
    shape: 'dump with <command:STRING>',
    doc: 'Kind `custom`: the command that writes a backup to its standard output.',
    example: 'dump with "ldapsearch -LLL"',
  },
  {
    id: 'system.load',
    in: ['system'],
    shape: 'load with <command:STRING>',
    doc: 'Kind `custom`: the command that reads a backup from its standard input.',
    example: 'load with "ldapadd"',
  },
  {
    id: 'system.points',
    in: ['system'],
    shape: 'points with <command:STRING>',
    doc: 'Managed jobs: the command that lists the restore points, an instant like `2026-11-30T03:00:00Z` in each line. `status --probe` runs it.',
    example: 'points with "aws rds describe-db-snapshots --query DBSnapshots[].SnapshotCreateTime --output text"',
  },
  {
    id: 'system.restorewith',
    in: ['system'],
    shape: 'restore with <command:STRING>',
    doc: 'Managed jobs: the command that restores; the runbook prints it.',
    example: 'restore with "aws rds restore-db-instance-to-point-in-time"',
  },
  {
    id: 'system.restoreat',
    in: ['system'],
    shape: 'restore at <rate:RATE>',
    doc: 'How fast it can be restored, whatever the storage gives.',
    example: 'restore at 80 MB/s',
  },
  {
    id: 'system.replay',
    in: ['system'],
    shape: 'replay at <rate:RATE>',
    doc: 'How fast it replays its log.',
    example: 'replay at 25 MB/s',
  },
  {
    id: 'system.account',
    in: ['system'],
    shape: 'account <account:ACCOUNT>',
    doc: 'The account that it runs under.',
    example: 'account production',
  },
  {
    id: 'system.exempt',
    in: ['system'],
    shape: 'exempt because <because:STRING>',
    doc: 'It needs no backup, for this reason.',
    example: 'exempt because "a cache; it fills itself"',
  },
  {
    id: 'system.backup',
    in: ['system'],
    shape: 'backup [with <policy:POLICY>]',
    block: 'block',
    blockOptional: true,
    repeats: true,
    doc: "How it is backed up. Each block is a chain of its own, with its own lock. `backup with` takes a policy's statements and adds its own.",
    example: 'backup {',
  },

  // backup block and policy
  {
    id: 'block.full',
    in: BLOCK,
    shape: `full <schedule:SCHEDULE> to <to:STORAGE> ${CLAUSES}`,
    repeats: true,
    doc: 'A backup of everything; it stands alone.',
    example: 'full daily at 02:00 to nas',
  },
  {
    id: 'block.incremental',
    in: BLOCK,
    shape: `incremental <schedule:SCHEDULE> to <to:STORAGE> ${CLAUSES}`,
    repeats: true,
    doc: 'What changed since the latest full, differential or incremental, which it needs.',
    example: 'incremental daily at 02:00 to nas',
  },
  {
    id: 'block.differential',
    in: BLOCK,
    shape: `differential <schedule:SCHEDULE> to <to:STORAGE> ${CLAUSES}`,
    repeats: true,
    doc: 'What changed since the last full, which it needs.',
    example: 'differential daily at 02:00 to nas',
  },
  {
    id: 'block.snapshot',
    in: BLOCK,
    shape: `snapshot <schedule:SCHEDULE> to <to:STORAGE> ${CLAUSES}`,
    repeats: true,
    doc: 'A snapshot on an array or at a cloud: instant, and lost with what it lies on.',
    example: 'snapshot hourly to array',
  },
  {
    id: 'block.log',
    in: BLOCK,
    shape: `log ( <continuous:continuous> | <schedule:SCHEDULE> ) to <to:STORAGE,> ${CLAUSES}`,
    repeats: true,
    doc: 'The write-ahead or binary log, for a restore to any instant. Several storages: a job for each.',
    example: 'log continuous to nas',
  },
  {
    id: 'block.copy',
    in: BLOCK,
    shape: `copy ( after <after:full|incremental|differential|log|copy,> | <schedule:SCHEDULE> ) from <from:STORAGE> to <to:STORAGE> ${CLAUSES}`,
    repeats: true,
    doc: 'Copies what became available on one storage to another.',
    example: 'copy hourly from nas to vault',
  },
  {
    id: 'block.move',
    in: BLOCK,
    shape: `move ( after <after:full|incremental|differential|log|copy,> | <schedule:SCHEDULE> ) from <from:STORAGE> to <to:STORAGE> ${CLAUSES}`,
    repeats: true,
    doc: 'A copy whose points leave the source, like a tape that travels.',
    example: 'move weekly on friday at 16:00 from library to bank',
  },
  {
    id: 'block.keeplogs',
    in: BLOCK,
    shape: 'keep logs [on <on:STORAGE>] ( <forever:forever> | <span:DURATION> )',
    repeats: true,
    doc: 'How long the log is kept. Without it, back to the oldest kept point of that storage.',
    example: 'keep logs on nas 14 days',
  },
  {
    id: 'block.keep',
    in: BLOCK,
    shape: 'keep [on <on:STORAGE>] <rules:RULE,>',
    repeats: true,
    doc: 'Which restore points stay. What any rule keeps stays, and so does all that a kept point needs. Without `on` it speaks for every storage that no other `keep` names.',
    example: 'keep on vault daily for 30 days, monthly for 12 months',
  },
  {
    id: 'block.verify',
    in: BLOCK,
    shape:
      'verify <what:checksum|restore> ( every <months:NUMBER> ( months | month ) | <schedule:SCHEDULE> ) { at <site:SITE> | taking <taking:DURATION> | expect <expect:STRING> }',
    repeats: true,
    doc: 'Proves that the points can be read (`checksum`) or restored (`restore`).',
    example: 'verify restore weekly on monday at 05:00',
  },

  // scenario
  {
    id: 'scenario.lose',
    in: ['scenario'],
    shape: 'lose <names:SITE+STORAGE+SYSTEM+KEY,>',
    repeats: true,
    doc: 'What is gone. A lost site takes all sites within it, and the systems and storages there.',
    example: 'lose berlin',
  },
  {
    id: 'scenario.corrupt',
    in: ['scenario'],
    shape: 'corrupt <systems:SYSTEM,>',
    repeats: true,
    doc: 'Whose data is spoilt, by a mistake or a fault.',
    example: 'corrupt orders',
  },
  {
    id: 'scenario.compromise',
    in: ['scenario'],
    shape: 'compromise <accounts:ACCOUNT,>',
    repeats: true,
    doc: 'The accounts that an intruder holds: everything that they can delete is gone.',
    example: 'compromise production',
  },
  {
    id: 'scenario.detected',
    in: ['scenario'],
    shape: 'detected after <span:DURATION>',
    doc: 'How long until somebody notices. Default: at once.',
    example: 'detected after 14 days',
  },
  {
    id: 'scenario.recover',
    in: ['scenario'],
    shape: 'recover at <site:SITE>',
    doc: "The site to recover at. Default: each system's own.",
    example: 'recover at ireland',
  },
  {
    id: 'scenario.declare',
    in: ['scenario'],
    shape: 'declare within <span:DURATION>',
    doc: 'How long it takes from detection to the decision to recover.',
    example: 'declare within 30m',
  },
  {
    id: 'scenario.provision',
    in: ['scenario'],
    shape: 'provision within <span:DURATION>',
    doc: 'How long it takes to have machines to recover to.',
    example: 'provision within 20m',
  },
  {
    id: 'scenario.rpo',
    in: ['scenario'],
    shape: 'rpo <span:DURATION>',
    doc: 'The recovery point objective in this scenario alone.',
    example: 'rpo 26h',
  },
  {
    id: 'scenario.rto',
    in: ['scenario'],
    shape: 'rto <span:DURATION>',
    doc: 'The recovery time objective in this scenario alone.',
    example: 'rto 24h',
  },
  {
    id: 'scenario.likelihood',
    in: ['scenario'],
    shape: 'likelihood <times:NUMBER> per <per:DURATION>',
    doc: 'How often it is expected; the documents rank risks by it.',
    example: 'likelihood 1 per 10 years',
  },
  {
    id: 'scenario.drill',
    in: ['scenario'],
    shape: 'drill every <every:DURATION>',
    doc: 'How often it is exercised.',
    example: 'drill every 3 months',
  },
  {
    id: 'scenario.drilled',
    in: ['scenario'],
    shape: 'drilled <on:DATE>',
    doc: 'When it was last exercised.',
    example: 'drilled 2026-09-14',
  },
  {
    id: 'scenario.step',
    in: ['scenario'],
    shape:
      'step [<phase:detect|recover|verify|failback>] <text:STRING> { for <system:SYSTEM> | by <contact:CONTACT> | taking <taking:DURATION> }',
    repeats: true,
    doc: 'A step of the runbook that only people know.',
    example: 'step recover "Check the ledger" for orders taking 15m',
  },

  // contact
  { id: 'contact.name', in: ['contact'], shape: 'name <name:STRING>', doc: "The person's name.", example: 'name "Ada Byron"' },
  {
    id: 'contact.role',
    in: ['contact'],
    shape: 'role <role:STRING>',
    doc: 'What the person does in a disaster.',
    example: 'role "incident commander"',
  },
  { id: 'contact.phone', in: ['contact'], shape: 'phone <phone:STRING>', doc: 'A telephone number.', example: 'phone "+49 30 1234567"' },
  { id: 'contact.email', in: ['contact'], shape: 'email <email:STRING>', doc: 'An e-mail address.', example: 'email "ada@shop.example"' },
  {
    id: 'contact.escalate',
    in: ['contact'],
    shape: 'escalate after <span:DURATION>',
    doc: 'How long to wait for an answer before the next person is called.',
    example: 'escalate after 15m',
  },
];

/** The entries whose statements may stand in a context, in the order of the table. */
export function statementsIn(context: Context): readonly StatementEntry[] {
  return byContext.get(context) ?? [];
}

export function entryById(id: string | undefined): StatementEntry | undefined {
  return id === undefined ? undefined : byId.get(id);
}

const byId = new Map(vocabulary.map((entry) => [entry.id, entry]));
const byContext = new Map<Context, StatementEntry[]>();
for (const entry of vocabulary) {
  for (const context of entry.in) {
    const rows = byContext.get(context) ?? [];
    rows.push(entry);
    byContext.set(context, rows);
  }
}
