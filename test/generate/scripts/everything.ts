const sites =
  'site here { kind datacenter } site there { kind datacenter } storage nas: disk { at here; path "/srv/nas" } storage usb: removable { at here; path "/mnt/usb"; account vault-keeper }';
/** A plan of every engine and every kind of script, with names that would run the command if a shell took them for more than words. */
export function everythingNamed(command: string): string {
  const names = String.raw`"a'; $(${command})", "-rf", "\u{fc} \"x\" %d", "two\nlines", "${'`'}${command}${'`'}"`;
  return `plan "It's \\"all\\" $(${command}) %n" { timezone "Europe/Berlin"; notify "mailto:x@y.example", "https://chat.example/hook"; ping "https://p.example/x"; metrics "/var/lib/m" }
  ${sites} storage vault: s3 { at here; bucket "b"; path "it's $(${command})" } storage box: sftp { at here; host "box.example"; user "keeper"; path "/srv/-x 'y'"; account vault-keeper; encrypted with k }
  system shop: postgresql { at here; host "db"; port 5433; user "o'neill"; credentials from "/etc/it's.pgpass"; database ${names}; service "postgresql@15-main"; size 1 GB; changes 1 GB/day
    standby at there host "it's $(${command})" lag 10s failover 5m; standby at there failover 1h
    backup { full daily at 02:00 to nas using pg_basebackup; log continuous to nas lag 2m; copy after full from nas to usb
             keep daily for 30 days, 12 monthly, 5 last; keep on usb forever; keep logs on usb 40 days; verify checksum daily at 06:00; verify restore weekly on monday at 05:00 expect "select '$x' <> ''" }
    backup { full weekly on sunday at 03:00 to usb using pg_dump; keep 1 year } }
  key k { kept at here }
  system ledger: postgresql { at here; host "/run/postgresql"; user "o'neill"; size 1 GB; changes 1 GB/day
    backup { full weekly on sunday at 02:00 to nas using pgbackrest encrypted with k; incremental hourly to nas using pgbackrest; log continuous to nas, vault; full weekly on sunday at 03:00 to usb using pgbackrest
             full weekly on sunday at 04:00 to vault using pgbackrest
             copy after full from nas to usb; keep on nas 5 last } }
  system books: mariadb { at here; host "/run/m'ysql.sock"; user "o'neill"; credentials from "/etc/it's.cnf"; database ${names}; size 1 GB; changes 1 GB/day
    backup { full daily at 02:00 to nas; log continuous to nas lag 2m; log hourly to usb; copy after log from nas to usb; keep 5 last; verify restore weekly on monday at 05:00 expect "select 1" } }
  scenario fire { lose here; declare within 10m }
  system web: application { at here; redeploy "true"; service "we'b"; depends on shop }
  system docs: files { at here; path "/srv/it's $(${command})", "/etc/x"; exclude "*.tmp", "/srv/-x"; size 1 GB; changes 1 GB/day; credentials from "/etc/pass word"
    backup { full daily at 01:00 to nas using restic; copy hourly from nas to vault; keep 3 last; verify restore weekly on monday at 05:00 expect "select 1" } }
  system archive: files { at here; path "/srv/-rf"; exclude "a b/*"; size 1 GB; changes 1 GB/day
    backup { full weekly on sunday at 01:00 to nas using tar; incremental daily at 02:00 to nas using tar; copy hourly from nas to usb; keep 3 last } }
  system mail: files { at here; path "/srv/-mail's"; exclude "*.tmp"; size 1 GB; changes 1 GB/day; credentials from "/etc/it's"
    backup { full daily at 01:00 to nas using borg; full daily at 02:00 to box using borg; full daily at 03:00 to vault using borg; copy hourly from nas to usb; keep 3 last } }
  system site: files { at here; path "/srv/-rf"; exclude "a b/*"; size 1 GB; changes 1 GB/day
    backup { full daily at 01:00 to nas using rsync; copy hourly from nas to usb; copy hourly from nas to box; keep 3 last } }
  system cache: redis { at here; user "o'neill"; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to vault; copy hourly from vault to box; keep 3 last; verify checksum daily at 04:00 } }
  system files: mariadb { at here; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to nas using mariadb-backup; incremental hourly to nas using mariadb-backup; keep 5 last } }
  system cluster: etcd { at here; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to nas; keep 3 last } }
  system code: git { at here; path "/srv/it's.git"; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to nas; keep 3 last } }
  system ldap: custom { at here; dump with "slapcat | sed 's/$x//'"; load with "slapadd"; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to nas; keep 3 last } }
  system mine: mysql { at here; host "db"; user "o'neill"; credentials from "/etc/it's.cnf"; database ${names}; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to nas; log continuous to nas; keep 3 last } }
  storage odd: disk { at here; path "/srv/odd's $(${command})" }
  system notes: sqlite { at here; path "/srv/it's $(${command}).db"; size 1 GB; changes 1 GB/day
    backup { full daily at 01:00 to odd; copy after full from odd to usb; keep 3 last; verify checksum daily at 06:00; verify restore weekly on monday at 05:00 } }
  system pictures: files { at here; path "/srv/it's $(${command})"; size 1 GB; changes 1 GB/day
    backup { full weekly on sunday at 01:00 to odd using tar; incremental daily at 02:00 to odd using tar; copy daily at 04:00 from odd to usb; keep 3 last; verify restore weekly on monday at 05:00 } }
  system documents: mongodb { at here; size 1 GB; changes 1 GB/day; backup { full daily at 01:00 to nas; keep 3 last } }`;
}
