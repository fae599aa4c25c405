#!/usr/bin/env bash
# PostgreSQL: how servers are read and brought back. Read after lib.sh, which says what has to be defined here.
# shellcheck source=lib.sh disable=SC2154

# ── PostgreSQL: connection and programs ───────────────────────────────────────────────────────────────────────────────────────
# What a script of a PostgreSQL system sets after it has read this file.
pg_host='' pg_port='' pg_user='' pg_passfile='' method=''
databases=()
superuser=postgres clean=()
: "${script_folder:?is set by the script before it reads this file}"

# reach_as_planned: what every question to a server goes by; the password comes from the credentials file and from nowhere else.
reach_as_planned() {
  unset PGDATABASE PGSERVICE PGOPTIONS PGPASSWORD PGHOSTADDR PGTARGETSESSIONATTRS
  export PGCONNECT_TIMEOUT=15 PGAPPNAME=backupplan
  [[ -z $pg_host ]] || export PGHOST=$pg_host
  [[ -z $pg_port ]] || export PGPORT=$pg_port
  [[ -z $pg_user ]] || export PGUSER=$pg_user
  if [[ -n $pg_passfile ]]; then
    need_credentials "$pg_passfile"
    export PGPASSFILE=$pg_passfile
  fi
}
connect() {
  reach_as_planned
  run_stage=connect
  run_server="PostgreSQL $(query 'show server_version')" || die "the server does not answer"
  use_postgres "$(($(query 'show server_version_num') / 10000))"
  [[ $method != dump ]] || find_databases
}
query() { limited psql -XAtqw -v ON_ERROR_STOP=1 -d "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}" -c "$1"; }

# use_postgres MAJOR: the programs of the server's own version come first.
use_postgres() {
  local folder
  for folder in "/usr/pgsql-$1/bin" "/usr/lib/postgresql/$1/bin" "${BACKUPPLAN_PG_BIN-}"; do
    [[ -z $folder || ! -d $folder ]] || PATH=$folder:$PATH
  done
  local have=0
  [[ ! $(pg_restore --version) =~ \)\ ([0-9]+) ]] || have=${BASH_REMATCH[1]}
  ((have >= $1)) || die "the PostgreSQL programs here are version $have, the server is $1: install postgresql-client-$1"
}

open_point() { use_postgres "$(manifest_field "$1" major)"; }

