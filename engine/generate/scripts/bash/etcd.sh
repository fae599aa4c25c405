#!/usr/bin/env bash
# etcd: how clusters are read and brought back. Read after lib.sh, which says what has to be defined here.
# shellcheck source=lib.sh disable=SC2154

# What a script of an etcd system sets after it has read this file. The credentials file has lines like ETCDCTL_CACERT=/etc/etcd/ca.pem,
# for ETCDCTL_CACERT, ETCDCTL_CERT, ETCDCTL_KEY, ETCDCTL_USER and ETCDCTL_PASSWORD.
etcd_host='' etcd_port='' etcd_user='' credentials=''
PATH=${BACKUPPLAN_ETCD_BIN:+$BACKUPPLAN_ETCD_BIN:}$PATH
export ETCDCTL_API=3

connect() {
  local scheme=http host=${etcd_host:-127.0.0.1}
  read_credentials
  [[ -z ${ETCDCTL_CACERT-}${ETCDCTL_CERT-} ]] || scheme=https
  case $host in
    /*) endpoint=unix://$host ;;
    *:*) endpoint=$scheme://[$host]:${etcd_port:-2379} ;;
    *) endpoint=$scheme://$host:${etcd_port:-2379} ;;
  esac
  run_stage=connect
  # The account and its password, where there are such, come from the environment.
  run_server="etcd $(etcdctl_at "$endpoint" endpoint status -w json | json_value version)" || die "the member does not answer, or does not let us in"
}
read_credentials() {
  local line
  unset ETCDCTL_ENDPOINTS ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_USER ETCDCTL_PASSWORD
  [[ -z $etcd_user ]] || export ETCDCTL_USER=$etcd_user
  [[ -n $credentials ]] || return 0
  need_credentials "$credentials"
  while IFS= read -r line || [[ -n $line ]]; do
    case $line in
      ETCDCTL_CACERT=* | ETCDCTL_CERT=* | ETCDCTL_KEY=* | ETCDCTL_USER=* | ETCDCTL_PASSWORD=*) export "${line?}" ;;
      '' | '#'*) ;;
      *) die "a line of the credentials file is none of ETCDCTL_CACERT, _CERT, _KEY, _USER, _PASSWORD" ;;
    esac
  done <"$credentials"
}
# etcdctl tries again until its time is over: what is short has little.
etcdctl_at() { limited etcdctl --endpoints="$1" --command-timeout=15s "${@:2}"; } # ENDPOINT ARGUMENT…
json_value() { sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/p"; } # NAME

# Newer versions have the work on snapshot files in a program of its own.
snapshot_file() {
  if command -v etcdutl >/dev/null; then limited etcdutl snapshot "$@"; else limited etcdctl snapshot "$@"; fi
}

write_point() {
  local status
  run_tool="etcdctl $(etcdctl version | sed -n 's/^etcdctl version: //p')"
  run_stage=snapshot
  run_captured=$(date +%s)
  say 'saving a snapshot'
  limited etcdctl --endpoints="$endpoint" --command-timeout="${BACKUPPLAN_TIMEOUT:-86400}s" snapshot save "$workplace/snapshot.db" >/dev/null 2>"$workplace/.said" || {
    cat -- "$workplace/.said" >&2
    die "no snapshot could be saved"
  }
  rm -f -- "$workplace/.said"
  status=$(snapshot_file status "$workplace/snapshot.db" -w json)
  run_bytes=$(bytes_below "$workplace")
  write_manifest "$(printf '  "method": "snapshot",\n  "hash": %s,\n  "revision": %s,' "$(json_value hash <<<"$status")" "$(json_value revision <<<"$status")")" \
    "$(manifest_file snapshot.db)"
}

check_point() {
  check_files "$1" && [[ $(snapshot_file status "$1/snapshot.db" -w json | json_value hash) == "$(manifest_field "$1" hash)" ]]
}
open_point() {
  local program
  for program in etcd etcdctl; do command -v "$program" >/dev/null || die "$program is not installed here"; done
}

# A restored member lies in FOLDER/server and can be reached through the socket in FOLDER alone, which only its owner may enter. etcd
# names its sockets HOST:PORT, and makes them where it runs.
in_restored() { (cd -- "$1" && unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY && etcdctl_at unix://localhost:2379 "${@:2}"); } # FOLDER ARGUMENT…
can_restore() { ((${#1} <= 90)) || die "the folder's name is too long for a socket (90 bytes): $1"; }
start_server() { # FOLDER
  local id
  (
    cd -- "$1" || exit
    unset ETCDCTL_API
    without_locks setsid etcd --name restored --data-dir "$1/server" --listen-client-urls unix://localhost:2379 --advertise-client-urls unix://localhost:2379 \
      --listen-peer-urls unix://localhost:2380 --initial-advertise-peer-urls http://localhost:2380 --initial-cluster restored=http://localhost:2380 \
      </dev/null >"$1/server.log" 2>&1
  ) &
  id=$!
  printf '%s\n' "$id" >"$1/server.pid"
  running_server=$1
  while ! in_restored "$1" endpoint health >/dev/null 2>&1; do
    if ! kill -0 "$id" 2>/dev/null; then
      say "the restored member did not start; the end of $1/server.log:"
      tail -n 5 "$1/server.log" >&2
      return 1
    fi
    sleep 0.1
  done
}
stop_server() {
  local id signal=TERM
  id=$(cat -- "$1/server.pid" 2>/dev/null) || return 0
  [[ -r /proc/$id/cmdline && $(tr '\0' '\n' <"/proc/$id/cmdline") == *"$1/server"* ]] || return 0
  [[ $2 != immediate ]] || signal=KILL
  kill "-$signal" "$id"
  while kill -0 "$id" 2>/dev/null; do sleep 0.1; done
}

# restore_snapshot POINT-FOLDER FOLDER NAME PEER-URL CLUSTER: a new data directory, with a new cluster of its own. It checks the
# snapshot's own checksum.
restore_snapshot() {
  run_stage='restore snapshot'
  snapshot_file restore "$1/snapshot.db" --data-dir "$2" --name "$3" --initial-advertise-peer-urls "$4" --initial-cluster "$5" 2>"$2.said" || {
    cat -- "$2.said" >&2
    die "the snapshot could not be restored"
  }
  rm -f -- "$2.said"
}
restore_point() {
  read_credentials
  restore_snapshot "$1" "$2/server" restored http://localhost:2380 restored=http://localhost:2380
  run_stage='start member'
  start_server "$2"
}
restored_words() { printf 'Connect with: cd %s && ETCDCTL_API=3 etcdctl --endpoints unix://localhost:2379' "$1"; }

check_restored() {
  local revision keys
  run_stage='check restored'
  revision=$(in_restored "$2" endpoint status -w json | json_value revision)
  [[ $revision == "$(manifest_field "$1" revision)" ]] || die "the restored member is at revision $revision, the snapshot at $(manifest_field "$1" revision)"
  keys=$(in_restored "$2" get '' --prefix --limit=1 -w fields | sed -n 's/^"Count" : //p')
  say "checked: $keys keys at revision $revision"
}

# meets_expectation FOLDER: the plan's key (`verify restore … expect`) is there and not empty.
meets_expectation() {
  [[ -n $expect ]] || return 0
  [[ -n $(in_restored "$1" get --print-value-only -- "$expect") ]] || {
    say "the plan's key is not there, or is empty: $expect"
    return 1
  }
}

read_in_place() { [[ -n $2 ]] || wrong_use '--in-place needs --data-directory, the folder of the member that is replaced'; }

# The members of a cluster are each restored like this, from the same point, with the names of the cluster in the settings of their host.
replace_system() {
  local folder=${3%/} stamp fresh name=${BACKUPPLAN_ETCD_NAME:-default} peer=${BACKUPPLAN_ETCD_PEER_URL:-http://localhost:2380}
  [[ $folder == /*/* ]] || wrong_use '--data-directory needs an absolute path'
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  stop_services
  [[ ! -e $folder/member/snap/db ]] || flock -n -s "$folder/member/snap/db" true || die "a member is running in $folder: stop it first"
  # Looked at first, beside: what starts there changes it.
  fresh=$state/.scratch-$system_folder
  restore_beside "$1" "$fresh" immediate
  stop_server "$fresh" fast
  running_server=''
  restore_snapshot "$1" "$folder.restored-$stamp" "$name" "$peer" "${BACKUPPLAN_ETCD_CLUSTER:-$name=$peer}"
  if [[ -e $folder ]]; then
    apply_attributes "$(attributes_of "$folder")" "$folder.restored-$stamp"
    if [[ $(id -u) == 0 ]]; then chown -R --reference="$folder" -- "$folder.restored-$stamp"; fi
  fi
  sync -f "$folder.restored-$stamp"
  run_stage='replace the data directory'
  if [[ -e $folder ]]; then mv -T -- "$folder" "$folder.damaged-$stamp"; fi
  mv -T -- "$folder.restored-$stamp" "$folder"
  start_services
  say "$folder is replaced; the old one is $folder.damaged-$stamp. Start the member, and take a full backup now: it is a new cluster"
}
