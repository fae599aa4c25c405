#!/usr/bin/env bash
# Redis: how servers are read and brought back. Read after lib.sh, which says what has to be defined here.
# shellcheck source=lib.sh disable=SC2154

# What a script of a Redis system sets after it has read this file. A host that begins with a slash is a socket; the credentials file
# holds the password and nothing else.
redis_host='' redis_port='' redis_user='' credentials=''
PATH=${BACKUPPLAN_REDIS_BIN:+$BACKUPPLAN_REDIS_BIN:}$PATH

# connect: the password goes by the environment, which only our own user and root can read.
connect() {
  unset REDISCLI_AUTH
  server=()
  case $redis_host in
    '') ;;
    /*) server+=(-s "$redis_host") ;;
    *) server+=(-h "$redis_host") ;;
  esac
  [[ -z $redis_port ]] || server+=(-p "$redis_port")
  [[ -z $redis_user ]] || server+=(--user "$redis_user")
  if [[ -n $credentials ]]; then
    need_credentials "$credentials"
    REDISCLI_AUTH=$(<"$credentials")
    export REDISCLI_AUTH
  fi
  run_stage=connect
  [[ $(ask ping) == PONG ]] || die "the server does not answer, or does not let us in"
  run_server="Redis $(ask info server | info_field redis_version)"
}
ask() { limited redis-cli "${server[@]}" -e --no-auth-warning "$@"; }
info_field() { tr -d '\r' | sed -n "s/^$1://p"; } # NAME

# setting NAME DEFAULT: of the server, where it lets us ask (providers may not).
setting() {
  local answer
  answer=$(ask config get "$1" 2>/dev/null | sed -n 2p || true)
  printf '%s' "${answer:-$2}"
}

# The server sends its state as to a replica.
write_point() {
  local found keys expires
  run_tool=$(redis-cli --version)
  run_stage=dump
  run_captured=$(date +%s)
  say 'dumping'
  ask --rdb "$workplace/dump.rdb" >/dev/null
  found=$(examine "$workplace/dump.rdb") || die "the dump is not whole"
  read -r keys expires <<<"$found"
  run_bytes=$(bytes_below "$workplace")
  write_manifest "$(printf '  "method": "rdb",\n  "keys": %s,\n  "expires": %s,\n  "databases": %s,\n  "dbfilename": %s,\n  "appendfilename": %s,\n  "appenddirname": %s,' \
    "$keys" "$expires" "$(setting databases 16)" "$(json_string "$(setting dbfilename dump.rdb)")" \
    "$(json_string "$(setting appendfilename appendonly.aof)")" "$(json_string "$(setting appenddirname appendonlydir)")")" "$(manifest_file dump.rdb)"
}
# examine FILE: reads all of it; prints how many keys it has and how many of them expire.
examine() {
  local said
  said=$(limited redis-check-rdb "$1") || {
    say "$1 is damaged: $(tail -n 1 <<<"$said")"
    return 1
  }
  [[ $said == *'RDB looks OK!'* ]] || return 1
  sed -n 's/^\[info\] \([0-9]*\) keys read$/\1/p; s/^\[info\] \([0-9]*\) expires$/\1/p' <<<"$said" | paste -s -d ' '
}

check_point() { check_files "$1" && examine "$1/dump.rdb" >/dev/null; }
open_point() {
  local program
  for program in redis-server redis-cli redis-check-rdb; do
    command -v "$program" >/dev/null || die "$program is not installed here"
  done
}

# A restored server lies in FOLDER/server and can be reached through the socket in FOLDER alone, which only its owner may enter.
in_restored() { (unset REDISCLI_AUTH && limited redis-cli -s "$1/server.sock" -e "${@:2}"); } # FOLDER COMMAND…
can_restore() { ((${#1} <= 90)) || die "the folder's name is too long for a socket (90 bytes): $1"; }
conf_string() { # for redis.conf
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# Without append-only file: with one that is not there yet Redis would start empty, whatever the dump holds.
start_server() { # FOLDER POINT-FOLDER
  local field
  {
    printf 'port 0\nunixsocket %s\nunixsocketperm 700\ndir %s\npidfile %s\nlogfile %s\n' "$(conf_string "$1/server.sock")" "$(conf_string "$1/server")" \
      "$(conf_string "$1/server.pid")" "$(conf_string "$1/server.log")"
    printf 'daemonize yes\nappendonly no\nsave ""\ndatabases %s\n' "$(manifest_field "$2" databases)"
    for field in dbfilename appendfilename appenddirname; do
      # Names that the server does not know yet are those of newer ones.
      [[ $field == appenddirname && $(redis-server --version) == *' v='[0-6].* ]] || printf '%s %s\n' "$field" "$(conf_string "$(json_text "$(manifest_field "$2" $field)")")"
    done
  } >"$1/redis.conf"
  (without_locks redis-server "$1/redis.conf" >/dev/null)
  running_server=$1
  # It answers while it loads; a damaged dump ends it.
  while [[ $(in_restored "$1" info persistence 2>/dev/null | info_field loading) != 0 ]]; do
    if { [[ -s $1/server.pid ]] && ! kill -0 "$(<"$1/server.pid")" 2>/dev/null; } || grep -qs 'exiting now' "$1/server.log"; then
      say "the restored server did not start; the end of $1/server.log:"
      tail -n 5 "$1/server.log" >&2
      return 1
    fi
    sleep 0.1
  done
}
stop_server() {
  local id
  id=$(cat -- "$1/server.pid" 2>/dev/null) || return 0
  [[ -d /proc/$id && $(readlink "/proc/$id/cwd") == "$1/server" ]] || return 0
  if [[ $2 == immediate ]]; then kill -KILL "$id"; else in_restored "$1" shutdown nosave >/dev/null; fi
  while kill -0 "$id" 2>/dev/null; do sleep 0.1; done
}

restore_point() {
  run_stage='copy dump'
  mkdir -- "$2/server"
  limited cp -- "$1/dump.rdb" "$2/server/$(json_text "$(manifest_field "$1" dbfilename)")"
  sync -f "$2"
  run_stage='load dump'
  start_server "$2" "$1"
}
restored_words() { printf 'Connect with: redis-cli -s %s/server.sock' "$1"; }

# Keys that expire may have gone since.
check_restored() {
  local found keys expires
  run_stage='check restored'
  keys=$(manifest_field "$1" keys) expires=$(manifest_field "$1" expires)
  found=$(in_restored "$2" info keyspace | tr -d '\r' | sed -n 's/^db[0-9]*:keys=\([0-9]*\),.*/\1/p' | awk '{ sum += $1 } END { printf "%d", sum }')
  ((found <= keys && found >= keys - expires)) || die "$found keys are there, the dump has $keys, of which $expires expire"
  say "checked: $found keys"
}

