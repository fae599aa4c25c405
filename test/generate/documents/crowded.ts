/** A plan with every sort of recovery in it: scripts, tools by hand, managed, custom, standby, redeployed, exempt, unrecoverable. */
export const crowded = `
/// Everything at once.
plan "Crowded" {
  owner     "ops@crowd.example"
  timezone  "Europe/Berlin"
  comply    with gdpr
  review    every 6 months
  reviewed  2026-08-31
  notify    "mailto:ops@crowd.example", "https://chat.crowd.example/hook"
}
site home  { kind datacenter; region "eu-central" }
site far   { kind cloud; provider aws; region "eu-west-1"; link to home 1 Gbit/s }
storage disk: disk    { at home; path "/srv/backup" }
storage tapes: tape   { at far; offline }
storage bucket: gcs   { at far; bucket "crowd"; account keeper; immutable 40 days; encrypted with main }
storage box: sftp     { at far; host "box.crowd.example"; user "backup"; path "/backup"; account keeper; immutable 40 days }
key main { kept at far; escrow "bank safe" }

/// Orders.
system orders: postgresql {
  at home; host "db1.crowd.example"; port 5433; database "orders", "billing"; service "postgresql@15-main"; size 40 GB; changes 4 GB/day
  holds personal-data; owner "dba@crowd.example"; rpo 2h; rto 8h; note "The billing run is at 03:00."
  backup {
    full daily at 02:00 to disk using pg_dump
    copy after full from disk to bucket
    keep 20 days
    verify restore weekly on monday at 05:00 expect "select count(*) > 0 from orders"
  }
}
system shop: mariadb  { at home; host "db2.crowd.example"; database "shop"; size 10 GB; changes 1 GB/day; rpo 26h; rto 8h
  backup { full daily at 03:00 to disk; copy after full from disk to bucket; keep 20 days } }
system wiki: mysql    { at home; host "db3.crowd.example"; database "wiki"; size 10 GB; changes 1 GB/day
  backup { full weekly on sunday at 03:00 to disk using mariadb-backup; incremental daily at 03:00 to disk using mariadb-backup; copy daily at 06:00 from disk to box; keep 20 days } }
system pictures: files { at home; path "/srv/pictures", "/srv/more pictures"; size 1 TB; changes 1 GB/day; depends on orders
  backup { full daily at 01:00 to box using restic; keep 20 days } }
system archive: files { at home; path "/srv/archive"; size 1 TB; changes 1 GB/day
  backup { full weekly on sunday at 01:00 to tapes using tar; keep 60 days } }
system cache: redis   { at home; size 1 GB; changes 1 GB/day; service "redis-server"
  backup { full every 6h to disk; copy after full from disk to bucket; keep 20 days } }
system cluster: etcd  { at home; size 1 GB; changes 10 MB/day
  backup { full every 6h to disk; copy after full from disk to bucket; keep 20 days } }
system notes: sqlite  { at home; path "/var/lib/notes/notes.db"; size 1 GB; changes 10 MB/day
  backup { full daily at 04:00 to disk; copy after full from disk to bucket; keep 20 days } }
system papers: mongodb { at home; size 5 GB; changes 100 MB/day
  backup { full daily at 04:00 to disk; copy after full from disk to bucket; keep 20 days } }
system pods: kubernetes { at home; namespace "shop", "wiki"; size 5 GB; changes 100 MB/day
  backup { full daily at 04:00 to bucket; keep 20 days } }
system books: saas    { at far; size 5 GB; changes 100 MB/day; points with "books points"; restore with "books restore LATEST"
  backup { full daily at 04:00 to bucket managed by "Books Cloud"; keep 20 days } }
system legacy: custom { at home; size 5 GB; changes 100 MB/day; dump with "legacy dump"; load with "legacy load"
  backup { full daily at 04:00 to disk; copy after full from disk to bucket; keep 20 days } }
system live: postgresql { at home; host "db4.crowd.example"; size 5 GB; changes 100 MB/day; rpo 1m; rto 1h; standby at far host "db5.crowd.example" lag 10s failover 5m
  backup { full daily at 04:00 to disk using pg_basebackup; log continuous to disk; keep 20 days } }
system local: files   { at home; path "/srv/local"; size 5 GB; changes 100 MB/day
  backup { full daily at 04:00 to disk using restic; keep 20 days } }
system scratch: files { at home; path "/scratch"; size 5 GB; changes 1 GB/day; exempt because "can be computed again" }
system web: application { at home; redeploy "deploy --to far" taking 20m; depends on orders, pictures }

/// The house burns.
scenario fire { lose home; recover at far; declare within 30m; provision within 1h; rpo 12h; likelihood 1 per 50 years; drill every 1 year; drilled 2026-05-31
  step detect "Ring the porter" by anna
  step recover "Bring the tapes from the bank; ask for box 7" by bert taking 2h
  step recover "Compare the last invoice" for orders by bert taking 15m
  step "Warm the cache" for web taking 5m
  step verify "Order something" by anna
  step failback "Move back on a Sunday" }
scenario intruder { compromise production; detected after 10 days; declare within 1h; provision within 4h }
scenario mistake { corrupt orders, shop, pictures, live; detected after 2 days; declare within 15m }
scenario box-lost { lose box }
contact anna { name "Anna <b>A.</b>"; role "On call"; phone "+49 1"; email "anna@crowd.example"; escalate after 15m }
contact bert { role "Incident commander, declares" }
accept restore-untested for archive until 2027-12-31 because "read back by the bank every year"
`;
