#!/usr/bin/env bash
# MariaDB: where it differs from MySQL, and backups of its files. Read after lib.sh and mysql-family.sh, which say what has to be defined here.
# shellcheck source=mysql-family.sh disable=SC2154

product=MariaDB programs_word='install mariadb-server, or set BACKUPPLAN_MARIADB_BIN' programs_folder=BACKUPPLAN_MARIADB_BIN
declare -gA programs=([server]=mariadbd [client]=mariadb [dump]=mariadb-dump [binlog]=mariadb-binlog [admin]=mariadb-admin [check]=mariadb-check [install]=mariadb-install-db)
dump_options=(--single-transaction --quick --routines --events --triggers --hex-blob --max-allowed-packet=1G)
position_option=--master-data=2 replay_options=() server_options=(--skip-slave-start) any_proxied=%
kept_accounts="'mariadb.sys@localhost'" processes=information_schema.processlist
log_mark() { query 'select @@gtid_binlog_pos'; }

# ── MariaDB: accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────
dump_accounts() { limited mariadb-dump "${server[@]}" --insert-ignore --system=users --result-file="$workplace/users.sql"; }

# Grants on single tables and routines of databases that the plan leaves out have nothing to be on (1146, 1305).
load_accounts() { tolerate "$2" 1146 1305 <"$1/users.sql"; }

# The others stay as they are there.
add_accounts() {
  local known
  known=$(query "select concat('\`', replace(user, '\`', '\`\`'), '\`@\`', replace(host, '\`', '\`\`'), '\`\n''', user, '''@''', host, '''') from mysql.user where not is_role = 'Y'" | sed 's/\\n/\n/g')
  known+=$'\n'$(query "select concat(' ''', user, ''' ') from mysql.user where is_role = 'Y'")
  grep -vF -e "$known" "$1/users.sql" | limited mariadb "${server[@]}" --force --binary-mode >/dev/null || say 'not all accounts could be made: see above'
}

# ── MariaDB: full ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
write_point() {
  case $method in
    dump) write_dump ;;
    backup) write_backup "$2" ;;
  esac
}

base_files=(backup/xtrabackup_checkpoints)
# The files of the whole server, or of an incremental what has changed in them since its base.
write_backup() { # BASE
  local base_folder base_field='' binlog='' position=''
  local -a since=()
  run_tool=$(mariadb-backup --version 2>&1 | sed -n 1p)
  if [[ -n $1 ]]; then
    base_folder=$brought
    since=(--incremental-basedir="$base_folder/backup")
    printf -v base_field '\n  "base": "%s",' "$1"
  fi
  run_stage='back up files'
  ran_well "$workplace/backup.log" mariadb-backup "${reach[@]}" --backup --target-dir="$workplace/backup" "${since[@]}"
  rm -f -- "$workplace/backup.log"
  # Consistent only at its end; the next whole second is after it.
  run_captured=$(($(date +%s) + 1))
  [[ -z $1 || $(checkpoint "$workplace" from_lsn) == "$(checkpoint "$base_folder" to_lsn)" ]] || die "the incremental does not begin where $1 ends"
  [[ ! -f $workplace/backup/xtrabackup_binlog_info ]] || read -r binlog position <"$workplace/backup/xtrabackup_binlog_info"
  (cd -- "$workplace/backup" && find . -type f -print0 | sort -z | xargs -0 b2sum -l 256 --) >"$workplace/files.b2"
  run_bytes=$(bytes_below "$workplace")
  write_manifest "$(printf '  "method": "backup",\n  "version": "%s",\n  "lowerCase": %s,\n  "binlog": %s,\n  "position": "%s",' \
    "$(server_version)" "$(query 'select @@lower_case_table_names')" "$(json_string "$binlog")" "${position%%[!0-9]*}")$base_field" \
    "$(manifest_file files.b2)"
}
checkpoint() { sed -n "s/^$2 = //p" "$1/backup/xtrabackup_checkpoints"; } # POINT-FOLDER NAME

