/** Where a check begins to speak: a plan on either side of the line, as near to it as the language can say. */
import assert from 'node:assert/strict';
import { codes, examineText } from './examined.ts';

const plan = `plan "Shop" { owner "ops@shop.example"; notify "mailto:ops@shop.example"; timezone "UTC"; window 00:00 to 06:00 }
site berlin { kind datacenter }
site ireland { kind cloud; provider aws; region "eu-west-1" }
storage nas: nas { at berlin; path "/srv/backup"; account storage-admin; encrypted; fee 10 USD/month; capacity 100 TB }
storage vault: s3 { at ireland; bucket "shop-backups"; account backup-admin; immutable 20 days; encrypted }
system orders: postgresql {
  at berlin; database "orders"; size 40 GB; changes 4 GB/day; rpo 2 days; rto 8h; depends on users
  backup {
    full daily at 02:00 to nas using pg_basebackup taking 10m
    copy after full from nas to vault
    keep daily for 90 days, monthly for 12 months
    verify restore weekly on monday at 05:00
  }
}
system users: sqlite {
  at berlin; path "/srv/users.db"; size 1 GB; changes 100 MB/day; rpo 2 days; rto 1 day
  backup { full daily at 02:00 to nas; copy after full from nas to vault; keep daily for 90 days; verify restore every 3 months }
}
scenario fire { lose berlin; recover at ireland; declare within 30m; provision within 1h; drill every 1 year; drilled 2026-10-01 }
scenario slip { corrupt orders; detected after 10 days; declare within 30m; provision within 1h }
scenario theft { compromise production, backup-admin, storage-admin; detected after 10 days; declare within 30m; provision within 1h }
storage spare: nas { at berlin; path "/srv/spare"; account storage-admin; encrypted }
accept unused-declaration for spare until 2027-06-30 because "bought for the spring"
contact oncall { phone "+49 30 1234567" }
`;

const full = 'full daily at 02:00 to nas using pg_basebackup taking 10m';
const kept = 'keep daily for 90 days, monthly for 12 months';

/** A password in the backup that it opens, and the folder around it in another backup. */
const kiosk = (at: string): string => `site hamburg { kind datacenter }
system kiosk: files { at berlin; path "/srv/kiosk"; credentials from "/srv/kiosk/password"; size 1 GB; changes 1 MB/day; backup { full daily at 02:00 to nas using restic } }
system around: files { at ${at}; path "/srv"; size 1 GB; changes 1 MB/day; backup { full daily at 02:00 to nas using tar } }
contact oncall`;

/** By code what takes the place of a text: with the first it is silent, with the second it speaks. */
const bounds: readonly (readonly [code: string, text: string, silent: string, speaks: string])[] = [
  // 24h between runs, 10m of the full, 41 GB at 100 MB/s.
  ['rpo-unmet', 'rpo 2 days; rto 8h', 'rpo 24h6m40s; rto 8h', 'rpo 24h6m39s; rto 8h'],
  // The same a day later, in minutes as they are said.
  ['rpo-no-slack', 'rpo 2 days; rto 8h', 'criticality high; rpo 48h6m30s; rto 8h', 'criticality high; rpo 48h6m29s; rto 8h'],
  ['rpo-tighter-than-dependency', 'MB/day; rpo 2 days', 'MB/day; rpo 48h', 'MB/day; rpo 48h1s'],
  // 90m, users in 10s, then 40 GB at 100 MB/s.
  ['rto-unmet', 'rto 8h', 'rto 1h36m50s', 'rto 1h36m49s'],
  ['mtd-exceeded', 'rto 8h', 'rto 8h; mtd 1h36m50s', 'rto 8h; mtd 1h36m49s'],
  [
    'rto-archive-retrieval',
    'immutable 20 days; encrypted',
    'immutable 20 days; encrypted; retrieval 479m',
    'immutable 20 days; encrypted; retrieval 8h',
  ],
  // What starts when the window ends has been put there on purpose.
  ['window-too-small', 'taking 10m', 'taking 3h53m20s', 'taking 3h53m21s'],
  ['window-too-small', full, full.replace('02:00', '05:43'), full.replace('02:00', '05:44')],
  ['window-too-small', full, full.replace('02:00', '06:00'), full.replace('02:00', '05:59')],
  [
    'overrun',
    full,
    full.replace('daily at 02:00', 'every 30m').replace('10m', '30m'),
    full.replace('daily at 02:00', 'every 30m').replace('10m', '31m'),
  ],
  ['overlap', 'copy after full', 'copy daily at 02:10', 'copy daily at 02:09'],
  // What is still on its way to one storage keeps no copy from another waiting.
  [
    'overlap',
    'from nas to vault',
    'from nas to vault; copy daily at 02:05 from vault to spare',
    'from nas to vault; copy daily at 02:05 from nas to spare',
  ],
  ['skips-months', 'weekly on monday at 05:00', 'monthly on 28 at 05:00', 'monthly on 29 at 05:00'],
  ['capacity-exceeded', 'capacity 100 TB', 'capacity 4130 GB', 'capacity 4129 GB'],
  ['retention-shorter-than-interval', kept, 'keep 24h', 'keep 23h'],
  [
    'retention-shorter-than-detection',
    'orders; detected after 10 days',
    'orders; detected after 335 days',
    'orders; detected after 336 days',
  ],
  ['retention-span', kept, 'keep 1 monthly', 'keep 2 monthly'],
  // What nothing keeps for a quarter longer than it takes to notice is told.
  ['loss-grows-with-age', 'orders; detected after 10 days', 'orders; detected after 72 days', 'orders; detected after 73 days'],
  ['lock-longer-than-keep', 'immutable 20 days', 'immutable 121 days', 'immutable 122 days'],
  ['unrecoverable', 'admin; detected after 10 days', 'admin; detected after 19 days', 'admin; detected after 20 days'],
  ['minimum-duration', 'immutable 20 days', 'immutable 20 days; minimum 90 days', 'immutable 20 days; minimum 91 days'],
  [
    'log-gap',
    `${full}\n    copy after full from nas to vault\n    ${kept}`,
    `${full}; log continuous to nas; copy after full from nas to vault; keep 20 days; keep logs 20 days`,
    `${full}; log continuous to nas; copy after full from nas to vault; keep 20 days; keep logs 19 days`,
  ],
  // The folder of that name at another site is another one.
  ['bootstrap-gap', 'contact oncall', kiosk('berlin'), kiosk('hamburg')],
  ['acceptance-expired', '2027-06-30', '2026-12-31', '2026-12-30'],
  ['drill-overdue', '2026-10-01', '2025-12-01', '2025-11-30'],
];