# ── PostgreSQL: full ──────────────────────────────────────────────────────────────────────────────────────────────────────────
# The databases of the plan, or all that are no templates; into wanted_databases.
find_databases() {
  local -a there=()
  local name other found
  mapfile -d '' -t there < <(limited psql -XAtqw0 -v ON_ERROR_STOP=1 -d "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}" \
    -c 'select datname from pg_database where datallowconn and not datistemplate order by datname')
  ((${#there[@]} > 0)) || die "the server shows no databases"
  wanted_databases=("${there[@]}")
  ((${#databases[@]} > 0)) || return 0
  wanted_databases=("${databases[@]}")
  for name in "${databases[@]}"; do
    found=no
    for other in "${there[@]}"; do [[ $other != "$name" ]] || found=yes; done
    [[ $found == yes ]] || die "the server has no database $(json_string "$name")"
  done
}

write_point() {
  case $method in
    dump) write_dump ;;
    base) write_base ;;
  esac
}

# Every database by pg_dump, and what belongs to none of them (roles, grants on them) by pg_dumpall.
write_dump() {
  local name file number=0
  local -a files=()
  run_tool=$(pg_dump --version)
  run_captured=$(date +%s)
  for name in "${wanted_databases[@]}"; do
    number=$((number + 1))
    file=$(printf 'database-%03d.dump' "$number")
    run_stage="dump $file"
    say "dumping $(json_string "$name")"
    # The name goes by the environment: as an argument it could be read as a connection string.
    PGDATABASE=$name limited pg_dump -w -Fc --lock-wait-timeout=600s -f "$workplace/$file"
    files+=("$(manifest_file "$file" "$name")")
  done
  run_stage='dump roles'
  # Roles come after the databases, so that no owner is missing.
  limited pg_dumpall -w -l "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}" --globals-only --no-tablespaces -f "$workplace/globals.sql"
  files+=("$(manifest_file globals.sql)")
  run_bytes=$(bytes_below "$workplace")
  write_manifest "$(printf '  "method": "dump",\n  "major": %s,\n  "superuser": %s,' "$(server_major)" "$(json_string "$(query 'select rolname from pg_roles where oid = 10')")")" "${files[@]}"
}
server_major() { printf '%s' $(($(query 'show server_version_num') / 10000)); }

# A physical copy of the whole server with the log that makes it consistent.
write_base() {
  local start
  [[ $(query "select count(*) from pg_tablespace where spcname not in ('pg_default', 'pg_global')") == 0 ]] ||
    die "the server has tablespaces of its own, which a plain base backup cannot hold: use pgbackrest"
  run_tool=$(pg_basebackup --version)
  run_stage='base backup'
  # From within: it makes the folders of a path that it misses, also where the storage is not mounted any more.
  (cd -- "$workplace" && limited pg_basebackup -w -D base -F plain -X stream -c fast --manifest-checksums=SHA256 -l "backupplan $run_point")
  # Consistent only from its end on; the next whole second is after it.
  run_captured=$(($(date +%s) + 1))
  start=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]\{24\}\))$/\1/p' "$workplace/base/backup_label")
  [[ -n $start ]] || die "the base backup has no backup_label"
  # Of all else the base backup has sums of its own.
  (cd -- "$workplace/base" && find pg_wal -type f -print0 | sort -z | xargs -0 -r b2sum -l 256 --) >"$workplace/log.b2"
  run_bytes=$(bytes_below "$workplace")
  write_manifest "$(printf '  "method": "base",\n  "major": %s,\n  "walStart": "%s",\n  "serverId": "%s",\n  "superuser": %s,' "$(server_major)" "$start" \
    "$(query 'select system_identifier from pg_control_system()')" "$(json_string "$(query 'select rolname from pg_roles where oid = 10')")")" \
    "$(manifest_file base/backup_manifest)" "$(manifest_file log.b2)"
}

# check_point FOLDER: reads all of it. pg_restore -l is content with half a dump; writing the dump out to nowhere is not.
check_point() {
  local sum size name rest
  check_files "$1" || return 1
  case $(manifest_field "$1" method) in
    dump)
      while IFS=' ' read -r sum size name rest; do
        case $name in
          *.dump) limited pg_restore -f /dev/null "$1/$name" || return 1 ;;
          globals.sql) grep -qx -e '-- PostgreSQL database cluster dump complete' "$1/$name" || return 1 ;;
        esac
      done < <(manifest_files "$1")
      ;;
    base)
      # It hands the path on to a shell, so it gets one without the storage's name.
      (cd -- "$1" && limited pg_verifybackup -q base) || return 1
      [[ ! -f $1/log.b2 ]] || (cd -- "$1/base" && b2sum --check --quiet --strict ../log.b2) || return 1
      ;;
    *) return 1 ;;
  esac
}