# meets_expectation FOLDER: the plan's command (`verify restore … expect`) answers with neither 0 nor nothing.
meets_expectation() {
  local answer
  [[ -n $expect ]] || return 0
  answer=$(printf '%s\n' "$expect" | in_restored "$1")
  [[ -n $answer && $answer != 0 ]] || {
    say "the plan's command gave $(json_string "$answer"): $expect"
    return 1
  }
}

read_in_place() { [[ -n $2 ]] || wrong_use '--in-place needs --data-directory, the folder (dir) of the server that is replaced'; }

# The files of the new state, both the dump and an append-only file that Redis itself made of it, so that the server starts with it
# whichever it is set to read. The old ones stay beside them.
replace_system() {
  local point=$1 folder=${3%/} stamp fresh name
  local -a names=()
  [[ $folder == /*/* && -d $folder ]] || wrong_use '--data-directory needs an absolute path of a folder'
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  stop_services
  ! is_served redis-server "$folder" || die "a server is running in $folder: stop it first"
  fresh=$state/.scratch-$system_folder
  restore_beside "$point" "$fresh" immediate
  run_stage='make the append-only file'
  in_restored "$fresh" config set appendonly yes >/dev/null
  while [[ $(in_restored "$fresh" info persistence | info_field 'aof_rewrite_\(in_progress\|scheduled\)') != $'0\n0' ]]; do sleep 0.1; done
  [[ $(in_restored "$fresh" info persistence | info_field aof_last_bgrewrite_status) == ok ]] || die "the append-only file could not be made"
  stop_server "$fresh" fast
  running_server=''
  run_stage='replace files'
  mapfile -d '' -t names < <(find "$fresh/server" -mindepth 1 -maxdepth 1 -printf '%f\0')
  # All of it is on the disk there before the first old file goes.
  for name in "${names[@]}"; do limited cp -R -- "$fresh/server/$name" "$folder/$name.restored-$stamp"; done
  if [[ $(id -u) == 0 ]]; then for name in "${names[@]}"; do chown -R --reference="$folder" -- "$folder/$name.restored-$stamp"; done; fi
  sync -f "$folder"
  for name in "${names[@]}"; do
    [[ ! -e $folder/$name ]] || mv -T -- "$folder/$name" "$folder/$name.damaged-$stamp"
    mv -T -- "$folder/$name.restored-$stamp" "$folder/$name"
  done
  sync "$folder"
  start_services
  say "$folder/${names[0]} is replaced; the old one is $folder/${names[0]}.damaged-$stamp. Start the server, and take a full backup now"
}
