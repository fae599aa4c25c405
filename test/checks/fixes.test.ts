import assert from 'node:assert/strict';
import { withEdits } from '../../engine/checks/edits.ts';
import type { Finding } from '../../engine/checks/finding.ts';
import { provenFixes } from '../../engine/checks/prove.ts';
import { examine, examineAfresh } from '../../engine/examine.ts';
import { reader, terms } from './examined.ts';

const nightly = `plan "Shop" { owner "ops@shop.example"; timezone "Europe/Berlin"; notify "mailto:ops@shop.example" }
site berlin { kind datacenter }
site ireland { kind cloud }
storage nas: nas { at berlin; path "/srv/backup"; account storage-admin; encrypted }
storage vault: s3 { at ireland; bucket "shop"; account backup-admin; immutable 35 days; encrypted }
system orders: postgresql {
  at berlin; database "orders"; size 40 GB; changes 4 GB/day; rpo 26h; rto 8h
  backup {
    full daily at 02:00 to nas using pg_dump taking 40m
    copy after full from nas to vault
    keep daily for 30 days, monthly for 12 months
    verify restore weekly on monday at 05:00
  }
}
scenario datacenter-failure { lose berlin; recover at ireland; declare within 30m; provision within 1h; drill every 6 months; drilled 2026-09-14 }
scenario wrong-delete { corrupt orders; detected after 5 days; declare within 30m }
`;

type Change = readonly [from: string | RegExp, to: string];

interface Way {
  readonly code: string;
  /** In which way it is mended. */
  readonly way: string;
  /** What makes the plan above one that has the finding. */
  readonly changes: readonly Change[];
  readonly title: string;
  /** What the plan says afterwards. */
  readonly says: RegExp;
}

const noCopy: Change = ['    copy after full from nas to vault\n', ''];
const incremental: Change = [/full daily.*/, 'full daily at 02:00 to nas using pgbackrest\n    incremental hourly to nas'];
const log: Change = [/full daily.*/, 'full daily at 02:00 to nas using pg_basebackup taking 40m\n    log continuous to nas, vault'];

const dear: readonly Change[] = [
  ['timezone "Europe/Berlin";', 'timezone "Europe/Berlin"; budget 5000 USD/month;'],
  ['bucket "shop"; ', 'bucket "shop"; price 0.03 USD/GB/month; egress 0 USD/GB; '],
];