# ── PostgreSQL: log ───────────────────────────────────────────────────────────────────────────────────────────────────────────
# What the server's archive_command and a restored server's restore_command do with one storage.
archive_segment() { # STORAGE PATH NAME NOW
  { is_packed "$1" || storage_is_there "$1"; } && store_log "$@"
}
fetch_segment() { # STORAGE NAME PATH: false where it is not there, or damaged
  local folder line
  if is_packed "$1"; then
    fetch_packed_log "$1" "$2" "$3"
    return
  fi
  folder=$(log_path "$1")
  if ! storage_is_there "$1" || [[ ! -f $folder/$2 ]]; then return 1; fi
  line=$(index_line "$folder" "$2")
  if [[ -n $line && $(sha256_of "$folder/$2") != "${line##* }" ]]; then
    say "$2 on $1 is damaged; trying the next storage"
    return 1
  fi
  cp -- "$folder/$2" "$3"
}
log_key_at=8 log_shelf=16
is_log_name() { [[ $1 =~ ^([0-9A-F]{24}(\.partial|\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history)$ ]]; }
segments() { find "$1" -maxdepth 1 -type f -regextype posix-extended -regex '.*/[0-9A-F]{24}' -printf '%f\n' | sort -k 1.9; }

log_start() { manifest_field "$2" walStart; }

segment_number() { # NAME SEGMENT-SIZE
  printf '%s\n' $((16#${1:8:8} * (4294967296 / $2) + 16#${1:16:8}))
}
# check_log STORAGE: every file as the index says, and no hole from the oldest point on.
check_log() {
  local folder name last='' number bytes bad=0 oldest start=''
  folder=$(log_path "$1")
  [[ -d $folder ]] || return 0
  read_index "$folder"
  oldest=$(oldest_point "$1")
  if [[ -z ${log_keep[$1]-} && -n $oldest ]]; then start=$(manifest_field "$(points_path "$1")/$oldest" walStart); fi
  while read -r name; do
    if ! log_is_whole "$1" "$name"; then
      say "log $name on $1 is damaged"
      bad=1
    fi
    bytes=$(stat -c %s -- "$folder/$name")
    number=$(segment_number "$name" "$bytes")
    if [[ -n $start ]]; then
      if ((number < $(segment_number "$start" "$bytes"))); then continue; fi
      if [[ -z $last ]]; then last=$(($(segment_number "$start" "$bytes") - 1)); fi
    fi
    if [[ -n $last ]] && ((number > last + 1)); then
      say "the log on $1 has a hole of $((number - last - 1)) segments before $name"
      bad=1
    fi
    last=$number
  done < <(segments "$folder")
  if [[ -n $start && -z $last ]]; then
    say "the log on $1 does not have $start, which the oldest point starts with"
    bad=1
  fi
  return "$bad"
}

# ── PostgreSQL: restored servers ──────────────────────────────────────────────────────────────────────────────────────────────
# A restored server lies in FOLDER/server and can be reached through the socket in FOLDER alone, which only its owner may enter.
in_restored() { # FOLDER COMMAND…
  local folder=$1
  shift
  env -u PGPASSFILE PGHOST="$folder" PGPORT=5432 PGUSER="$superuser" "$@"
}
restored_query() { # FOLDER DATABASE SQL
  PGDATABASE=$2 in_restored "$1" psql -XAtqw -v ON_ERROR_STOP=1 -c "$3"
}
restored_databases() { # FOLDER: NUL-separated
  in_restored "$1" psql -XAtqw0 -v ON_ERROR_STOP=1 -d template1 -c 'select datname from pg_database where datallowconn and not datistemplate order by datname'
}

# A connection string that names this database, whatever it is called.
conninfo() {
  local text=${1//\\/\\\\}
  printf "dbname='%s'" "${text//\'/\\\'}"
}

can_restore() {
  [[ $(id -u) != 0 ]] || die "PostgreSQL refuses to run as root: run this script as the user postgres"
  ((${#1} <= 90)) || die "the folder's name is too long for a socket (90 bytes): $1"
}
start_server() { # FOLDER
  (without_locks pg_ctl -D "$1/server" -l "$1/server.log" -s -w -t "${BACKUPPLAN_TIMEOUT:-86400}" start >/dev/null) || {
    explain_start "$1"
    return 1
  }
  running_server=$1
}
stop_server() { pg_ctl -D "$1/server" -s -m "$2" -w stop >/dev/null 2>&1 || true; }
explain_start() {
  say "the restored server did not start; the end of $1/server.log:"
  tail -n 5 "$1/server.log" >&2
}
conf_string() { # for postgresql.conf
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\'\'}"
}
private_settings() { # FOLDER: a copy reaches nobody and nobody reaches it, but for its owner
  printf '# --- restored copy: begin ---\n'
  printf "listen_addresses = ''\nport = 5432\nunix_socket_directories = %s\nunix_socket_permissions = 0700\n" "$(conf_string "$1")"
  printf "hba_file = %s\narchive_mode = off\nmax_logical_replication_workers = 0\nlogging_collector = off\nlog_destination = 'stderr'\nssl = off\n" "$(conf_string "$1/server/pg_hba.restored.conf")"
}

log_applies() { [[ ${#log_storages[@]} -gt 0 && $(manifest_field "$1" method) == base ]]; }
newest_log() { tail -n 1 "$(log_path "$1")/index" 2>/dev/null | cut -d ' ' -f 2 || true; }
restored_words() { printf 'Connect with: psql -h %s -p 5432 -U %s' "$1" "$(json_string "$superuser")"; }

restore_point() {
  superuser=$(json_text "$(manifest_field "$1" superuser)")
  case $(manifest_field "$1" method) in
    dump) restore_dump "$1" "$2" ;;
    base) restore_base "$1" "$2" "$3" ;;
  esac
}

restore_dump() { # POINT-FOLDER FOLDER
  run_stage='new server'
  initdb -D "$2/server" -U "$superuser" -E UTF8 --locale=C --auth-local=trust --auth-host=reject >/dev/null
  cp -- "$2/server/pg_hba.conf" "$2/server/pg_hba.restored.conf"
  private_settings "$2" >>"$2/server/postgresql.auto.conf"
  start_server "$2"
  # The new server's own empty databases give way.
  clean=(--clean --if-exists)
  load_dump "$1" in_restored "$2"
  run_stage=analyze
  in_restored "$2" vacuumdb -w --all --analyze-only --quiet
}

# load_dump POINT-FOLDER COMMAND…: through a command that sets the connection. Roles that are not there yet, then the databases with their owners, grants and settings.
load_dump() {
  local point=$1 sum size name rest known
  shift
  run_stage=roles
  known=$("$@" psql -XAtqw -v ON_ERROR_STOP=1 -d template1 -c "select format('CREATE ROLE %I;', rolname) from pg_roles")
  grep -vxF -e "$known" "$point/globals.sql" | "$@" psql -Xqw -v ON_ERROR_STOP=1 -d template1 -f - >/dev/null
  while IFS=' ' read -r sum size name rest; do
    [[ $name == *.dump ]] || continue
    run_stage="restore $name"
    say "restoring the database $rest"
    "$@" "${limit[@]}" pg_restore -w -d template1 --create "${clean[@]}" --exit-on-error --no-tablespaces -j "${BACKUPPLAN_RESTORE_JOBS:-2}" "$point/$name"
  done < <(manifest_files "$point")
}

# The files of a base, and the place in the log from which on it is consistent.
place_base() { limited cp -R --preserve=mode,timestamps,links --reflink=auto --no-target-directory -- "$1/base" "$2"; } # POINT-FOLDER FOLDER
base_end() { sed -n 's/.*"End-LSN": "\([0-9A-F/]*\)".*/\1/p' "$1/base/backup_manifest" | tail -n 1; }                  # POINT-FOLDER

# recovery_limits FOLDER: settings that recovery needs at least as large as they were on the server that wrote the log.
recovery_limits() {
  local setting
  for setting in max_connections max_worker_processes max_wal_senders max_prepared_xacts max_locks_per_xact; do
    printf '%s = %s\n' "${setting/%_xacts/_transactions}" "$(control "$1" "$setting setting")" | sed 's/_per_xact /_per_transaction /'
  done
}
control() { pg_controldata -D "$1" | sed -n "s/^$2: *//p"; } # FOLDER NAME: what the server noted of itself

restore_base() { # POINT-FOLDER FOLDER TARGET
  local command target=$3 last_commit=''
  if [[ $target != latest && $target != immediate ]]; then
    run_stage='find the instant in the log'
    find_last_commit "$target"
    # Nothing since the base was taken: its own end is the state.
    if [[ -z $last_commit ]] || ! lsn_after "$last_commit" "$(base_end "$1")"; then target=immediate; fi
  fi
  run_stage='copy base'
  place_base "$1" "$2/server.partial"
  chmod 700 "$2/server.partial"
  mv -T -- "$2/server.partial" "$2/server"
  # Debian keeps the configuration elsewhere: the copy runs with defaults then.
  [[ -e $2/server/postgresql.conf ]] || : >"$2/server/postgresql.conf"
  [[ -e $2/server/pg_ident.conf ]] || : >"$2/server/pg_ident.conf"
  printf 'local all all trust\nlocal replication all trust\n' >"$2/server/pg_hba.restored.conf"
  command=${script_folder//\'/\'\\\'\'}
  {
    private_settings "$2"
    recovery_limits "$2/server"
    printf 'restore_command = %s\n' "$(conf_string "'${command//%/%%}/restore-wal.sh' %f %p")"
    printf "recovery_target_action = promote\nrecovery_target_timeline = %s\n" "$(conf_string "${BACKUPPLAN_TIMELINE:-latest}")"
    case $target in
      latest) ;;
      immediate) printf "recovery_target = 'immediate'\n" ;;
      *) printf 'recovery_target_lsn = %s\n' "$(conf_string "$last_commit")" ;;
    esac
  } >>"$2/server/postgresql.auto.conf"
  : >"$2/server/recovery.signal"
  sync -f "$2/server"
  run_stage='replay log'
  ((${#packed[@]} == 0)) || know_lost "${log_storages[@]}"
  start_server "$2" || die "recovery failed"
  # pg_ctl comes back when the server can be read; recovery goes on until it is promoted.
  while [[ $(restored_query "$2" template1 'select pg_is_in_recovery()' 2>/dev/null) != f ]]; do
    if ! pg_ctl -D "$2/server" status >/dev/null; then
      explain_start "$2"
      die "recovery failed"
    fi
    sleep 0.2
  done
}

# find_last_commit INSTANT: sets last_commit to where the last transaction up to then lies in the log; empty if there is none.
# PostgreSQL's own recovery_target_time stops at the first later commit, but a DROP DATABASE deletes the files before it commits:
# stopping right after the last commit of the time asked for is the same state without such half-done work.
find_last_commit() {
  local storage name instant=${1%+00} seconds i first later=no time lsn
  local -a names times
  seconds=$(date -u -d "$1" +%s)
  for storage in "${log_storages[@]}"; do
    storage_is_there "$storage" || continue
    names=() times=()
    while read -r name time; do
      names+=("$name") times+=("$time")
    done < <(archived_segments "$storage")
    ((${#names[@]} > 0)) || continue
    # What happened then lies in no segment that was archived before.
    first=${#names[@]}
    for i in "${!names[@]}"; do
      if ((times[i] >= seconds)); then
        first=$i
        break
      fi
    done
    for ((i = first; i < ${#names[@]}; i++)); do
      log_at "$storage" "${names[i]}" >/dev/null || continue 2
      while read -r time lsn; do
        if [[ $time > ${instant/ /T} ]]; then
          later=yes
          break
        fi
        last_commit=$lsn
      done < <(commits_in "$storage" "${names[i]}")
      [[ $later == no ]] || break
    done
    [[ $later == yes ]] || continue
    for ((i = first - 1; i >= 0; i--)); do
      [[ -z $last_commit ]] || break
      log_at "$storage" "${names[i]}" >/dev/null || continue 2
      last_commit=$(commits_in "$storage" "${names[i]}" | tail -n 1 | cut -d ' ' -f 2)
    done
    return 0
  done
  die "the log does not reach $1: no later transaction is in it. Ask for an earlier instant, or leave --to out to take all the log there is"
}
archived_segments() { # STORAGE: lines "NAME ARCHIVED", in the order of the log
  local folder name
  folder=$(log_path "$1")
  [[ -d $folder ]] || return 0
  read_index "$folder"
  while read -r name; do printf '%s %s\n' "$name" "${index_time[$name]:-0}"; done < <(segments "$folder")
}
commits_in() { commits "$(log_at "$1" "$2")"; } # STORAGE NAME
# commits SEGMENT: lines "TIME LSN". The last record may go on in the next segment, which pg_waldump takes for an error.
commits() {
  { TZ=UTC pg_waldump -r Transaction "$1" 2>/dev/null || true; } |
    sed -n 's/^.* lsn: \([0-9A-F/]*\), .* desc: COMMIT\(_PREPARED\)\{0,1\} \([0-9]\{4\}-[0-9-]*\) \([0-9:.]*\) UTC.*$/\3T\4 \1/p'
}
lsn_after() { (($(lsn_number "$1") > $(lsn_number "$2"))); } # LSN LSN
lsn_number() { printf '%s' $(((16#${1%/*} << 32) + 16#${1#*/})); }

# check_restored POINT-FOLDER FOLDER: the dump's tables are all there, B-trees and heaps are sound.
check_restored() {
  local sum size name rest wanted found tables
  local -a names=()
  run_stage='check restored'
  mapfile -d '' -t names < <(restored_databases "$2")
  ((${#names[@]} > 0)) || die "the restored server has no databases"
  if [[ $(manifest_field "$1" method) == dump ]]; then
    while IFS=' ' read -r sum size name rest; do
      [[ $name == *.dump ]] || continue
      wanted=$(pg_restore -l "$1/$name" | grep -c '^[0-9]*; 1259 [0-9]* TABLE ' || true)
      rest=${rest#\"}
      found=$(restored_query "$2" "$(json_text "${rest%\"}")" "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')")
      [[ $found == "$wanted" ]] || die "database \"$rest has $found tables, the dump $wanted"
    done < <(manifest_files "$1")
  fi
  tables=0
  for name in "${names[@]}"; do
    tables=$((tables + $(restored_query "$2" "$name" "select count(*) from pg_stat_user_tables")))
    if [[ $(restored_query "$2" "$name" "select count(*) from pg_available_extensions where name = 'amcheck'") == 1 ]] && command -v pg_amcheck >/dev/null; then
      restored_query "$2" "$name" 'create schema backupplan_amcheck'
      in_restored "$2" pg_amcheck -w --install-missing=backupplan_amcheck "$(conninfo "$name")" || die "amcheck found damage in $(json_string "$name")"
      restored_query "$2" "$name" 'set client_min_messages = error; drop schema backupplan_amcheck cascade'
    else
      say "amcheck is not installed: the tables were not examined"
    fi
  done
  say "checked: ${#names[@]} databases, $tables tables"
}

# meets_expectation FOLDER: the plan's query (`verify restore … expect`) gives neither false nor 0 nor nothing.
meets_expectation() {
  local answer name=${databases[0]-}
  [[ -n $expect ]] || return 0
  if [[ -z $name ]]; then name=$(restored_query "$1" template1 "select datname from pg_database where datallowconn and not datistemplate order by datname <> 'postgres' desc, datname limit 1"); fi
  answer=$(restored_query "$1" "$name" "$expect")
  [[ -n $answer && $answer != f && $answer != 0 ]] || {
    say "the plan's query gave $(json_string "$answer"): $expect"
    return 1
  }
}

# ── PostgreSQL: in place ──────────────────────────────────────────────────────────────────────────────────────────────────────
read_in_place() {
  [[ $(manifest_field "$1" method) == dump || -n $2 ]] || wrong_use '--in-place of a base backup needs --data-directory, the folder of the server that is replaced'
}
replace_system() {
  case $(manifest_field "$1" method) in
    dump) replace_dump "$1" ;;
    base) replace_base "$1" "$2" "$3" ;;
  esac
}

# The damaged databases stay under another name until a person drops them.
replace_dump() { # POINT-FOLDER
  local point=$1 sum size name rest stamp others
  connect
  superuser=${PGUSER-}
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  run_stage='set damaged databases aside'
  while IFS=' ' read -r sum size name rest; do
    [[ $name == *.dump ]] || continue
    rest=${rest#\"}
    rest=$(json_text "${rest%\"}")
    [[ $rest != "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}" ]] || die "the database $rest cannot be replaced while we are connected to it: set BACKUPPLAN_MAINTENANCE_DATABASE to another"
    others=$(set_aside "$rest" "$stamp" "select count(*) from pg_stat_activity where datname = :'name'")
    [[ $others == 0 ]] || die "$others connections to $(json_string "$rest"): stop what uses it first"
    set_aside "$rest" "$stamp" "select format('alter database %I rename to %I', datname, left(datname, 40) || '.damaged-' || :'stamp') from pg_database where datname = :'name' \\gexec"
  done < <(manifest_files "$point")
  load_dump "$point" env
  say "the databases are replaced; the old ones are called NAME.damaged-$stamp. Take a full backup now"
}
set_aside() { # DATABASE STAMP SQL
  printf '%s\n' "$3" | limited psql -XAtqw -v ON_ERROR_STOP=1 -v name="$1" -v stamp="$2" -d "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}" -f -
}

replace_base() { # POINT-FOLDER TARGET DATA-DIRECTORY
  local folder=$3 stamp fresh
  [[ $folder == /*/* ]] || wrong_use '--data-directory needs an absolute path'
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  fresh=${folder%/}.restored-$stamp
  can_restore "$fresh"
  # What counts is that no server runs.
  stop_services
  if [[ -e $folder/postmaster.pid ]] && pg_ctl -D "$folder" status >/dev/null; then die "a server is running in $folder: stop it first"; fi
  new_folder "$fresh"
  restore_point "$1" "$fresh" "$2"
  check_restored "$1" "$fresh"
  meets_expectation "$fresh" || say "look before you go on: nothing else is wrong"
  stop_server "$fresh" fast
  running_server=''
  # From here on it is the production server again: the settings of a private copy go.
  sed -i '/^# --- restored copy: begin ---$/,$d' "$fresh/server/postgresql.auto.conf"
  rm -f -- "$fresh/server/pg_hba.restored.conf"
  if [[ -e $folder ]]; then mv -T -- "$folder" "${folder%/}.damaged-$stamp"; fi
  mv -T -- "$fresh/server" "$folder"
  start_services
  say "$folder is replaced; the old one is ${folder%/}.damaged-$stamp. Start the server, and take a full backup now: it is on a new timeline"
}
