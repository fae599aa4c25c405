/** The plan that somebody starts from: small, whole and clean, with a comment where a team puts its own facts. */

/** What of it differs from team to team; statements stand on lines of their own. */
export interface Start {
  /** Further statements of the plan. */
  readonly plan: string;
  /** The declaration of the system. */
  readonly system: string;
  /** How long the far storage is locked, and how late an intruder is found. */
  readonly locked: string;
  readonly detected: string;
}

/** Names that it declares. */
export const startNames: ReadonlySet<string> = new Set(['office', 'cloud', 'nas', 'vault', 'vault-key', 'office-lost', 'ransomware']);

export function starter({ plan, system, locked, detected }: Start): string {
  return `/// What this plan protects, and for whom.
plan "My service" {
  owner     "team@example.com"         // who answers for it
  timezone  "UTC"                      // the clock of your schedules
  notify    "mailto:team@example.com"  // who hears of a failed job
${plan}}

site office { kind office }
site cloud  { kind cloud; provider aws; region "eu-west-1" }

storage nas: nas { at office; path "/srv/backup" }

storage vault: s3 {
  at         cloud
  bucket     "my-service-backups"
  class      standard-ia
  account    backup-admin  // not the account that production runs under
  immutable  ${locked}
  encrypted  with vault-key
}

key vault-key { kept at cloud; escrow "sealed envelope, bank safe" }

${system}
scenario office-lost {
  lose       office
  recover    at cloud
  declare    within 30m
  provision  within 1h
  drill      every 6 months
}

scenario ransomware {
  compromise  production
  detected    after ${detected}
  declare     within 1h
  provision   within 2h
}
`;
}

export const starterPlan = starter({
  plan: '',
  system: `/// The database. Put in its real size and how much of it changes.
system database: postgresql {
  at        office
  host      "db.example.com"
  database  "app"
  size      20 GB
  changes   1 GB/day
  rpo       1h  // the most work, in time, that may be lost
  rto       4h  // how long until it is back

  backup {
    full    daily at 02:00 to nas using pg_basebackup
    log     continuous to nas
    copy    every 30m from nas to vault
    keep    daily for 31 days, monthly for 13 months
    verify  checksum daily at 06:00
    verify  restore weekly on monday at 05:00
  }
}
`,
  locked: '35 days',
  detected: '14 days',
});