# ran_well LOG PROGRAM ARGUMENT…: mariadb-backup has done its work only when it says so at the end.
ran_well() {
  local log=$1
  shift
  if limited "$@" >"$log" 2>&1 && [[ $(tail -n 1 -- "$log") == *'completed OK!' ]]; then return 0; fi
  tail -n 5 -- "$log" >&2
  die "$1 failed: see above"
}

check_point() {
  check_files "$1" || return 1
  if [[ $(manifest_field "$1" method) == dump ]]; then
    dump_ends "$1"
    return
  fi
  (cd -- "$1/backup" && b2sum --check --quiet --strict ../files.b2) || return 1
  [[ $(find "$1/backup" -type f | wc -l) == "$(wc -l <"$1/files.b2")" ]]
}

# ── MariaDB: restored servers ─────────────────────────────────────────────────────────────────────────────────────────────────
new_server() {
  limited mariadb-install-db --no-defaults --datadir="$1/server" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve
}

restore_point() {
  restored_target=$3
  case $(manifest_field "$1" method) in
    dump) restore_dump "$1" "$2" ;;
    backup) restore_backup "$1" "$2" ;;
  esac
  [[ $3 == immediate ]] || replay_log "$1" "$2" "$3"
}

# The full, and then each incremental on it. Preparing changes what it reads, so the points themselves are not touched.
restore_backup() { # POINT-FOLDER FOLDER
  local folder full=''
  while IFS= read -r folder; do
    run_stage="prepare ${folder##*/}"
    say "preparing ${folder##*/}"
    if [[ -z $full ]]; then
      full=$folder
      limited cp -R --reflink=auto --no-target-directory -- "$folder/backup" "$2/server"
      ran_well "$2/prepare.log" mariadb-backup --prepare --target-dir="$2/server"
    else
      limited cp -R --reflink=auto --no-target-directory -- "$folder/backup" "$2/.scratch-incremental"
      ran_well "$2/prepare.log" mariadb-backup --prepare --target-dir="$2/server" --incremental-dir="$2/.scratch-incremental"
      remove_tree "$2/.scratch-incremental"
    fi
  done < <(point_chain "$1")
  chmod 700 "$2/server"
  sync -f "$2/server"
  run_stage='start server'
  start_server "$2" --defaults-file="$2/server/backup-my.cnf" --lower-case-table-names="$(manifest_field "$1" lowerCase)"
}

# ── MariaDB: in place ─────────────────────────────────────────────────────────────────────────────────────────────────────────
read_in_place() {
  [[ $(manifest_field "$1" method) == dump || -n $2 ]] || wrong_use '--in-place of a backup of files needs --data-directory, the folder of the server that is replaced'
}
replace_system() {
  case $(manifest_field "$1" method) in
    dump) replace_databases "$1" "$2" ;;
    backup) replace_folder "$1" "$2" "$3" ;;
  esac
}

replace_folder() { # POINT-FOLDER TARGET DATA-DIRECTORY
  local folder=${3%/} stamp fresh
  [[ $folder == /*/* ]] || wrong_use '--data-directory needs an absolute path'
  [[ -w ${folder%/*} ]] || die "$(id -un) may not rename $folder: as root, setfacl -m u:$(id -un):rwx ${folder%/*} until this is done"
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  fresh=$folder.restored-$stamp
  can_restore "$fresh"
  stop_services
  ! is_served mariadbd "$folder" || die "a server is running in $folder: stop it first"
  new_folder "$fresh"
  restore_point "$1" "$fresh" "$2"
  check_restored "$1" "$fresh"
  meets_expectation "$fresh" || say "look before you go on: nothing else is wrong"
  # From here on it is the production server again.
  restored_query "$fresh" "drop user $own_account"
  stop_server "$fresh" fast
  running_server=''
  run_stage='replace the data directory'
  if [[ -e $folder ]]; then
    apply_attributes "$(attributes_of "$folder")" "$fresh/server"
    mv -T -- "$folder" "$folder.damaged-$stamp"
  fi
  mv -T -- "$fresh/server" "$folder"
  sync -f "$folder"
  start_services
  say "$folder is replaced; the old one is $folder.damaged-$stamp. Start the server, and take a full backup now: its log begins anew"
}