describe('where a check begins to speak', () => {
  it('the plan itself is clean', () => {
    assert.deepEqual(codes(examineText(plan)), []);
  });
  for (const [code, text, silent, speaks] of bounds) {
    it(`${code}: not yet with \`${silent}\`, but with \`${speaks}\``, () => {
      assert.ok(plan.includes(text), text);
      const said = (instead: string): boolean => examineText(plan.replace(text, instead)).findings.some((each) => each.code === code);
      assert.deepEqual([said(silent), said(speaks)], [false, true]);
    });
  }
  it('cheaper-equivalent: not for what a rule that the plan complies with asks for', () => {
    const papers = plan
      .replace('owner', 'review every 1 year; reviewed 2026-10-01; budget 900 USD/month; owner')
      .replace('immutable 20 days;', 'immutable 20 days; price 0.1 USD/GB/month; egress 0 USD/GB;')
      .replace('database "orders";', 'database "orders"; holds compliance-documents; retain daily for 30 days;')
      .replace(kept, 'keep daily for 40 days, monthly for 7 years');
    assert.deepEqual(codes(examineText(papers)), ['cheaper-equivalent orders']);
    assert.deepEqual(codes(examineText(papers.replace('owner', 'comply with hipaa; owner'))), []);
  });

  const said = (code: string, changed: string): string | undefined =>
    examineText(changed).findings.find((each) => each.code === code)?.message;
  it('retention-span: in hours below three days, in whole days from there on', () => {
    const every = plan.replace('full daily at 02:00', 'full every 20m');
    assert.match(said('retention-span', every.replace(kept, 'keep 3 daily')) ?? '', /^`3 daily` on nas reaches back 24h20m at worst/);
    assert.match(said('retention-span', every.replace(kept, 'keep 12 daily')) ?? '', /^`12 daily` on nas reaches back 10 days at worst/);
  });
  it('unencrypted-offsite: what a repository may do of itself is advised where nothing else is copied there', () => {
    const open = plan.replace('immutable 20 days; encrypted', 'immutable 20 days');
    const borg = open
      .replaceAll(/(postgresql|sqlite) \{/g, 'files {')
      .replace('database "orders"', 'path "/srv/orders"')
      .replace('pg_basebackup', 'borg');
    assert.match(
      said('unencrypted-offsite', borg.replace('02:00 to nas;', '02:00 to nas using borg;')) ?? '',
      /A repository of borg is, if it was made so/,
    );
    assert.match(
      said('unencrypted-offsite', borg.replace('02:00 to nas;', '02:00 to nas using tar;')) ?? '',
      /Say `encrypted` if the storage sees to it/,
    );
  });
});
