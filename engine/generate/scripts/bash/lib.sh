#!/usr/bin/env bash
# What every script of this folder shares: settings, locks, journal, publishing, copying, retention.
#
# A restore point is a folder STORAGE/SYSTEM/points/YYYYMMDDTHHMMSSZ-WORD with a manifest.json; WORD is full, incremental or
# differential. It is written under a name that starts with a dot, verified, and renamed as the last step: what has its name is whole,
# whenever a run was killed. How a system is read and brought back is said by a library of its own, lib-ENGINE.sh; what that has to
# give stands below.
# Exit codes: 0 done, 1 failed, 2 wrong use, 75 another run of the same chain is still going on.

shopt -s inherit_errexit
umask 077
export LC_ALL=C

# What a script sets after it has read this file.
plan='' plan_hash='' restore_hash='' plan_slug='' plan_zone=UTC system='' system_folder='' chain_folder='' metrics_folder='' ping_url=''
notify_targets=()
declare -gA storage_path=() keep_rules=() lock_span=() log_keep=() chain_user=() chain_storages=()
# Storages whose points are packed, by how they are reached: lib-packed.sh knows more of them, and is read where there are any.
declare -gA packed=()
# What a script that restores sets.
expect='' log_storages=() services=()

# ── What lib-ENGINE.sh gives ──────────────────────────────────────────────────────────────────────────────────────────────────
#   connect                              the system answers, and has what the plan names; sets run_server
#   write_point WORD BASE                fills $workplace and writes its manifest; sets run_captured, run_tool, run_bytes
#   check_point FOLDER                   reads all of a point; false where it is not whole
#   restore_point FOLDER INTO TARGET     into the new folder INTO. TARGET: `immediate` (the point alone), `latest`, or an instant in UTC
#   check_restored FOLDER INTO           dies where what was restored is not sound, and says what was looked at
#   restored_words INTO                  how a person gets at what was restored
#   replace_system FOLDER TARGET WHERE   puts the point in the place of the running system, and keeps what was there
# and, where it has more than that:
open_point() { :; }         # FOLDER: the programs that its point needs are at hand
can_restore() { :; }        # INTO: dies where nothing can be restored there
log_applies() { false; }    # FOLDER: whether log is replayed on the point
read_in_place() { :; }      # FOLDER WHERE: dies where the point cannot replace the running system
meets_expectation() { :; }  # INTO: the plan's question (`verify restore … expect`) has a good answer
stop_server() { :; }        # INTO MODE: ends the server that was started there
fetch_log() { :; }          # STORAGE: stores the log that has come since, where scripts fetch it; a server may bring its log itself
is_log_name() { false; }    # NAME: of a file of log
segments() { :; }           # LOG-FOLDER: names of the files that follow each other without a hole, in order
log_start() { :; }          # STORAGE FOLDER: the file of log that the point starts with
log_key_at=0                # from this character of its name on, files of log sort as they follow each other
log_shelf=8                 # so many characters of their names are those of a folder of log on a packed storage
base_files=()               # what an incremental needs of its base, which it finds in the folder $brought
check_log() { :; }          # STORAGE: false where it has holes or damage
newest_log() { :; }         # STORAGE: the instant up to which its log goes
own_metrics() { :; }        # LABELS: lines for the file of metrics, however the run ended
# A tool that keeps its points in a repository of its own also says anew, in place of the functions below, what lies on a storage and
# how it gets there and goes: points_path, point_path, storage_is_there, need_storage, need_space, list_points or all_points, base_of,
# manifest_field, check_chain, read_point, mark_damaged, start_point, finish_point, copy_points and remove_points. What it hands on as
# the FOLDER of a point is its own affair.

# ── Messages ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2; }
die() {
  run_error=$*
  say "FAILED: $*"
  exit 1
}
# warn TEXT: what does not make a run fail, but has to be known: it stands in the journal.
warn() {
  run_warning=${run_warning:+$run_warning; }$1
  say "WARNING: $1"
}
wrong_use() {
  used_wrongly=yes
  printf '%s\n' "$@" >&2
  exit 2
}
dry_run() { [[ ${dry:-no} == yes ]]; }
limited() { "${limit[@]}" "$@"; }

# "10:05:00 CET" for people, in the plan's time zone.
wall_clock() { TZ=$plan_zone date -d "@$1" '+%Y-%m-%d %H:%M:%S %Z'; }

# need_credentials FILE: secrets come from a file that only its owner reads.
need_credentials() {
  [[ -r $1 ]] || die "the credentials file cannot be read: $1"
  [[ $(stat -L -c %a -- "$1") == [0-7]00 ]] || die "the credentials file can be read by others: chmod 600 $1"
}

# without_locks COMMAND…: takes the place of the shell that calls it. A server must not inherit our locks, for it may outlive us.
without_locks() {
  local descriptor
  for descriptor in /proc/"$BASHPID"/fd/*; do
    descriptor=${descriptor##*/}
    ((descriptor <= 2)) || exec {descriptor}>&-
  done
  exec "$@"
}

# is_served PROGRAM FOLDER: a server of that name works in the folder (as far as our user can see).
is_served() {
  local process folder
  folder=$(readlink -f -- "$2")
  for process in /proc/[0-9]*; do
    if [[ $(cat -- "$process/comm" 2>/dev/null) == "$1"* && $(readlink -- "$process/cwd" 2>/dev/null) == "$folder" ]]; then return 0; fi
  done
  return 1
}

# ── Settings ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# The settings file is shell text that belongs to the administrator; it is optional and never written by these scripts.
load_settings() {
  local file=${BACKUPPLAN_ENV:-/etc/backupplan/$plan_slug/$system_folder.env}
  if [[ -r $file ]]; then
    # shellcheck source=/dev/null
    source "$file"
  fi
  state=${BACKUPPLAN_STATE:-/var/lib/backupplan/$plan_slug/$(id -un)}
  # Whoever comes first makes the folders above it, and others go through them to their own.
  (umask 022 && mkdir -p -- "${state%/*}") 2>/dev/null || true
  mkdir -p -- "$state/locks" 2>/dev/null || wrong_use "$state: $(id -un) cannot write there. As root: $(way_to "$state")install -d -o $(id -un) -m 700 $(printf %q "$state")"
  # No step takes longer than this many seconds: a run that hangs would keep its lock, and all later runs away.
  limit=(timeout --kill-after=60 "${BACKUPPLAN_TIMEOUT:-86400}")
}

