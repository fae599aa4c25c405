/** The plan that somebody starts from: small, whole and clean, with a comment where a team puts its own facts. */
export const starterPlan = `/// What this plan protects, and for whom.
plan "My service" {
  owner     "team@example.com"         // who answers for it
  timezone  "UTC"                      // the clock of your schedules
  notify    "mailto:team@example.com"  // who hears of a failed job
}

site office { kind office }
site cloud  { kind cloud; provider aws; region "eu-west-1" }

storage nas: nas { at office; path "/srv/backup" }

storage vault: s3 {
  at         cloud
  bucket     "my-service-backups"
  class      standard-ia
  account    backup-admin  // not the account that production runs under
  immutable  35 days
  encrypted  with vault-key
}

key vault-key { kept at cloud; escrow "sealed envelope, bank safe" }

/// The database. Put in its real size and how much of it changes.
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

scenario office-lost {
  lose       office
  recover    at cloud
  declare    within 30m
  provision  within 1h
  drill      every 6 months
}

scenario ransomware {
  compromise  production
  detected    after 14 days
  declare     within 1h
  provision   within 2h
}
`;
