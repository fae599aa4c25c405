/** Changes as people make them to a plan, each with the name of its golden file. */

export type Files = Readonly<Record<string, string>>;

export interface Case {
  readonly name: string;
  readonly before: Files;
  readonly after: Files;
}

export const clinic = `plan "Clinic" {
  owner     "it@clinic.example"
  timezone  "Europe/Berlin"
  notify    "mailto:it@clinic.example"
  budget    300 USD/month
  comply    with gdpr
  review    every 6 months
  reviewed  2026-10-01
}

site ward  { kind datacenter; region "eu-central"; provider own }
site cloud { kind cloud; provider aws; region "eu-west-1" }

storage nas: disk { at ward; path "/srv/backup"; capacity 20 TB; read 400 MB/s; write 250 MB/s; fee 20 USD/month; encrypted }
storage vault: s3 { at cloud; bucket "clinic-backups"; class standard-ia; account backup-admin; immutable 35 days; encrypted with vault-key }

key vault-key { kept at cloud; escrow "bank safe" }

contact ada { name "Ada Byron"; role "on call"; phone "+49 30 1" }
contact bob { name "Bob Hope"; role "deputy"; phone "+49 30 2" }

/// Patient records.
system records: postgresql {
  at        ward
  host      "db1"
  database  "records"
  size      20 GB
  changes   2 GB/day
  holds     personal-data, health-data
  rpo       1h
  rto       6h
  retain    weekly for 6 weeks
  owner     "records team"

  backup {
    full    weekly on sunday at 02:00 to nas using pg_basebackup
    log     continuous to nas
    copy    every 15m from nas to vault
    keep    weekly for 8 weeks
    verify  checksum daily at 06:00
    verify  restore weekly on monday at 05:00
  }
}

policy files-standard {
  full    daily at 01:00 to nas using restic
  copy    daily at 02:30 from nas to vault
  keep    daily for 30 days
  verify  restore weekly on monday at 05:00
}

system imaging: files { at ward; path "/srv/imaging"; size 500 GB; changes 5 GB/day; rpo 30h; rto 24h; backup with files-standard }
system letters: files { at ward; path "/srv/letters"; size 50 GB; changes 1 GB/day; rpo 30h; rto 8h; backup with files-standard }

scenario fire {
  lose       ward
  recover    at cloud
  declare    within 30m
  provision  within 1h
  drill      every 6 months
  drilled    2026-09-14
}

scenario ransomware {
  compromise  production
  detected    after 14 days
  declare     within 1h
  provision   within 2h
  drill       every 6 months
  drilled     2026-09-14
}
`;

const FILE = 'clinic.backupplan';