# way_to FOLDER: the command that opens the folder above it which keeps us out, if one does.
way_to() {
  local above=$1
  while [[ $above == */* ]]; do
    above=${above%/*}
    if [[ -d $above && ! -x $above ]]; then printf 'chmod a+x %q && ' "$above"; fi
  done
}

# Options that all scripts know; each script reads its own from "${arguments[@]}".
read_options() {
  dry=no
  arguments=()
  local argument
  for argument in "$@"; do
    case $argument in
      --dry-run) dry=yes ;;
      --help | -h)
        sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
        exit 0
        ;;
      *) arguments+=("$argument") ;;
    esac
  done
}
no_more_options() { [[ ${#arguments[@]} == 0 ]] || wrong_use "unknown option: ${arguments[0]} (only --dry-run and --help)"; }

# need_private FILE: a file with credentials.
need_private() {
  [[ -f $1 && -r $1 ]] || die "the file $1 cannot be read"
  (((8#$(stat -L -c %a -- "$1") & 8#077) == 0)) || die "others can read $1: chmod 600 it"
}

# ── One run ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# begin KIND JOB STORAGE: from here on the run leaves one journal line, however it ends (kill -9 excepted).
begin() {
  run_kind=$1 run_job=$2 run_storage=$3
  run_started=$(date +%s)
  run_stage=start run_result='' run_error='' run_warning='' run_point='' run_captured='' run_bytes='' run_sha256='' run_tool='' run_server='' run_target=''
  workplace='' running_server=''
  trap 'finish $?' EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  trap 'say "stopped in stage \"$run_stage\" (line $LINENO)"' ERR
  # Pruning belongs to the run before it; log, copies and looks at a standby may come by the minute: they speak up only when there is
  # something to say.
  if ! dry_run && [[ $run_kind != prune && $run_kind != log && $run_kind != copy && $run_kind != status ]]; then ping_out start; fi
}

finish() {
  local code=$1
  trap - EXIT ERR
  set +e
  [[ -z $running_server ]] || stop_server "$running_server" immediate
  [[ -z $workplace ]] || remove_tree "$workplace"
  [[ -z $scratch ]] || remove_tree "$scratch"
  record "$code"
  # The journal has the code of the program that failed; ours mean what the head of this file says, whatever a program means by them.
  case $code in
    0) exit 0 ;;
    2) [[ -z ${used_wrongly-} ]] || exit 2 ;;
    75) [[ $run_result != locked ]] || exit 75 ;;
  esac
  exit 1
}

# record EXIT-CODE: the journal line of this run, its metrics and pings. A run that goes on to other work calls it itself.
record() {
  if dry_run; then return; fi
  if [[ -z $run_result ]]; then
    run_result=failed
    if (($1 == 0)); then run_result=ok; fi
  fi
  write_metrics
  if was_told; then return; fi
  write_journal "$1"
  case $run_result in
    ok) [[ $run_kind == prune ]] || ping_out '' ;;
    failed)
      ping_out fail
      notify_failure
      ;;
  esac
}

# Log comes by the minute, and a standby or something new to copy is looked for as often. Of log, of a standby, and of copies that found nothing
# or failed, is told when they begin to fail, when they work again, and once an hour.
was_told() {
  local note before='' when=0 brought=no
  [[ $run_kind == log || $run_kind == copy || $run_kind == status ]] || return 1
  [[ $run_result != locked ]] || return 0
  if [[ $run_kind == copy && $run_result == ok && -n $run_bytes ]]; then brought=yes; fi
  note=$state/$system_folder.$run_kind.$(safe_name "$run_job").$(safe_name "$run_storage")
  [[ ! -f $note ]] || read -r before when <"$note"
  if [[ $before == "$run_result" && $brought == no ]] && ((run_started - when < 3600)); then return 0; fi
  printf '%s %s\n' "$run_result" "$run_started" >"$note"
  return 1
}

# take_lock NAME: one run at a time; the second one leaves at once. The lock lies on the local disk.
take_lock() {
  exec 9>"$state/locks/$1.lock"
  flock -n 9 && return
  run_result=locked
  say "another run holds the lock $1: nothing done"
  exit 75
}

# Pruning waits for nobody, and nothing is pruned while a copy, a check or a restore reads the storage.
hold_points() { # STORAGE
  local file
  exec {file}>"$state/locks/$system_folder.points.$(safe_name "$1").lock"
  flock -s -w 3600 "$file" || die "storage $1 is being pruned for more than an hour"
}
safe_name() { printf '%s' "${1//[^A-Za-z0-9_-]/_}"; }

# ── Journal, metrics, pings ───────────────────────────────────────────────────────────────────────────────────────────────────
json_string() {
  local text=$1 out='' char i
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  if [[ $text == *[[:cntrl:]]* ]]; then
    for ((i = 0; i < ${#text}; i++)); do
      char=${text:i:1}
      [[ $char != [[:cntrl:]] ]] || printf -v char '\\u%04x' "'$char"
      out+=$char
    done
    text=$out
  fi
  printf '"%s"' "$text"
}
# The text of a JSON string that json_string wrote, without its quotes.
json_text() { printf '%b' "${1//\\\"/\\u0022}"; }
json_number() { if [[ $1 =~ ^[0-9]+$ ]]; then printf '%s' "$1"; else printf 'null'; fi; }
json_or_null() { if [[ -n $1 ]]; then json_string "$1"; else printf 'null'; fi; }

write_journal() { # EXIT-CODE
  local line
  printf -v line '{"plan":%s,"planHash":%s,"restoreHash":%s,"system":%s,"job":%s,"kind":%s,"storage":%s,"point":%s,"started":%s,"captured":%s,"finished":%s,"bytes":%s,"sha256":%s,"result":%s,"exitCode":%s,"stage":%s,"error":%s,"warning":%s,"tool":%s,"server":%s,"target":%s}' \
    "$(json_string "$plan")" "$(json_string "$plan_hash")" "$(json_or_null "$restore_hash")" "$(json_string "$system")" "$(json_string "$run_job")" "$(json_string "$run_kind")" \
    "$(json_or_null "$run_storage")" "$(json_or_null "$run_point")" "$run_started" "$(json_number "$run_captured")" "$(date +%s)" \
    "$(json_number "$run_bytes")" "$(json_or_null "$run_sha256")" "$(json_string "$run_result")" "$1" "$(json_string "$run_stage")" \
    "$(json_or_null "$run_error")" "$(json_or_null "$run_warning")" "$(json_or_null "$run_tool")" "$(json_or_null "$run_server")" "$(json_number "$run_target")"
  (
    flock -w 30 8
    printf '%s\n' "$line" >&8
  ) 8>>"$state/journal.jsonl" || say "the journal cannot be written: $state/journal.jsonl"
  # Who has started the script may want to read the line as well.
  [[ -z ${BACKUPPLAN_REPORT_FD-} ]] || printf '%s\n' "$line" >&"$BACKUPPLAN_REPORT_FD"
}

# Metrics for the Prometheus textfile collector. They never make a run fail.
write_metrics() {
  [[ -n ${BACKUPPLAN_METRICS:-$metrics_folder} ]] || return 0
  local folder=${BACKUPPLAN_METRICS:-$metrics_folder} file labels now
  file=$folder/backupplan_$(safe_name "$system_folder")_$(safe_name "$run_kind-${run_job##*/}-$run_storage").prom
  labels="plan=$(json_string "$plan"),system=$(json_string "$system"),job=$(json_string "$run_job"),storage=$(json_string "$run_storage")"
  now=$(date +%s)
  if ! {
    {
      # What a run that failed, or found nothing to copy, does not know keeps its last good value, so that alerts on age see it grow.
      if [[ $run_result != ok && -r $file ]]; then grep -v '^backup_last_\(status\|run\)\|^standby_' "$file"; fi
      if [[ $run_result == ok && -z $run_captured && -r $file ]]; then grep '^backup_\(recovery_point\|last_size\)' "$file" || true; fi
      printf 'backup_last_run_timestamp_seconds{%s} %s\n' "$labels" "$now"
      printf 'backup_last_status{%s} %s\n' "$labels" "$([[ $run_result == ok ]] && echo 1 || echo 0)"
      if [[ $run_result == ok ]]; then
        printf 'backup_last_success_timestamp_seconds{%s} %s\n' "$labels" "$now"
        printf 'backup_last_duration_seconds{%s} %s\n' "$labels" "$((now - run_started))"
        [[ -z $run_bytes ]] || printf 'backup_last_size_bytes{%s} %s\n' "$labels" "$run_bytes"
        [[ -z $run_captured ]] || printf 'backup_recovery_point_timestamp_seconds{%s} %s\n' "$labels" "$run_captured"
        case $run_kind in
          verify-checksum) printf 'backup_verified_timestamp_seconds{%s} %s\n' "$labels" "$now" ;;
          verify-restore)
            printf 'restore_test_last_success_timestamp_seconds{%s} %s\n' "$labels" "$now"
            printf 'restore_test_duration_seconds{%s} %s\n' "$labels" "$((now - run_started))"
            ;;
        esac
      fi
      own_metrics "$labels" || true
    } >"$file.$$" && chmod 644 "$file.$$" && mv -f -- "$file.$$" "$file"
  } 2>/dev/null; then say "metrics cannot be written to $folder"; fi
}

