#!/usr/bin/env bash
# MariaDB and MySQL, what they have in common: dumps, the binary log, restored servers. Read after lib.sh, which says what has to be
# defined, and before the library of the one or the other, which says in what they differ:
#   product programs                  its name, and the programs: server, client, dump, binlog, admin, check
#   programs_word programs_folder     what to install for them, and a folder for them that the settings of the host name
#   dump_options position_option      of the program that dumps; how it is told to note the position in the log
#   replay_options                    of the program that reads the log
#   server_options any_proxied        of a restored server; whom GRANT PROXY means by everybody
#   kept_accounts processes           SQL: accounts that every server has, the table of who is connected
#   dump_accounts                     writes users.sql into $workplace
#   new_server FOLDER LOWER-CASE      makes an empty server in FOLDER/server
#   load_accounts POINT-FOLDER FOLDER into the restored server
#   add_accounts POINT-FOLDER FOLDER  those that the running server does not have, from the point or from the restored server
#   log_mark FILE                     text that is another once more was written to the log; nothing where its newest FILE is empty
# shellcheck source=lib.sh disable=SC2154

# ── MariaDB and MySQL: connection and programs ────────────────────────────────────────────────────────────────────────────────
# What a script sets after it has read the libraries. A host that begins with a slash is a socket.
server_host='' server_port='' server_user='' credentials='' method='' whole_server=no
databases=()
PATH=$PATH:/usr/sbin
# The account that we make for ourselves on restored servers; only the owner of their folder reaches them.
own_account=backupplan@localhost
system_databases="'mysql', 'sys', 'information_schema', 'performance_schema'"

# connect: the server is reached as the plan says; the password comes from the credentials file and from nowhere else.
connect() {
  find_programs
  unset MYSQL_PWD MYSQL_HOST MYSQL_TCP_PORT MYSQL_UNIX_PORT MYSQL_HOME
  reach=()
  if [[ -n $credentials ]]; then
    need_credentials "$credentials"
    # This option counts only as the first.
    reach+=("--defaults-extra-file=$credentials")
  fi
  case $server_host in
    '') ;;
    /*) reach+=("--socket=$server_host") ;;
    *) reach+=("--host=$server_host") ;;
  esac
  [[ -z $server_port ]] || reach+=("--port=$server_port")
  [[ -z $server_user ]] || reach+=("--user=$server_user")
  # The program that reads the log knows no character sets.
  server=("${reach[@]}" --default-character-set=utf8mb4)
  run_stage=connect
  run_server="$product $(query 'select version()')" || die "the server does not answer"
  [[ $product != MySQL || $run_server != *MariaDB* ]] || die "this is ${run_server#MySQL }, no MySQL: the plan has to say mariadb"
  case $method in
    dump) find_databases ;;
    log) [[ $(query 'select @@log_bin') == 1 ]] || die "the server writes no binary log: set log_bin, and restart it" ;;
  esac
}
query() { limited "${programs[client]}" "${server[@]}" --connect-timeout=15 --batch --skip-column-names --execute="$1"; }

# Names go to the server as hexadecimal text or between backquotes, and come from it as hexadecimal text.
sql_text() { printf "convert(x'%s' using utf8mb4)" "$(printf '%s' "$1" | od -An -v -t x1 | tr -d ' \n')"; }
sql_name() { printf '\x60%s\x60' "${1//\`/\`\`}"; }
# read_names ARRAY: lines of hexadecimal text, into the array.
read_names() {
  local -n names_read=$1
  local hex name
  names_read=()
  while read -r hex; do
    printf -v name '%b' "$(printf '%s' "$hex" | sed 's/../\\x&/g')"
    names_read+=("$name")
  done
}

open_point() {
  local each have want
  find_programs
  for each in "${programs[@]}"; do
    command -v "$each" >/dev/null || die "$each is not installed here: $programs_word"
  done
  want=$(manifest_field "$1" version)
  have=$("${programs[server]}" --no-defaults --version | sed -n 's/.*Ver \([0-9]*\.[0-9]*\).*/\1/p')
  [[ $(printf '%s\n' "$want" "$have" | sort -V | tail -n 1) == "$have" ]] || die "the $product programs here are version $have, the server was $want"
}
# The settings of the host are read after the libraries.
find_programs() { [[ -z ${!programs_folder-} || $PATH == "${!programs_folder}:"* ]] || PATH=${!programs_folder}:$PATH; }