/** The clinic's plan with parts of its text replaced; each must be there. */
export function changed(...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the plan does not say ${from}`);
    return text.replace(from, () => to);
  }, clinic);
}

function edit(name: string, ...replacements: readonly (readonly [string, string])[]): Case {
  return { name, before: { [FILE]: clinic }, after: { [FILE]: changed(...replacements) } };
}

const letters = clinic.split('\n').find((line) => line.startsWith('system letters')) ?? '';
const records = clinic.slice(clinic.indexOf('/// Patient'), clinic.indexOf('policy files-standard'));
const inPolicy = `full    daily at 01:00 to nas using restic
  copy    daily at 02:30 from nas to vault
  keep    daily for 30 days
  verify  restore weekly on monday at 05:00`;

export const cases: readonly Case[] = [
  {
    name: 'reformatted',
    before: { [FILE]: clinic },
    after: {
      [FILE]: changed(
        ['rpo       1h\n  rto       6h', 'rto 360m # six hours\n      rpo 60m'],
        ['/// Patient records.', '// Nothing to see here.'],
        ['database  "records"\n', ''],
        ['owner     "records team"', 'owner "records team"; database "records"'],
        ['health-data', 'health-data // of patients'],
        ['capacity 20 TB', 'capacity 20000 GB'],
      ),
    },
  },
  {
    name: 'moved-to-an-imported-file',
    before: { [FILE]: clinic },
    after: {
      'plans/hospital.backupplan': `import "systems/letters.backupplan"\n${changed([`${letters}\n`, ''], [records, ''])}\n${records}`,
      'plans/systems/letters.backupplan': `${letters}\n`,
    },
  },
  {
    name: 'policy-written-out',
    before: { [FILE]: clinic },
    after: { [FILE]: changed([letters, letters.replace('backup with files-standard', `backup {\n  ${inPolicy}\n  }`)]) },
  },
  edit('log-dropped', [
    'full    weekly on sunday at 02:00 to nas using pg_basebackup\n    log     continuous to nas\n',
    'full    daily at 02:00 to nas using pg_dump\n',
  ]),
  edit('copies-less-often', ['copy    every 15m from nas to vault', 'copy    every 6h from nas to vault']),
  edit('rpo-loosened', ['rpo       1h', 'rpo       12h'], ['copy    every 15m from nas to vault', 'copy    every 6h from nas to vault']),
  edit(
    'retain-loosened',
    ['retain    weekly for 6 weeks', 'retain    weekly for 2 weeks'],
    ['keep    weekly for 8 weeks', 'keep    weekly for 4 weeks'],
  ),
  edit('kept-shorter', ['keep    daily for 30 days', 'keep    daily for 10 days']),
  edit('lock-removed', ['immutable 35 days; ', '']),
  edit('vault-under-the-same-account', ['account backup-admin; ', '']),
  edit('key-burns-with-the-server', ['key vault-key { kept at cloud; escrow "bank safe" }', 'key vault-key { kept at ward }']),
  edit('system-renamed', ['system records:', 'system patients:']),
  {
    name: 'storage-renamed',
    before: { [FILE]: clinic },
    after: { [FILE]: clinic.replaceAll(/\bnas\b/g, 'filer') },
  },
  edit('system-removed', [`${letters}\n`, '']),
  edit('system-added', [
    `${letters}\n`,
    `${letters}\nsystem laboratory: mariadb { at ward; host "db2"; database "lab"; size 10 GB; changes 1 GB/day; rpo 1h; rto 4h }\n`,
  ]),
  edit('scenario-added', [
    'scenario ransomware {',
    'scenario both-sites-lost { lose ward, vault; recover at cloud; declare within 30m }\n\nscenario ransomware {',
  ]),
  edit(
    'accepted',
    ['copy    every 15m from nas to vault', 'copy    every 6h from nas to vault'],
    ['scenario fire {', 'accept rpo-unmet for records until 2027-06-30 because "the new line comes in May"\n\nscenario fire {'],
  ),
  edit(
    'ignored',
    ['copy    every 15m from nas to vault', 'copy    every 6h from nas to vault'],
    ['rpo       1h\n', 'rpo       1h // backupplan-ignore rpo-unmet: for now\n'],
  ),
  {
    name: 'turned-off',
    before: { [FILE]: changed(['copy    every 15m', 'copy    every 6h']) },
    after: { [FILE]: changed(['copy    every 15m', 'copy    every 6h']), 'backupplan.config.yaml': 'severity:\n  rpo-unmet: off\n' },
  },
  edit('archived-to-save-money', ['class standard-ia', 'class deep-archive']),
  edit('data-grows', ['size 500 GB; changes 5 GB/day', 'size 4 TB; changes 40 GB/day']),
  edit('restores-no-longer-tested', ['    verify  restore weekly on monday at 05:00\n', '']),
  edit('policy-changed', ['full    daily at 01:00 to nas using restic', 'full    weekly on sunday at 01:00 to nas using restic']),
  edit('rpo-tightened', ['rpo       1h', 'rpo       10m']),
  edit('rpo-tightened-and-kept', ['rpo       1h', 'rpo       30m']),
  edit('rpo-dropped', ['  rpo       1h\n', '']),
  edit('size-forgotten', ['  size      20 GB\n', '']),
  edit('price-unknown', ['fee 20 USD/month; ', '']),
  {
    name: 'mended',
    before: { [FILE]: changed(['copy    every 15m', 'copy    every 6h'], ['immutable 35 days; ', '']) },
    after: { [FILE]: clinic },
  },
  edit('copies-more-often', ['copy    every 15m from nas to vault', 'copy    every 5m from nas to vault']),
  edit('people-changed', [
    'contact ada { name "Ada Byron"; role "on call"; phone "+49 30 1" }',
    'contact ada { name "Ada Byron"; role "on call"; phone "+49 30 9" }',
  ]),
  edit('pack-dropped', ['comply    with gdpr\n', 'comply    with nist-800-34\n']),
  edit('cannot-be-read', ['copy    every 15m from nas to vault', 'copy    evry 15m from nas too vault']),
  {
    name: 'can-be-read-again',
    before: { [FILE]: changed(['copy    every 15m from nas to vault', 'copy    evry 15m from nas too vault']) },
    after: { [FILE]: changed(['copy    every 15m', 'copy    every 6h']) },
  },
  {
    name: 'price-in-the-catalogue',
    before: { [FILE]: clinic },
    after: {
      [FILE]: clinic,
      'backupplan.catalog.yaml': 'storages:\n  s3:\n    classes:\n      standard-ia: { price: 0.02 USD/GB/month }\n',
    },
  },
  {
    name: 'one-of-three-plans',
    before: { [FILE]: clinic, 'shop/shop.backupplan': small('Shop', 'orders'), 'old.backupplan': small('Old', 'ledger') },
    after: {
      [FILE]: changed(['rto       6h', 'rto       8h']),
      'shop/shop.backupplan': small('Shop', 'orders'),
      'new.backupplan': small('New', 'stock'),
    },
  },
];

function small(title: string, system: string): string {
  return `plan "${title}" { owner "it@example.com"; timezone "UTC" }
site office { kind office }
site cloud  { kind cloud; provider aws; region "eu-west-1" }
storage nas: nas  { at office; path "/srv/backup" }
storage vault: s3 { at cloud; bucket "b"; account other; immutable 35 days; encrypted }
system ${system}: files {
  at       office
  path     "/srv/${system}"
  size     10 GB
  changes  1 GB/day
  rpo      30h
  rto      8h
  backup {
    full    daily at 01:00 to nas using restic
    copy    daily at 02:30 from nas to vault
    keep    daily for 30 days
    verify  restore weekly on monday at 05:00
  }
}
`;
}