# A dead-man switch: URL/JOB, URL/JOB/start and URL/JOB/fail. It never makes a run fail.
ping_out() {
  local base=${BACKUPPLAN_PING-$ping_url} url
  [[ -n $base ]] || return 0
  url=${base%/}/$(safe_name "$run_job")${1:+/$1}
  curl -fsS -m 10 --retry 2 -o /dev/null -- "$url" 2>/dev/null || say "no answer to the ping ${1:-success}"
}
notify_failure() {
  local target text="Backup Plan: $run_kind of $system failed (job $run_job, storage $run_storage, stage $run_stage): ${run_error:-see the log}"
  for target in "${notify_targets[@]}"; do
    case $target in
      mailto:*) printf 'To: %s\nSubject: backup failed: %s\n\n%s\n' "${target#mailto:}" "$(safe_name "$system")" "$text" | timeout 30 sendmail -t ;;
      http://* | https://*) curl -fsS -m 10 -o /dev/null -H 'Content-Type: application/json' -d "{\"text\":$(json_string "$text")}" -- "$target" ;;
    esac 2>/dev/null || say "nobody was told at $(safe_name "${target%%:*}"): are sendmail and curl here, and do they work?"
  done
}

# ── Storages and points ───────────────────────────────────────────────────────────────────────────────────────────────────────
# Where a storage is packed, these are those of its view.
is_packed() { [[ -n ${packed[$1]-} ]]; } # STORAGE
chain_path() {
  if is_packed "$1"; then view_path "$1"; else printf '%s/%s' "${storage_path[$1]}" "$chain_folder"; fi
}
points_path() {
  chain_path "$1"
  printf /points
}
log_path() {
  chain_path "$1"
  printf /log
}
has_log_folder() { is_packed "$1" || [[ -n ${storage_path[$1]-} ]]; } # STORAGE: not a repository elsewhere
point_path() { printf '%s/%s' "$(points_path "$1")" "$2"; }
# Reads to the end: a reader that leaves early would make the list look failed.
oldest_point() { list_points "$1" | sed -n '1s/.* //p'; }   # STORAGE
newest_point() { list_points "$1" | tail -n 1 | cut -d ' ' -f 3; } # STORAGE