# ── MariaDB and MySQL: full ───────────────────────────────────────────────────────────────────────────────────────────────────
# The databases of the plan, or all of the server; into wanted_databases. The binary log is that of the whole server and can be
# replayed on nothing less.
find_databases() {
  local -a there=()
  local name other found
  read_names there < <(query "select hex(schema_name) from information_schema.schemata where lower(schema_name) not in ($system_databases) order by schema_name")
  ((${#there[@]} > 0)) || die "the server shows no databases"
  for name in "${databases[@]}"; do
    found=no
    for other in "${there[@]}"; do [[ $other != "$name" ]] || found=yes; done
    [[ $found == yes ]] || die "the server has no database $(json_string "$name")"
  done
  wanted_databases=("${databases[@]}")
  if ((${#databases[@]} == 0)) || [[ $whole_server == yes ]]; then wanted_databases=("${there[@]}"); fi
}

write_point() { write_dump; }

# All databases by one run, so that they are of one instant, and the accounts with their grants.
write_dump() {
  local odd binlog='' position=''
  local -a noted=()
  run_tool=$("${programs[dump]}" --version)
  odd=$(query "select count(*) from information_schema.tables where table_type = 'BASE TABLE' and engine <> 'InnoDB' and lower(table_schema) not in ($system_databases)")
  [[ $odd == 0 ]] || say "$odd tables are not InnoDB: they may be of a later instant than the others"
  [[ $(query 'select @@log_bin') != 1 ]] || noted=("$position_option")
  run_stage='dump databases'
  say "dumping ${#wanted_databases[@]} databases"
  limited "${programs[dump]}" "${server[@]}" --verbose --result-file="$workplace/dump.sql" "${dump_options[@]}" "${noted[@]}" \
    --databases -- "${wanted_databases[@]}" 2>&1 | note_beginning
  run_captured=$(($(cat "$workplace/.began" 2>/dev/null || date +%s) + 1))
  rm -f -- "$workplace/.began"
  read -r binlog position < <(head -c 10000 -- "$workplace/dump.sql" | sed -nE "s/^-- CHANGE (MASTER|REPLICATION SOURCE) TO (MASTER|SOURCE)_LOG_FILE='(.*)', (MASTER|SOURCE)_LOG_POS=([0-9]*);\$/\3 \5/p") || true
  [[ ${#noted[@]} == 0 || -n $position ]] || die "the dump does not say which position of the binary log it is of"
  run_stage='dump accounts'
  # After the databases, so that none is missing; one that is new since then is made twice when log is replayed, which is allowed for.
  dump_accounts
  run_bytes=$(bytes_below "$workplace")
  write_manifest "$(printf '  "method": "dump",\n  "version": "%s",\n  "lowerCase": %s,\n  "binlog": %s,\n  "position": "%s",' \
    "$(server_version)" "$(query 'select @@lower_case_table_names')" "$(json_string "$binlog")" "$position")" \
    "$(manifest_file dump.sql)" "$(manifest_file users.sql)"
}
server_version() { query 'select version()' | sed 's/^\([0-9]*\.[0-9]*\).*/\1/'; }

# The state of a dump is that of its transaction, which has begun when the first table is read. What is no error is not passed on.
note_beginning() {
  local line
  while IFS= read -r line; do
    case $line in
      '-- Retrieving table structure'*) [[ -s $workplace/.began ]] || date +%s >"$workplace/.began" ;;
      '-- '*) ;;
      *) printf '%s\n' "$line" >&2 ;;
    esac
  done
}

# check_point FOLDER: reads all of it.
check_point() { check_files "$1" && dump_ends "$1"; }
# dump_ends FOLDER: one that was cut short has no last line.
dump_ends() {
  local name
  for name in dump.sql users.sql; do
    [[ $(tail -n 1 -- "$1/$name") == '-- Dump completed on '* ]] || {
      say "$1/$name does not end as a dump does"
      return 1
    }
  done
}

# ── MariaDB and MySQL: log ────────────────────────────────────────────────────────────────────────────────────────────────────
# A file of the binary log is stored as YYYYMMDDTHHMMSSZ.NAME, the time when the server began it: after RESET MASTER the server
# counts from one again, and names alone would hide that.
is_log_name() { [[ $1 =~ ^[0-9]{8}T[0-9]{6}Z\.[A-Za-z0-9_.-]+\.[0-9]{6,}$ ]]; }
segments() { find "$1" -maxdepth 1 -type f -regextype posix-extended -regex '.*/[0-9]{8}T[0-9]{6}Z\.[A-Za-z0-9_.-]+\.[0-9]{6,}' -printf '%f\n' | sort; }
log_number() { printf '%s' $((10#${1##*.})); }
log_applies() { [[ ${#log_storages[@]} -gt 0 && -n $(manifest_field "$1" position) ]]; }
newest_log() { cat -- "$(log_path "$1")/until" 2>/dev/null || true; }
time_name() { date -u -d "@$1" +%Y%m%dT%H%M%SZ; } # INSTANT

# The newest file of that name that was begun before the point was.
log_start() {
  local binlog before
  binlog=$(manifest_field "$2" binlog)
  [[ -n $binlog ]] || return 0
  before=$(time_name "$(manifest_field "$2" captured)")
  while read -r name; do
    [[ ${name#*.} != "$binlog" || $name > $before.~ ]] || printf '%s\n' "$name"
  done < <(segments "$(log_path "$1")") | tail -n 1
}

# born_at FILE: when the server began this file of its log, from its first event.
born_at() { time_name "$(od -A n -t u4 -j 4 -N 4 --endian=little -- "$1" | tr -d ' ')"; }
# born_there NAME: the same, of a file that lies on the server.
born_there() {
  local text
  text=$(TZ=UTC limited "${programs[binlog]}" "${reach[@]}" --read-from-remote-server --stop-position=5 -- "$1" | sed -n 's/^#\([0-9]\{6\} *[0-9:]*\) server id .*Start: binlog.*/\1/p')
  [[ $text =~ ^([0-9]{2})([0-9]{2})([0-9]{2})\ +([0-9:]+)$ ]] || die "the server's log $1 cannot be read"
  time_name "$(date -u -d "20${BASH_REMATCH[1]}-${BASH_REMATCH[2]}-${BASH_REMATCH[3]} ${BASH_REMATCH[4]}" +%s)"
}

fetch_log() {
  local folder taken newest='' last=0 break='' born name size written noted
  local -a names=() there=()
  folder=$(log_path "$1")
  need_folder "$folder"
  # A run that was killed may have left a file without its line in the index: it is fetched again, and found to be the same.
  read_index "$folder"
  while read -r name; do
    [[ -z ${index_sum[$name]-} ]] || newest=$name
  done < <(segments "$folder")
  run_stage='look at the log'
  taken=$(date +%s)
  mapfile -t there < <(query 'show binary logs' | cut -f 1)
  is_log_name "19700101T000000Z.${there[-1]}" || die "the name of the log cannot be stored: $(json_string "${there[-1]}")"
  if [[ -n $newest ]]; then
    last=$(log_number "$newest")
    if (($(log_number "${there[-1]}") < last)); then
      break="the server has begun its binary log anew"
    elif (($(log_number "${there[0]}") > last + 1)); then
      break="the server has purged binary log before it was fetched"
    elif [[ " ${there[*]} " == *" ${newest#*.} "* ]]; then
      born=$(born_there "${newest#*.}")
      [[ $born == "${newest%%.*}" ]] || break="the server has begun its binary log anew"
    fi
    [[ $break != *anew ]] || last=0
  fi
  # Nothing is written and nothing is left from a run that failed: there is nothing to end.
  written=$(log_mark "${there[-1]}")
  noted=$(cat -- "$folder/written" 2>/dev/null || true)
  if [[ -z $break && -n $newest && (-z $written || $written == "$noted") ]] && ((${#there[@]} == 1 || $(log_number "${there[-2]}") <= last)); then
    log_reaches "$1" "$taken"
    run_captured=$taken
    return 0
  fi
  run_stage='end the log file'
  query 'flush local binary logs'
  workplace=$state/.scratch-$system_folder.log.$(safe_name "$1")
  [[ ! -d $workplace ]] || remove_tree "$workplace"
  new_folder "$workplace"
  while read -r name size; do names+=("$name $size"); done < <(query 'show binary logs' | cut -f 1,2)
  for name in "${names[@]:0:${#names[@]}-1}"; do
    size=${name#* } name=${name% *}
    if (($(log_number "$name") > last)); then fetch_file "$name" "$size" "$1" "$taken"; fi
  done
  note_log_file "$1" written "$written"
  log_reaches "$1" "$taken"
  run_captured=$taken
  [[ -z $break ]] || die "$break: it has a hole before what was stored now, and no point before it can be brought further. Take a full now"
}
fetch_file() { # NAME SIZE STORAGE TAKEN
  local stored
  run_stage="fetch $1"
  (cd -- "$workplace" && limited "${programs[binlog]}" "${reach[@]}" --read-from-remote-server --raw -- "$1")
  [[ $(stat -c %s -- "$workplace/$1") == "$2" ]] || die "$1 has $(stat -c %s -- "$workplace/$1") bytes, on the server $2"
  limited "${programs[binlog]}" --no-defaults --verify-binlog-checksum -- "$workplace/$1" >/dev/null || die "$1 is damaged"
  stored=$(born_at "$workplace/$1").$1
  store_log "$3" "$workplace/$1" "$stored" "$4" || die "$1 could not be stored"
  run_bytes=$((${run_bytes:-0} + $2)) run_point=$stored
  rm -f -- "$workplace/$1"
}

# check_log STORAGE: every file as the index says, and no hole from the oldest point on.
check_log() {
  local folder name last='' bad=0 oldest start=''
  folder=$(log_path "$1")
  [[ -d $folder ]] || return 0
  read_index "$folder"
  oldest=$(oldest_point "$1")
  if [[ -z ${log_keep[$1]-} && -n $oldest ]]; then start=$(log_start "$1" "$(point_path "$1" "$oldest")"); fi
  while read -r name; do
    if ! log_is_whole "$1" "$name"; then
      say "log $name on $1 is damaged"
      bad=1
    fi
    if [[ -n $start && $name < $start ]]; then continue; fi
    if [[ -n $last ]] && (($(log_number "$name") != last + 1)); then
      say "the log on $1 has a hole before $name"
      bad=1
    fi
    last=$(log_number "$name")
  done < <(segments "$folder")
  return "$bad"
}

# find_log FOLDER TARGET: the files from the point on, each from the first storage that has it whole; into log_files.
find_log() {
  local storage folder name path code start='' last='' until='' reaches captured instant=''
  local -A found=()
  log_files=()
  run_stage='find the log'
  captured=$(manifest_field "$1" captured)
  for storage in "${log_storages[@]}"; do
    folder=$(log_path "$storage")
    if ! storage_is_there "$storage" || [[ ! -d $folder ]]; then continue; fi
    read_index "$folder"
    [[ -n $start ]] || start=$(log_start "$storage" "$1")
    reaches=$(newest_log "$storage")
    if [[ -n $reaches && $reaches -gt ${until:-0} ]]; then until=$reaches; fi
    while read -r name; do
      # What lies elsewhere is not fetched for nothing.
      if [[ -n ${found[$name]-} || (-n $start && $name < $start) ]]; then continue; fi
      code=0
      path=$(log_at "$storage" "$name") || code=$?
      ((code <= 125)) || die "$storage does not answer any more: without its log this would not come back to where it could"
      if ((code == 0)) && [[ $(sha256_of "$path") == "${index_sum[$name]-}" ]]; then
        found[$name]=$path
      else
        say "log $name on $storage is damaged"
      fi
    done < <(segments "$folder")
  done
  if [[ $2 != latest ]]; then
    instant=$(date -u -d "${2%+00} UTC" +%s)
    ((instant <= ${until:-0})) || die "the log does not reach $2, only ${until:+$(wall_clock "$until")}: ask for an earlier instant, or leave --to out to take all the log there is"
  fi
  while read -r name; do
    [[ -n $name ]] || continue
    if [[ -z $start ]]; then
      [[ ! $name > $(time_name "$captured").~ ]] || die "the log does not have $(manifest_field "$1" binlog), which the point starts with"
      continue
    fi
    [[ ! $name < $start ]] || continue
    # What was begun at the instant or later has nothing from before it.
    if [[ -n $instant && ! ${name%%.*} < $(time_name "$instant") ]]; then break; fi
    if [[ -n $last || $name != "$start" ]] && (($(log_number "$name") != ${last:--1} + 1)); then
      [[ $2 == latest ]] || die "the log has a hole before $name: nothing after it can be reached from this point"
      say "THE LOG HAS A HOLE before $name: what comes after it is left out"
      break
    fi
    last=$(log_number "$name")
    log_files+=("${found[$name]}")
  done < <(printf '%s\n' "${!found[@]}" | sort)
}

# replay_log FOLDER INTO TARGET. Events have whole seconds: what happened in the second of the instant itself is left out.
replay_log() {
  local -a stop=()
  find_log "$1" "$3"
  ((${#log_files[@]} > 0)) || return 0
  run_stage='replay log'
  say "replaying ${#log_files[@]} files of log"
  if [[ $3 != latest ]]; then
    stop=("--stop-datetime=${3%.*}")
    say "  up to ${3%.*} UTC, without what happened in that second"
  fi
  # Accounts are dumped after the databases: what the log does to them may be done already, or to one that was gone by then.
  logged_changes "$(manifest_field "$1" position)" "${stop[@]}" | tolerate "$2" 1133 1141 1147 1396 1403 1410
}
logged_changes() { # POSITION OPTION…
  local file start=$1
  shift
  for file in "${log_files[@]}"; do
    TZ=UTC limited "${programs[binlog]}" --no-defaults "${replay_options[@]}" "--start-position=$start" "$@" -- "$file" || return 1
    start=4
  done
}

# ── MariaDB and MySQL: restored servers ───────────────────────────────────────────────────────────────────────────────────────
# A restored server lies in FOLDER/server and can be reached through the socket in FOLDER alone, which only its owner may enter.
in_restored() { # FOLDER PROGRAM ARGUMENT…
  local folder=$1 program=$2
  shift 2
  "$program" --no-defaults --socket="$folder/server.sock" --user="${own_account%@*}" --default-character-set=utf8mb4 "$@"
}
restored_query() { in_restored "$1" "${programs[client]}" --batch --skip-column-names "${@:3}" --execute="$2"; } # FOLDER SQL OPTION…

# tolerate FOLDER NUMBER…: runs SQL from its input; errors of these numbers are told, any other ends it.
tolerate() {
  local folder=$1 numbers
  shift
  numbers=$(printf '|%s' "$@")
  in_restored "$folder" limited_client --force --binary-mode --max-allowed-packet=1G 2>"$folder/errors" || true
  if grep -q '^ERROR' "$folder/errors" && grep -vE "^ERROR (${numbers#|}) " "$folder/errors" >&2; then die "the server refused what is said above"; fi
  [[ ! -s $folder/errors ]] || say "left out: $(head -n 3 "$folder/errors")"
}
limited_client() { limited "${programs[client]}" "$@"; }

can_restore() {
  [[ $(id -u) != 0 ]] || die "$product refuses to run as root: run this script as the user mysql"
  ((${#1} <= 90)) || die "the folder's name is too long for a socket (90 bytes): $1"
}

# start_server FOLDER OPTION…: without network, events, replication and log of its own. Its writes are on the disk a second later.
start_server() {
  local folder=$1 id
  shift
  mkdir -p -- "$folder/tmp"
  # A server that starts does not obey GRANT PROXY.
  printf '%s;\n' "drop user if exists $own_account" "create user $own_account" "grant all privileges on *.* to $own_account with grant option" \
    "replace into mysql.proxies_priv (user, host, proxied_user, proxied_host, with_grant, grantor) values ('${own_account%@*}', '${own_account#*@}', '', '$any_proxied', 1, '')" \
    'flush privileges' >"$folder/init.sql"
  without_locks setsid "${programs[server]}" "${@:---no-defaults}" --datadir="$folder/server" --socket="$folder/server.sock" --pid-file="$folder/server.pid" \
    --log-error="$folder/server.log" --tmpdir="$folder/tmp" --init-file="$folder/init.sql" --skip-networking --skip-log-bin --event-scheduler=OFF \
    --max-allowed-packet=1G --innodb-flush-log-at-trx-commit=2 "${server_options[@]}" </dev/null >/dev/null 2>&1 &
  id=$!
  running_server=$folder
  while ! in_restored "$folder" "${programs[admin]}" ping >/dev/null 2>&1; do
    if ! kill -0 "$id" 2>/dev/null; then
      say "the restored server did not start; the end of $folder/server.log:"
      tail -n 5 "$folder/server.log" >&2
      return 1
    fi
    sleep 0.1
  done
}
stop_server() {
  local id
  id=$(cat -- "$1/server.pid" 2>/dev/null) || return 0
  # The number may be another program's by now.
  [[ -r /proc/$id/cmdline && $(tr '\0' '\n' <"/proc/$id/cmdline") == *"--datadir=$1/server"* ]] || return 0
  if [[ $2 == immediate ]]; then kill -KILL "$id"; else kill -TERM "$id"; fi
  while kill -0 "$id" 2>/dev/null; do sleep 0.1; done
}

restored_words() { printf 'Connect with: %s --socket=%s/server.sock --user=%s' "${programs[client]}" "$1" "${own_account%@*}"; }

restore_point() {
  restored_target=$3
  restore_dump "$1" "$2"
  [[ $3 == immediate ]] || replay_log "$1" "$2" "$3"
}

restore_dump() { # POINT-FOLDER FOLDER
  local accounts lower
  run_stage='new server'
  lower=$(manifest_field "$1" lowerCase)
  new_server "$2" "$lower" >"$2/install.log" 2>&1 || die "a new server could not be made; see $2/install.log"
  start_server "$2" --no-defaults --lower-case-table-names="$lower"
  run_stage='load databases'
  say 'loading the databases'
  in_restored "$2" limited_client --binary-mode --max-allowed-packet=1G <"$1/dump.sql"
  run_stage='load accounts'
  # The new server's own give way, and grants come after what they are on.
  accounts=$(restored_query "$2" "select group_concat(quote(user), '@', quote(host)) from mysql.user where concat(user, '@', host) not in ('$own_account', $kept_accounts)")
  [[ $accounts == NULL ]] || restored_query "$2" "drop user $accounts"
  load_accounts "$1" "$2"
}

# check_restored POINT-FOLDER FOLDER: the dump's tables are all there, and all tables are sound.
check_restored() {
  local count tables wanted said
  run_stage='check restored'
  count=$(restored_query "$2" "select count(*) from information_schema.schemata where lower(schema_name) not in ($system_databases)")
  tables=$(restored_query "$2" "select count(*) from information_schema.tables where table_type <> 'VIEW' and lower(table_schema) not in ($system_databases)")
  ((count > 0)) || die "the restored server has no databases"
  if [[ $(manifest_field "$1" method) == dump && $restored_target == immediate ]]; then
    wanted=$(grep -c -e '^-- Table structure for table `' "$1/dump.sql" || true)
    [[ $tables == "$wanted" ]] || die "$tables tables are there, the dump has $wanted"
  fi
  # It says nothing of what is sound, and comes back with zero however much is not.
  said=$(in_restored "$2" "${programs[check]}" --all-databases --check --silent 2>&1 | grep -v -e '^note  *: The storage engine for the table doesn.t support check$' || true)
  [[ -z $said ]] || die "the check found damage: $said"
  say "checked: $count databases, $tables tables"
}

# first_database FOLDER: of the plan, or the first there is.
first_database() {
  local -a there=()
  if ((${#databases[@]} == 0)); then
    read_names there < <(restored_query "$1" "select hex(schema_name) from information_schema.schemata where lower(schema_name) not in ($system_databases) order by schema_name limit 1")
  fi
  printf '%s' "${databases[0]-${there[0]}}"
}

# meets_expectation FOLDER: the plan's query (`verify restore … expect`) gives neither 0 nor nothing.
meets_expectation() {
  local answer
  [[ -n $expect ]] || return 0
  answer=$(restored_query "$1" "$expect" --database="$(first_database "$1")")
  [[ -n $answer && $answer != 0 && $answer != NULL ]] || {
    say "the plan's query gave $(json_string "$answer"): $expect"
    return 1
  }
}

# ── MariaDB and MySQL: in place ───────────────────────────────────────────────────────────────────────────────────────────────
replace_system() { replace_databases "$1" "$2"; }

# The databases are restored beside the running server first, with the log, and go over only when they have been looked at. The log
# itself could not be replayed on the running server: its transactions have numbers that were used there already.
replace_databases() { # POINT-FOLDER TARGET
  local fresh name stamp others
  local -a names=("${databases[@]}") there=()
  connect
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  fresh=$state/.scratch-$system_folder
  restore_beside "$1" "$fresh" "$2"
  if ((${#names[@]} == 0)); then
    read_names names < <(restored_query "$fresh" "select hex(schema_name) from information_schema.schemata where lower(schema_name) not in ($system_databases)")
  fi
  run_stage='set damaged databases aside'
  for name in "${names[@]}"; do
    others=$(query "select count(*) from $processes where db = $(sql_text "$name")")
    [[ $others == 0 ]] || die "$others connections to $(json_string "$name"): stop what uses it first"
  done
  read_names there < <(query "select hex(schema_name) from information_schema.schemata")
  for name in "${names[@]}"; do
    for other in "${there[@]}"; do
      if [[ $other == "$name" ]]; then set_aside "$name" "$stamp"; fi
    done
  done
  run_stage='load databases'
  say "loading ${#names[@]} databases into the server"
  in_restored "$fresh" "${programs[dump]}" "${dump_options[@]}" --databases -- "${names[@]}" |
    limited "${programs[client]}" "${server[@]}" --binary-mode --max-allowed-packet=1G
  run_stage='load accounts'
  add_accounts "$1" "$fresh"
  stop_server "$fresh" fast
  running_server=''
  say "the databases are replaced; the old ones are called NAME.damaged-$stamp. Take a full backup now"
}

# Databases cannot be renamed. Tables move to another; what cannot move (views, triggers, routines, events) is written to a file.
set_aside() { # DATABASE STAMP
  local old=$1 aside kept name number
  local -a triggers=() tables=()
  aside=${1:0:40}.damaged-$2
  mkdir -p -- "$state/damaged-$2"
  number=$(find "$state/damaged-$2" -name '*.sql' | wc -l)
  kept=$state/damaged-$2/$((number + 1))-$(safe_name "$1").sql
  limited "${programs[dump]}" "${server[@]}" "${dump_options[@]}" --no-data --result-file="$kept" --databases -- "$old"
  sync "$kept"
  say "definitions of $(json_string "$old") are kept in $kept"
  query "create database $(sql_name "$aside")"
  read_names triggers < <(query "select hex(trigger_name) from information_schema.triggers where trigger_schema = $(sql_text "$old")")
  for name in "${triggers[@]}"; do query "drop trigger $(sql_name "$old").$(sql_name "$name")"; done
  read_names tables < <(query "select hex(table_name) from information_schema.tables where table_type in ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE') and table_schema = $(sql_text "$old")")
  for name in "${tables[@]}"; do query "rename table $(sql_name "$old").$(sql_name "$name") to $(sql_name "$aside").$(sql_name "$name")"; done
  number=$(query "select count(*) from information_schema.tables where table_type <> 'VIEW' and table_schema = $(sql_text "$old")")
  [[ $number == 0 ]] || die "$number tables of $(json_string "$old") could not be set aside"
  query "drop database $(sql_name "$old")"
}