const ways: readonly Way[] = [
  {
    code: 'capacity-exceeded',
    way: 'a larger storage',
    changes: [['path "/srv/backup";', 'path "/srv/backup"; capacity 1 TB;']],
    title: 'Make `nas` larger: `capacity 2 TB`',
    says: /path "\/srv\/backup"; capacity 2 TB; account/,
  },
  {
    code: 'rpo-unmet',
    way: 'a denser schedule',
    changes: [['rpo 26h', 'rpo 13h']],
    title: 'Run the full every 8h instead of daily at 02:00: loss 25h47m → 9h47m',
    says: /full every 8h to nas using pg_dump taking 40m\n/,
  },
  {
    code: 'rpo-unmet',
    way: 'a log job',
    changes: [['rpo 26h', 'rpo 13h']],
    title: 'Archive the log with pg_basebackup (`log continuous to nas, vault`): loss 25h47m → 1m',
    says: /using pg_basebackup taking 40m\n[\s\S]*\n {4}log continuous to nas, vault\n/,
  },
  {
    code: 'rpo-unmet',
    way: 'a denser copy',
    changes: [['rpo 26h', 'rpo 1h'], log, ['log continuous to nas, vault', 'log continuous to nas'], ['copy after full', 'copy hourly']],
    title: 'Copy every 30m instead of hourly: loss 1h8m → 38m',
    says: /copy every 30m from nas to vault\n/,
  },
  {
    code: 'rpo-unmet',
    way: 'a chained copy',
    changes: [['copy after full', 'copy daily at 12:00']],
    title: 'Copy after each full instead of daily at 12:00: loss 35h7m → 25h47m',
    says: /copy after full from nas to vault\n/,
  },
  {
    code: 'violates-3-2-1',
    way: 'a copy to a storage of the plan',
    changes: [noCopy],
    title: 'Copy to `vault`: 3 copies on 2 media, 1 off-site',
    says: /\n {4}copy after full from nas to vault\n {2}\}/,
  },
  {
    code: 'violates-3-2-1',
    way: 'a new storage',
    changes: [noCopy, [/storage vault.*\n/, '']],
    title: 'Add the storage `offsite` at `ireland`, to be corrected, and copy to it: 3 copies on 2 media, 1 off-site',
    says: /storage nas.*\nstorage offsite: s3 \{ at ireland; .*\}\nsystem[\s\S]*copy after full from nas to offsite\n/,
  },
  {
    code: 'violates-3-2-1',
    way: 'a new storage at a new site',
    changes: [noCopy, [/storage vault.*\n/, ''], [/site ireland.*\n/, ''], [/scenario datacenter.*\n/, '']],
    title: 'Add the storage `offsite` at `cloud`, to be corrected, and copy to it: 3 copies on 2 media, 1 off-site',
    says: /storage nas.*\nsite cloud \{ kind cloud \}\nstorage offsite: s3 \{ at cloud; /,
  },
  {
    code: 'violates-3-2-1',
    way: 'a new storage beside the system',
    changes: [noCopy, ['to nas', 'to vault'], [/storage nas.*\n/, '']],
    title: 'Add the storage `local` at `berlin`, to be corrected, and copy to it: 3 copies on 2 media, 1 off-site',
    says: /storage local: nas \{ at berlin; .*\}\nsystem[\s\S]*copy after full from vault to local\n/,
  },
  {
    code: 'no-immutable-copy',
    way: 'a lock',
    changes: [['immutable 35 days; ', '']],
    title: 'Lock `vault` (`immutable 35 days`): nobody can delete 1 of 2 copies',
    says: /encrypted; immutable 35 days \}/,
  },
  {
    code: 'no-immutable-copy',
    way: 'a copy to what is locked',
    changes: [
      ['immutable 35 days; ', ''],
      ['system orders', 'storage shelf: removable { at ireland; path "/mnt"; offline; encrypted }\nsystem orders'],
    ],
    title: 'Copy to `shelf`: nobody can delete 1 of 3 copies',
    says: /copy after full from nas to shelf\n/,
  },
  {
    code: 'retention-shorter-than-detection',
    way: 'a longer keep',
    changes: [
      ['detected after 5 days', 'detected after 60 days'],
      ['keep daily for 30 days, monthly for 12 months', 'keep daily for 20 days'],
    ],
    title: 'Keep `daily for 78 days` on `nas`: at most 25h47m is lost instead of everything',
    says: /keep daily for 20 days, daily for 78 days\n/,
  },
  {
    code: 'retention-span',
    way: 'a span instead of a number',
    changes: [['monthly for 12 months', '12 monthly']],
    title: 'Replace with `monthly for 12 months`: reaches back 333 days at worst instead of 304 days',
    says: /keep daily for 30 days, monthly for 12 months\n/,
  },
  {
    code: 'retention-can-empty',
    way: 'the newest few',
    changes: [
      ['daily for 30 days, monthly for 12 months', '10 days'],
      ['immutable 35 days', 'immutable 8 days'],
    ],
    title: 'Add `3 last`: the newest 3 stay, however many runs fail',
    says: /keep 10 days, 3 last\n/,
  },
  {
    code: 'chain-apart',
    way: 'the fulls where the incrementals are',
    changes: [
      incremental,
      ['copy after full', 'copy after incremental'],
      ['incremental hourly to nas', 'incremental hourly to vault'],
      noCopy,
      ['    copy after incremental from nas to vault\n', ''],
    ],
    title: 'Copy the fulls from `nas` to `vault`: at most 1h13m is lost instead of everything',
    says: /copy after full from nas to vault\n/,
  },
  {
    code: 'log-gap',
    way: 'a longer log',
    changes: [log, ['keep daily for 30 days, monthly for 12 months', 'keep 14 days; keep logs 7 days']],
    title: 'Replace with `keep logs 14 days`: 14 days of log instead of 7 days',
    says: /keep 14 days; keep logs 14 days\n/,
  },
  {
    code: 'key-with-data',
    way: 'the key at another site',
    changes: [
      ['immutable 35 days; encrypted', 'immutable 35 days; encrypted with vault-key'],
      ['system orders', 'key vault-key { kept at berlin }\nsystem orders'],
    ],
    title: 'Keep `vault-key` at `ireland` too: what takes berlin leaves it',
    says: /key vault-key \{ kept at berlin, ireland \}/,
  },
  {
    code: 'restore-untested',
    way: 'a test',
    changes: [['    verify restore weekly on monday at 05:00\n', '']],
    title: 'Add `verify restore weekly on monday at 05:00`: a restore is tried every week',
    says: /\n {4}verify restore weekly on monday at 05:00\n {2}\}/,
  },
  {
    code: 'skips-months',
    way: 'the last day',
    changes: [['    verify', '    copy monthly on 1, 31 at 05:00, 15:00 from nas to vault\n    verify']],
    title: 'Replace with `monthly on 1, last at 05:00, 15:00`: 48 runs a year instead of 38',
    says: /copy monthly on 1, last at 05:00, 15:00 from/,
  },
  {
    code: 'clock-change',
    way: 'another hour',
    changes: [
      ['full daily at 02:00 to nas using pg_dump taking 40m', 'full daily at 02:30 to nas managed by "the hosting company" taking 40m'],
    ],
    title: 'Replace with `daily at 04:30`: it is there once on every day',
    says: /full daily at 04:30 to nas/,
  },
  {
    code: 'overrun',
    way: 'less often',
    changes: [['daily at 02:00', 'every 30m']],
    title: 'Run it hourly instead of every 30m: none is dropped instead of every second run',
    says: /full hourly to nas/,
  },
  {
    code: 'overlap',
    way: 'a copy that waits',
    changes: [
      ['copy after full', 'copy daily at 02:30'],
      ['rpo 26h', 'rpo 50h'],
    ],
    title: 'Copy after each full instead of daily at 02:30: loss 49h37m → 25h47m',
    says: /copy after full from/,
  },
  {
    code: 'overlap',
    way: 'another time',
    changes: [[/full daily.*/, 'full daily at 02:00 to nas using pgbackrest\n    incremental daily at 02:00 to nas']],
    title: 'Replace with `daily at 14:00`: no longer while the full runs',
    says: /incremental daily at 14:00 to nas/,
  },
  {
    code: 'crowded-start',
    way: 'one after the other',
    changes: [
      [
        /system orders[\s\S]*?\n\}\n/,
        Array.from(
          { length: 12 },
          (_, index) =>
            `system s${index}: files { at berlin; path "/s${index}"; size 1 GB; changes 1 GB/day; rpo 26h; backup { full daily at 02:00 to nas; copy after full from nas to vault; keep 30 days } }\n`,
        ).join(''),
      ],
      ['corrupt orders', 'corrupt s0'],
    ],
    title: 'Start one every 5 minutes: at most 1 at once instead of 12',
    says: /s0"; .* daily at 02:00 [\s\S]* daily at 02:55 to nas/,
  },
  {
    code: 'cheaper-equivalent',
    way: 'another class',
    changes: [
      [/system orders.*\n.*/, 'system orders: files {\n  at berlin; path "/srv/orders"; size 4 TB; changes 4 GB/day; rpo 26h; rto 3 days'],
      ['using pg_dump taking 40m', 'using restic'],
      ['restore weekly on monday at 05:00', 'restore every 3 months'],
      ['timezone "Europe/Berlin";', 'timezone "Europe/Berlin"; budget 500 USD/month;'],
      ['bucket "shop"; ', 'bucket "shop"; class standard; '],
    ],
    title: 'Replace the class with `glacier-instant`',
    says: /class glacier-instant; account/,
  },
  {
    code: 'cheaper-equivalent',
    way: 'a rule less',
    changes: [...dear, ['monthly for 12 months', 'monthly for 7 years'], ['rpo 26h;', 'rpo 26h; retain daily for 30 days;']],
    title: 'Leave out `monthly for 7 years`',
    says: /keep daily for 30 days\n/,
  },
  {
    code: 'cheaper-equivalent',
    way: 'a shorter rule',
    changes: [
      ...dear,
      ['monthly for 12 months', 'monthly for 7 years'],
      ['rpo 26h;', 'rpo 26h; retain daily for 30 days, monthly for 1 year;'],
    ],
    title: 'Replace with `monthly for 1 year`',
    says: /keep daily for 30 days, monthly for 1 year\n/,
  },
  {
    code: 'cheaper-equivalent',
    way: 'fewer fulls',
    changes: [
      ...dear,
      ['using pg_dump taking 40m', 'using pgbackrest'],
      ['keep daily for 30 days, monthly for 12 months', 'keep 60 days'],
      ['rpo 26h;', 'rpo 26h; retain daily for 60 days;'],
    ],
    title: 'Run the full `weekly on sunday at 02:00` with increments between',
    says: /full weekly on sunday at 02:00 to nas using pgbackrest\n {4}incremental daily at 02:00 to nas using pgbackrest\n {4}copy after full, incremental from nas to vault\n/,
  },
  {
    code: 'unknown-size',
    way: 'a number to be corrected',
    changes: [
      ['size 40 GB; ', ''],
      [' taking 40m', ''],
    ],
    title: 'Add `size 40 GB`, to be corrected',
    says: /\n {2}size 40 GB\n/,
  },
  {
    code: 'owner-missing',
    way: 'who is told',
    changes: [['owner "ops@shop.example"; ', '']],
    title: 'Add `owner "ops@shop.example"`',
    says: /owner "ops@shop.example" \}/,
  },
  {
    code: 'undefined-name',
    way: 'the name that was meant',
    changes: [['from nas to vault', 'from nas to vualt']],
    title: 'Replace with `vault`',
    says: /from nas to vault\n/,
  },
  {
    code: 'unknown-word',
    way: 'the word that was meant',
    changes: [['keep daily', 'retention daily']],
    title: 'Replace with `keep`',
    says: /keep daily for 30 days/,
  },
  {
    code: 'unprotected-system',
    way: 'a backup',
    changes: [[/ {2}backup \{[\s\S]*?\n {2}\}\n/, '']],
    title: 'Back it up to `nas`, with a copy on `vault`: 3 copies on 2 media, 1 off-site; at most 25h13m is lost instead of everything',
    says: /\n {2}backup \{\n {4}full daily at 02:00 to nas\n/,
  },
];

describe('each way to mend a finding', () => {
  const plan = 'plan.backupplan';

  for (const { code, way, changes, title, says } of ways) {
    it(`${code}: ${way}`, () => {
      const text = changes.reduce((changed, [from, to]) => changed.replace(from, to), nightly);
      const read = reader({ [plan]: text });
      const examination = examine(plan, read, undefined, terms);
      const finding =
        examination.findings.find((each) => each.code === code) ?? assert.fail(examination.findings.map((each) => each.code).join());
      const fixes = provenFixes(examination, finding, read);
      const fix = fixes.find((each) => each.title === title) ?? assert.fail(fixes.map((each) => each.title).join('\n'));
      const mended = withEdits(fix.edits, read)(plan) ?? '';
      assert.match(mended, says);
      const after = examineAfresh(plan, reader({ [plan]: mended }), undefined, terms).findings;
      assert.ok(!after.some((each) => each.code === code && each.about === finding.about), 'it is gone');
      const known = new Set(examination.findings.map(cause));
      assert.deepEqual(after.filter((each) => each.severity === 'error' && !known.has(cause(each))).map(cause), [], 'no error has come');
    });
  }
});

function cause({ code, about }: Finding): string {
  return `${code} ${about}`;
}