# The marker file lies on the medium itself: an unmounted folder does not have it.
storage_is_there() {
  if is_packed "$1"; then packed_is_there "$1"; else has_marker "$1"; fi
}
has_marker() {
  local marker=${storage_path[$1]}/.backupplan-storage
  [[ -f $marker && $(<"$marker") == "$1" ]]
}
need_storage() {
  if is_packed "$1"; then
    need_packed "$1"
    return
  fi
  storage_is_there "$1" || die "storage $1 is not there: ${storage_path[$1]}/.backupplan-storage is missing or names another storage. Mount it; if it is new, run scripts/prepare.sh $1"
}
need_folder() { # FOLDER below a storage
  [[ -d $1 ]] || mkdir -p -- "$1" || die "cannot make $1"
}
# let_read PATH: where prepare.sh named readers, who may copy from here and restore and nothing else, what is written is theirs to read.
let_read() {
  [[ -g ${1%/*} ]] || return 0
  if ! { chgrp -R --reference="${1%/*}" -- "$1" && chmod -R g+rX -- "$1"; }; then
    die "$1 cannot be given to its readers: is $(id -un) a member of the group $(stat -c %G -- "${1%/*}")?"
  fi
}
need_space() { # STORAGE WORD: as much as the newest point of that word and a fifth
  local newest bytes free
  if is_packed "$1"; then
    need_packed_space "$1" "$2"
    return
  fi
  newest=$(list_points "$1" | cut -d ' ' -f 3 | grep -e "-$2\$" | tail -n 1 || true)
  [[ -n $newest ]] || return 0
  bytes=$(manifest_field "$(point_path "$1" "$newest")" bytes)
  free=$(df --output=avail -B 1 -- "${storage_path[$1]}" | tail -n 1)
  ((free >= bytes + bytes / 5)) || die "storage $1 has $free bytes free; the last point took $bytes"
}

# remove_tree FOLDER: only of unfinished or retired work, below a storage or the state folder.
remove_tree() {
  local folder=$1 base
  base=${folder##*/}
  [[ $folder == /*/*/* && ! -L $folder && ($base == .partial-* || $base == .retired-* || $base == .scratch-*) ]] || return 1
  rm -rf --one-file-system -- "${folder:?}"
}

# start_point STORAGE WORD: sets run_point and workplace, after clearing what killed runs left. The chain's lock is held.
start_point() {
  local points left
  if is_packed "$1"; then
    start_packed "$1" "$2"
    return
  fi
  points=$(points_path "$1")
  need_folder "$points"
  for left in "$points"/.partial-[0-9]* "$points"/.retired-*; do
    [[ ! -d $left ]] || remove_tree "$left"
  done
  while run_point=$(date -u +%Y%m%dT%H%M%SZ)-$2 && [[ -e $points/$run_point ]]; do sleep 1; done
  workplace=$points/.partial-$run_point
  mkdir -- "$workplace"
}

# finish_point STORAGE: what was written is read back from the medium, and then has its name.
finish_point() {
  if is_packed "$1"; then
    finish_packed "$1"
    return
  fi
  sync -f "$workplace"
  forget_cache "$workplace"
  run_stage=verify
  check_point "$workplace" || die "the new point is not whole"
  publish "$1"
}

# publish STORAGE: everything is on the disk before the name is, and the name is before we say so.
publish() {
  local points
  points=$(points_path "$1")
  run_stage=publish
  storage_is_there "$1" || die "storage $1 went away while it was written"
  run_sha256=$(sha256_of "$workplace/manifest.json")
  date +%s >"$workplace/available"
  let_read "$workplace"
  sync -f "$workplace"
  mv -T -n -- "$workplace" "$points/$run_point"
  [[ ! -e $workplace && -f $points/$run_point/manifest.json ]] || die "the point $run_point was there already"
  workplace=''
  sync "$points"
  say "point $run_point is on $1"
}

new_folder() { # INTO
  mkdir -p -- "$1"
  chmod 700 "$1"
  [[ -z $(ls -A -- "$1") ]] || die "$1 is not empty"
}

# Mode and owner of a file, as text that apply_attributes reads. Owners are given back only by root.
attributes_of() { stat -c '%a %U:%G' -- "$1"; }
apply_attributes() { # ATTRIBUTES FILE
  chmod -- "${1%% *}" "$2"
  if [[ $(id -u) == 0 ]]; then chown -h -- "${1#* }" "$2" || say "$2 keeps our owner: ${1#* } is not known here"; fi
}

# The services of the system, for a restore in its place. Whoever runs a script may rarely stop them: then a person has to.
stop_services() {
  local service
  for service in "${services[@]}"; do
    systemctl --no-ask-password stop -- "$service" 2>/dev/null || say "not stopped from here: as root, systemctl stop $service"
  done
}
start_services() {
  local service
  for service in "${services[@]}"; do
    systemctl --no-ask-password start -- "$service" 2>/dev/null || say "not started from here: as root, systemctl start $service"
  done
}

sha256_of() { sha256_in <"$1"; }
# sha256_in: of the input. openssl uses what the processor has for it, which sha256sum rarely does.
sha256_in() { if command -v openssl >/dev/null; then openssl dgst -sha256 -r; else sha256sum; fi | cut -c 1-64; }
bytes_below() { find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%d\n", sum }'; }

# manifest_open/file/close write manifest.json, one field and one file a line, so that it can be read without a JSON tool.
manifest_file() { # NAME [DATABASE]: a line of the list of files
  local path=$workplace/$1
  printf '    {"name": %s, "size": %s, "sha256": "%s", "database": %s}' "$(json_string "$1")" "$(stat -c %s -- "$path")" "$(sha256_of "$path")" "$(json_or_null "${2-}")"
}
write_manifest() { # FIELDS (lines of '  "name": value,'), then one line a file
  local fields=$1 comma='' line
  shift
  {
    printf '{\n  "format": 1,\n  "plan": %s,\n  "planHash": %s,\n  "system": %s,\n  "job": %s,\n' \
      "$(json_string "$plan")" "$(json_string "$plan_hash")" "$(json_string "$system")" "$(json_string "$run_job")"
    printf '  "started": %s,\n  "captured": %s,\n  "finished": %s,\n  "bytes": %s,\n  "tool": %s,\n  "server": %s,\n' \
      "$run_started" "$run_captured" "$(date +%s)" "$run_bytes" "$(json_string "$run_tool")" "$(json_string "$run_server")"
    printf '%s\n  "files": [' "$fields"
    for line in "$@"; do
      printf '%s\n%s' "$comma" "$line"
      comma=,
    done
    printf '\n  ]\n}\n'
  } >"$workplace/manifest.json"
  sha256_of "$workplace/manifest.json" >"$workplace/manifest.sha256"
}
manifest_field() { # POINT-FOLDER NAME: the number, or the text as it stands between its quotes
  sed -n "s/^  \"$2\": \"\{0,1\}\(.*[^\",]\)\{0,1\}\"\{0,1\},\{0,1\}\$/\1/p" "$1/manifest.json" | head -n 1
}
# One line a file: SHA256 SIZE NAME, and the database as JSON text.
manifest_files() {
  sed -n 's/^    {"name": "\([^"]*\)", "size": \([0-9]*\), "sha256": "\([0-9a-f]*\)", "database": \(.*\)},\{0,1\}$/\3 \2 \1 \4/p' "$1/manifest.json"
}

# Points of a storage, oldest capture first: CAPTURED AVAILABLE NAME. Unfinished ones have no such name, damaged ones a mark; a point
# whose base is not there or damaged is none.
list_points() { # STORAGE
  local captured available name base count=-1
  local -a names=()
  local -A line=() rests_on=() there=()
  while read -r captured available name base; do
    names+=("$name") line[$name]="$captured $available $name" rests_on[$name]=$base
  done < <(all_points "$1")
  # A clock that was set back lets a base seem younger than what rests on it, so once through the list may not do.
  while ((count < ${#there[@]})); do
    count=${#there[@]}
    for name in "${names[@]}"; do
      base=${rests_on[$name]}
      if [[ $base == - || -n ${there[$base]-} ]]; then there[$name]=yes; fi
    done
  done
  for name in "${names[@]}"; do
    [[ -z ${there[$name]-} ]] || printf '%s\n' "${line[$name]}"
  done
}
all_points() { # STORAGE: as list_points, with the base (or -) at the end, and with those that lack theirs
  local folder base
  for folder in "$(points_path "$1")"/[0-9]*Z-*; do
    [[ -f $folder/manifest.json && -f $folder/available && ! -e $folder/damaged ]] || continue
    base=$(manifest_field "$folder" base)
    printf '%s %s %s %s\n' "$(manifest_field "$folder" captured)" "$(<"$folder/available")" "${folder##*/}" "${base:--}"
  done | sort -n -k 1,1 -k 3,3
}
# yet_to_come CAPTURED: the clock was wrong when the point was made, or is now. It would pass for the newest until then.
yet_to_come() { (($1 > $(date +%s) + 60)); }
# base_of STORAGE WORD: what a new point of that word rests on: an incremental on the newest point, a differential on the newest full.
base_of() {
  case $2 in
    incremental) newest_point "$1" ;;
    differential) list_points "$1" | cut -d ' ' -f 3 | grep -e '-full$' | tail -n 1 || true ;;
  esac
}
# with_bases STORAGE: reads names, prints them and all that they rest on.
with_bases() {
  local name
  while read -r name; do
    while [[ -n $name ]]; do
      printf '%s\n' "$name"
      name=$(manifest_field "$(point_path "$1" "$name")" base)
    done
  done
}

# placed_files POINT-FOLDER SUFFIX: "NAME PATH" of every file of a point that stands for one of the system's, NUL-separated; PATH is where
# that one lay, which the manifest keeps in place of a database.
placed_files() {
  local sum size name path
  while IFS=' ' read -r sum size name path; do
    [[ $name == *"$2" ]] || continue
    path=${path#\"}
    printf '%s %s\0' "$name" "$(json_text "${path%\"}")"
  done < <(manifest_files "$1")
}

# restore_beside POINT-FOLDER FRESH TARGET: into a scratch place first, where it is looked at before anything that runs is touched. What
# is started there is left running; the run's end clears it away.
restore_beside() {
  can_restore "$2"
  if [[ -d $2 ]]; then
    stop_server "$2" immediate
    remove_tree "$2"
  fi
  new_folder "$2"
  workplace=$2
  restore_point "$1" "$2" "$3"
  check_restored "$1" "$2"
  meets_expectation "$2" || say "look before you go on: nothing else is wrong"
}

# point_chain FOLDER: the folders of the point and of all that it rests on, the full first.
point_chain() {
  local base
  base=$(manifest_field "$1" base)
  [[ -z $base ]] || point_chain "${1%/*}/$base"
  printf '%s\n' "$1"
}
check_chain() { # FOLDER
  local folder
  while IFS= read -r folder; do check_point "$folder" || return 1; done < <(point_chain "$1")
}

# It is not restored from and does not count when old points are pruned; a person decides what becomes of it.
mark_damaged() { # STORAGE NAME
  if is_packed "$1"; then mark_packed "$1" "$2"; else date -u +%Y-%m-%dT%H:%M:%SZ >"$(point_path "$1" "$2")/damaged"; fi
}

# read_point FOLDER STORAGE: as check_point, and what is read comes from the medium.
read_point() {
  if is_packed "$2"; then
    read_packed "$2" "${1##*/}"
    return
  fi
  forget_cache "$1"
  check_point "$1"
}
# check_there STORAGE NAME: as check_point, where the point lies.
check_there() {
  if is_packed "$1"; then read_packed "$1" "$2"; else check_point "$(point_path "$1" "$2")"; fi
}

# bring_here STORAGE NAME: the folder that has the files of the point, into brought; those that it rests on are beside it.
scratch=''
bring_here() {
  ((${#packed[@]} == 0)) || begin_scratch
  if is_packed "$1"; then bring_packed "$1" "$2"; else brought=$(point_path "$1" "$2"); fi
}
bring_base() { # STORAGE NAME: at least its base_files
  if is_packed "$1"; then bring_packed_base "$1" "$2"; else brought=$(point_path "$1" "$2"); fi
}

# forget_cache PATH: what is read next comes from the medium, not from memory (as far as the file system can).
forget_cache() { find "$1" -type f -exec dd if={} iflag=nocache count=0 status=none \; ; }

# check_files POINT-FOLDER: sizes and hashes as the manifest says, and the manifest as it was written.
check_files() {
  local sum size name rest count=0
  [[ -f $1/manifest.json ]] || return 1
  # Points of older scripts have no sum of it.
  if [[ -f $1/manifest.sha256 && $(sha256_of "$1/manifest.json") != "$(<"$1/manifest.sha256")" ]]; then
    say "$1/manifest.json is not what was written"
    return 1
  fi
  while IFS=' ' read -r sum size name rest; do
    count=$((count + 1))
    [[ -f $1/$name && $(stat -c %s -- "$1/$name") == "$size" && $(sha256_of "$1/$name") == "$sum" ]] || {
      say "$1/$name is not what the manifest says"
      return 1
    }
  done < <(manifest_files "$1")
  ((count > 0)) && [[ $(grep -c '^    {"name"' "$1/manifest.json") == "$count" ]]
}

# ── Copies ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# copy_points FROM TO: every point that is new since the last copy and still there; read back before it counts.
# What the target has pruned is not copied again: the list of what was copied lies on the target.
copy_points() {
  local from=$1 to=$2 captured available name source seen left
  need_folder "$(points_path "$to")"
  ((${#packed[@]} == 0)) || dry_run || begin_scratch
  ! is_packed "$to" || dry_run || clear_unsent "$to" "copy $from"
  seen=$(chain_path "$to")/copied-from-$(safe_name "$from")
  for left in "$(points_path "$to")/.partial-copy-$(safe_name "$from")-"*; do
    [[ ! -d $left ]] || remove_tree "$left"
  done
  while read -r captured available name; do
    if grep -qsxF -- "$name" "$seen"; then continue; fi
    source=$(point_path "$from" "$name")
    if dry_run; then
      say "would copy $name from $from to $to"
      continue
    fi
    if [[ ! -e $(point_path "$to" "$name")/available ]]; then
      say "copying $name from $from to $to"
      run_stage="copy $name" run_point=$name run_captured=$captured
      if is_packed "$to"; then carry_point "$from" "$to" "$name"; else copy_folder "$from" "$to" "$name"; fi
      run_bytes=$((${run_bytes:-0} + $(manifest_field "$source" bytes)))
    fi
    printf '%s\n' "$name" >>"$seen"
    ! is_packed "$to" || put "$to" "$seen" "${seen##*/}"
    copied+=("$name")
  done < <(list_points "$from")
}

copy_folder() { # FROM TO NAME
  local source
  source=$(point_path "$1" "$3")
  workplace=$(points_path "$2")/.partial-copy-$(safe_name "$1")-$3
  if is_packed "$1"; then
    unpack_point "$1" "$3" "$workplace"
  else
    limited cp -R --preserve=mode,timestamps,links --no-target-directory -- "$source" "$workplace"
    rm -f -- "$workplace/available"
  fi
  sync -f "$workplace"
  forget_cache "$workplace"
  run_stage="read back $3"
  cmp -s -- "$source/manifest.json" "$workplace/manifest.json" || die "the manifest of $3 changed on its way to $2"
  open_point "$workplace"
  check_point "$workplace" || die "the copy of $3 on $2 is not what was sent"
  publish "$2"
}

# ── Log ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# The index of a log folder has a line "NAME ARCHIVED SHA256" for every file: retention goes by it, never by a file's age.
index_line() { grep -s "^$2 " "$1/index" | tail -n 1; }
# read_index FOLDER: all of it, into index_time and index_sum by name.
read_index() {
  local name archived sum
  declare -gA index_time=() index_sum=()
  [[ -f $1/index ]] || return 0
  while read -r name archived sum; do
    index_time[$name]=$archived index_sum[$name]=$sum
  done <"$1/index"
}

# store_segment SOURCE NAME FOLDER ARCHIVED: as PostgreSQL asks of an archive command. Zero only when the file lies there whole and
# synced; an identical one is fine, a different one is an error and is never overwritten.
store_segment() {
  local source=$1 name=$2 folder=$3 sum partial
  sum=$(sha256_of "$source")
  if [[ -e $folder/$name ]]; then
    if ! cmp -s -- "$source" "$folder/$name"; then
      say "$folder/$name is there with other contents: it stays as it is. Two servers may be writing to one archive"
      return 1
    fi
  else
    rm -f -- "$folder/.partial-$name".*
    partial=$folder/.partial-$name.$$
    cp -- "$source" "$partial" || return 1
    let_read "$partial"
    sync "$partial" || return 1
    forget_cache "$partial"
    [[ $(sha256_of "$partial") == "$sum" ]] || return 1
    mv -n -T -- "$partial" "$folder/$name"
    if [[ -e $partial ]]; then
      rm -f -- "$partial"
      cmp -s -- "$source" "$folder/$name" || return 1
    fi
  fi
  sync "$folder/$name" "$folder" || return 1
  [[ $(index_line "$folder" "$name") != *" $sum" ]] || return 0
  (
    flock 7
    printf '%s %s %s\n' "$name" "$4" "$sum" >>"$folder/index"
    let_read "$folder/index"
  ) 7>>"$folder/.index.lock"
}

# store_log STORAGE SOURCE NAME ARCHIVED: as store_segment.
store_log() {
  if is_packed "$1"; then store_packed_log "$@"; else mkdir -p -- "$(log_path "$1")" && store_segment "$2" "$3" "$(log_path "$1")" "$4"; fi
}
# log_at STORAGE NAME: prints where this file of log lies here; false where it cannot be had.
log_at() {
  if is_packed "$1"; then packed_log_at "$1" "$2"; else printf '%s/%s' "$(log_path "$1")" "$2"; fi
}
# log_is_whole STORAGE NAME: it is as the index says, which the caller has read.
log_is_whole() {
  if is_packed "$1"; then packed_log_is_whole "$1" "$2"; else [[ $(sha256_of "$(log_path "$1")/$2") == "${index_sum[$2]-}" ]]; fi
}

# log_reaches STORAGE INSTANT: all log up to then lies there, also where nothing was written for a while. Only a script that fetches the
# log can know that.
log_reaches() { note_log_file "$1" until "$2"; }
note_log_file() { # STORAGE NAME TEXT: beside the log
  local folder
  if is_packed "$1"; then
    note_packed_log "$@"
    return
  fi
  folder=$(log_path "$1")
  printf '%s\n' "$3" >"$folder/.$2.$$"
  let_read "$folder/.$2.$$"
  sync "$folder/.$2.$$"
  mv -f -T -- "$folder/.$2.$$" "$folder/$2"
}

# copy_log FROM TO: what the target does not have yet and has not pruned.
copy_log() {
  local from to name path pruned='' until=''
  has_log_folder "$1" && has_log_folder "$2" || return 0
  from=$(log_path "$1") to=$(log_path "$2")
  [[ -d $from ]] || return 0
  read_index "$from"
  need_folder "$to"
  [[ ! -f $to/pruned-before ]] || pruned=$(<"$to/pruned-before")
  [[ ! -f $from/until ]] || until=$(<"$from/until")
  for path in "$from"/*; do
    name=${path##*/}
    if ! is_log_name "$name" || [[ -e $to/$name ]]; then continue; fi
    # The history of a timeline is never pruned.
    [[ $name == *.history || -z $pruned || ! ${name:log_key_at} < $pruned ]] || continue
    run_stage="copy $name"
    if dry_run; then
      say "would copy log $name from $1 to $2"
      continue
    fi
    # Without a line the archiver is still at it: the next run takes it.
    [[ -n ${index_sum[$name]-} ]] || continue
    if is_packed "$1" || is_packed "$2"; then
      carry_log "$1" "$2" "$name" || die "log $name could not be stored on $2"
    else
      [[ $(sha256_of "$path") == "${index_sum[$name]}" ]] || die "log $name on $1 is damaged"
      store_segment "$path" "$name" "$to" "${index_time[$name]}" || die "log $name could not be stored on $2"
    fi
    run_bytes=$((${run_bytes:-0} + $(stat -c %s -- "$path")))
  done
  if [[ -n $until ]] && ! dry_run; then log_reaches "$2" "$until"; fi
}

# prune_log STORAGE NOW: back to the oldest kept base, or as `keep logs` says. Whole segments from the oldest end, so no hole.
prune_log() {
  local folder bound='' name oldest cutoff keep=${log_keep[$1]-}
  local -a span going=()
  has_log_folder "$1" || return 0
  folder=$(log_path "$1")
  [[ -d $folder && $keep != forever ]] || return 0
  if [[ -z $keep ]]; then
    oldest=$(oldest_point "$1")
    [[ -n $oldest ]] || return 0
    bound=$(log_start "$1" "$(point_path "$1" "$oldest")")
    [[ -n $bound ]] || return 0
  else
    read -r -a span <<<"$keep"
    cutoff=$(shifted "$2" -1 "${span[@]}")
    read_index "$folder"
  fi
  while read -r name; do
    if [[ -n $bound ]]; then
      [[ ${name:log_key_at} < ${bound:log_key_at} ]] || break
    else
      if ((${index_time[$name]:-cutoff} >= cutoff)); then break; fi
    fi
    going+=("$name")
  done < <(segments "$folder")
  ((${#going[@]} > 0)) || return 0
  if dry_run; then
    say "would remove ${#going[@]} log segments from $1"
    return 0
  fi
  # A copy must not bring back what goes now.
  name=${going[-1]}
  if is_packed "$1"; then
    note_packed_log "$1" pruned-before "${name:log_key_at}~"
    remove_packed_log "$1" "${going[@]}"
    return
  fi
  printf '%s~' "${name:log_key_at}" >"$folder/pruned-before"
  sync "$folder/pruned-before" "$folder"
  for name in "${going[@]}"; do rm -f -- "$folder/$name"; done
  (
    flock 7
    grep -vF -e "$(printf '%s \n' "${going[@]}")" "$folder/index" >"$folder/.index.new" || [[ ! -s $folder/.index.new ]]
    let_read "$folder/.index.new"
    mv -f -- "$folder/.index.new" "$folder/index"
  ) 7>>"$folder/.index.lock"
  say "removed ${#going[@]} log segments from $1"
}

# ── Retention ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# The instant at which clocks of the plan's zone show "YYYY-MM-DD HH:MM:SS": the first of two, and later by the gap where there is none.
instant_of() {
  local as_utc before after offset candidate
  as_utc=$(date -u -d "$1 UTC" +%s)
  before=$(zone_offset $((as_utc - 86400)))
  after=$(zone_offset $((as_utc + 86400)))
  for offset in $((before > after ? before : after)) $((before > after ? after : before)); do
    candidate=$((as_utc - offset))
    if [[ $(TZ=$plan_zone date -d "@$candidate" '+%Y-%m-%d %H:%M:%S') == "$1" ]]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  printf '%s\n' $((as_utc - before))
}
zone_offset() {
  local text seconds
  text=$(TZ=$plan_zone date -d "@$1" +%::z)
  seconds=$((10#${text:1:2} * 3600 + 10#${text:4:2} * 60 + 10#${text:7:2}))
  printf '%s\n' "${text:0:1}$seconds"
}

# shifted INSTANT 1|-1 YEARS MONTHS SECONDS: calendar years and months, clamped to the month's last day, then seconds.
shifted() {
  local instant=$1 months=$(($3 * 12 + $4)) year month day time last
  if ((months > 0)); then
    read -r year month day time < <(TZ=$plan_zone date -d "@$instant" '+%Y %m %d %H:%M:%S')
    months=$((year * 12 + 10#$month - 1 + $2 * months))
    year=$((months / 12)) month=$((months % 12 + 1)) day=$((10#$day))
    last=$(date -u -d "$(printf '%04d-%02d-01' "$year" "$month") UTC + 1 month - 1 day" +%-d)
    ((day <= last)) || day=$last
    instant=$(instant_of "$(printf '%04d-%02d-%02d %s' "$year" "$month" "$day" "$time")")
  fi
  printf '%s\n' $((instant + $2 * $5))
}

# kept_points NOW RULE…: reads lines "CAPTURED NAME" and prints the names that any rule keeps. A rule is one of
#   forever | span Y M S | count N last|PERIOD | period-for PERIOD Y M S
kept_points() {
  local now=$1 rule i cutoff limit column
  shift
  local -a captured=() names=() keys=() words
  local -A kept=() seen
  while read -r cutoff rule; do
    captured+=("$cutoff") names+=("$rule")
  done < <(sort -k 1,1nr -k 2,2r)
  ((${#names[@]} > 0)) || return 0
  mapfile -t keys < <(printf '@%s\n' "${captured[@]}" | TZ=$plan_zone date -f - '+%Y-%m-%dT%H %Y-%m-%d %G-%V %Y-%m %Y')
  local -A column_of=([hourly]=0 [daily]=1 [weekly]=2 [monthly]=3 [yearly]=4)
  for rule in "$@"; do
    read -r -a words <<<"$rule"
    cutoff=-9999999999 limit=${#names[@]} column=last
    case ${words[0]} in
      forever) ;;
      span) cutoff=$(shifted "$now" -1 "${words[1]}" "${words[2]}" "${words[3]}") ;;
      count) limit=${words[1]} column=${words[2]} ;;
      period-for) column=${words[1]} cutoff=$(shifted "$now" -1 "${words[2]}" "${words[3]}" "${words[4]}") ;;
      *) die "unknown retention rule: $rule" ;;
    esac
    seen=()
    for i in "${!names[@]}"; do
      ((captured[i] <= now && captured[i] >= cutoff && limit > 0)) || continue
      if [[ $column != last ]]; then
        read -r -a words <<<"${keys[i]}"
        [[ -z ${seen[${words[${column_of[$column]}]}]-} ]] || continue
        seen[${words[${column_of[$column]}]}]=yes
      fi
      kept[${names[i]}]=yes
      limit=$((limit - 1))
    done
  done
  printf '%s\n' "${!kept[@]}"
}

# prune STORAGE: what no rule keeps goes, but never the newest good point, never a locked one, and never anything before a new
# point has been verified: the caller publishes first.
prune() {
  local storage=$1 now newest captured available name file
  local -a rules=()
  run_stage="prune $storage"
  exec {file}>"$state/locks/$system_folder.points.$(safe_name "$storage").lock"
  if ! flock -n "$file"; then
    say "storage $storage is being read: pruning waits for the next run"
    return 0
  fi
  # A physical backup holds the state of the first whole second after its end, which may just be coming.
  now=$(($(date +%s) + 1))
  if clock_jumped "$storage" "$now"; then return 0; fi
  newest=$(newest_point "$storage")
  mapfile -t rules <<<"${keep_rules[$storage]-}"
  if [[ -n ${rules[0]-} && -n $newest ]]; then
    local kept
    local -a gone=()
    kept=$(
      {
        printf '%s\n' "$newest"
        list_points "$storage" | cut -d ' ' -f 1,3 | kept_points "$now" "${rules[@]}"
        locked_points "$storage" "$now"
      } | with_bases "$storage"
    )
    while read -r captured available name; do
      if grep -qxF -- "$name" <<<"$kept"; then continue; fi
      if dry_run; then
        say "would remove $name from $storage"
        continue
      fi
      say "removing $name from $storage (captured $(wall_clock "$captured"))"
      gone+=("$name")
    done < <(list_points "$storage" | tac)
    ((${#gone[@]} == 0)) || remove_points "$storage" "${gone[@]}"
  fi
  prune_log "$storage" "$now"
  flock -u "$file"
}
# clock_jumped STORAGE NOW: the points do not fit to the clock, and retention by a wrong clock would remove good ones. A point is of an
# instant that has not come; or the newest came so late, after more than 31 days and twice the longest pause before, that either nothing ran
# for long or the clock was set forward: then pruning waits for the next run, before which somebody may set it right.
clock_jumped() {
  local captured available name before='' pause=0 longest=0
  while read -r captured available name; do
    if ((captured > $2)); then
      warn "nothing is removed from $1: its point $name is of $(wall_clock "$captured"), which has not come. Is the clock right? If it is now, take that point away by hand"
      return 0
    fi
    ((pause <= longest)) || longest=$pause
    pause=$((captured - ${before:-$captured})) before=$captured
  done < <(list_points "$1")
  if ((pause > 31 * 86400 && pause > 2 * longest)); then
    warn "nothing is removed from $1 yet: its newest point comes $((pause / 86400)) days after the one before. Is the clock right?"
    return 0
  fi
  return 1
}
locked_points() { # STORAGE NOW
  local captured available name
  [[ -n ${lock_span[$1]-} ]] || return 0
  while read -r captured available name; do
    if locked "$available" "$2" "${lock_span[$1]}"; then printf '%s\n' "$name"; fi
  done < <(list_points "$1")
}
locked() { # AVAILABLE NOW "YEARS MONTHS SECONDS"
  local -a span
  read -r -a span <<<"$3"
  (($(shifted "$1" 1 "${span[@]}") > $2))
}

remove_points() { # STORAGE NAME…: those that rest on others first
  local points name
  if is_packed "$1"; then
    remove_packed "$@"
    return
  fi
  points=$(points_path "$1")
  shift
  for name in "$@"; do
    if [[ -d $points/$name ]]; then retire "$points" "$name"; fi
  done
}
# The name goes first: what is half removed is no point.
retire() { # POINTS-FOLDER NAME
  mv -T -- "$1/$2" "$1/.retired-$2"
  sync "$1"
  remove_tree "$1/.retired-$2"
}
