#!/usr/bin/env bash
# PostgreSQL by pgBackRest: what differs from base backups in folders. Read after lib.sh and postgresql.sh.
# shellcheck source=lib.sh disable=SC2154
#
# A storage has a repository of its own, STORAGE/SYSTEM, and a point is a backup in it, called as pgBackRest calls it. Its annotations
# say what a manifest says elsewhere: `major`, `segment` (bytes) and `superuser`, and `available` once it has been read back; without
# that it is no point. `damaged` marks one that must not be restored. Where a folder is handed on elsewhere, here it is STORAGE:LABEL.

# What a script sets after it has read this file: the repositories by storage (FOLDER, sftp:HOST:FOLDER or s3:ENDPOINT/BUCKET/FOLDER) and
# their settings, below the installed folder; keys of the plan.
declare -gA repository=() repository_config=() storage_key=()
# Settings of the host: files with the passphrases of keys, by the plan's name of the key; by storage, what SFTP needs, the profile of a
# bucket's credentials and the file of an authority that the system does not know.
declare -gA key_file=() sftp_port=() sftp_key_file=() sftp_known_hosts=() s3_profile=() s3_ca_file=()
# What is known of the repositories: a line for each of our backups, and what pgBackRest said when it had read all of it.
declare -gA backups=() verdict=()
installed=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")

# ── The repository ────────────────────────────────────────────────────────────────────────────────────────────────────────────
# on STORAGE COMMAND OPTIONS…: pgBackRest with the repository of a storage, and no other. What is secret goes by the environment.
on() {
  local secret
  local -a options=()
  if [[ -n ${storage_key[$1]-} ]]; then
    secret=$(passphrase "$1") || return 1
    local -x PGBACKREST_REPO1_CIPHER_PASS=$secret
  fi
  case $(reached_by "$1") in
    recovered) options=(--repo1-type=posix --repo1-path="${BACKUPPLAN_RECOVERED#*=}") ;;
    s3)
      local -x PGBACKREST_REPO1_S3_REGION=${AWS_DEFAULT_REGION:-us-east-1} PGBACKREST_REPO1_S3_KEY_TYPE=auto
      local -x PGBACKREST_REPO1_S3_KEY PGBACKREST_REPO1_S3_KEY_SECRET PGBACKREST_REPO1_S3_TOKEN PGBACKREST_REPO1_STORAGE_CA_FILE
      if [[ -n ${AWS_SHARED_CREDENTIALS_FILE-} ]]; then
        PGBACKREST_REPO1_S3_KEY_TYPE=shared
        PGBACKREST_REPO1_S3_KEY=$(credential "$1" aws_access_key_id) || return 1
        PGBACKREST_REPO1_S3_KEY_SECRET=$(credential "$1" aws_secret_access_key) || return 1
        PGBACKREST_REPO1_S3_TOKEN=$(credential "$1" aws_session_token) || return 1
        [[ -n $PGBACKREST_REPO1_S3_TOKEN ]] || unset PGBACKREST_REPO1_S3_TOKEN
      fi
      [[ -z ${s3_ca_file[$1]-} ]] || PGBACKREST_REPO1_STORAGE_CA_FILE=${s3_ca_file[$1]}
      # Each region of Amazon has a host of its own.
      [[ ${repository[$1]} != s3:https://s3.amazonaws.com/* ]] || local -x PGBACKREST_REPO1_S3_ENDPOINT=s3.$PGBACKREST_REPO1_S3_REGION.amazonaws.com
      ;;
    sftp)
      local -x PGBACKREST_REPO1_SFTP_PRIVATE_KEY_FILE=${sftp_key_file[$1]} PGBACKREST_REPO1_SFTP_HOST_PORT=${sftp_port[$1]-22}
      local -x PGBACKREST_REPO1_SFTP_KNOWN_HOST PGBACKREST_REPO1_SFTP_HOST_USER
      PGBACKREST_REPO1_SFTP_KNOWN_HOST=$(known_hosts "$1") PGBACKREST_REPO1_SFTP_HOST_USER=$(login_on "$1")
      ;;
  esac
  PGBACKREST_LOCK_PATH=$state/locks/pgbackrest limited pgbackrest --config="$(config_of "$1")" --stanza="$chain_folder" "${options[@]}" "${@:2}"
}
config_of() { printf '%s/%s' "$installed" "${repository_config[$1]}"; } # STORAGE
passphrase() {                                                          # STORAGE
  local file=${key_file[${storage_key[$1]}]-}
  [[ -n $file ]] || die "no file with the passphrase of the key ${storage_key[$1]}: say key_file[${storage_key[$1]}] in the settings of this host"
  need_private "$file"
  [[ -s $file ]] || die "the file $file is empty"
  head -n 1 -- "$file"
}
# reached_by STORAGE: folder, sftp or s3; `recovered` where what a bucket held was brought to a folder: BACKUPPLAN_RECOVERED=STORAGE=FOLDER.
reached_by() {
  if [[ ${BACKUPPLAN_RECOVERED-} == "$1="* ]]; then
    printf recovered
  else
    case ${repository[$1]} in sftp:*) printf sftp ;; s3:*) printf s3 ;; *) printf folder ;; esac
  fi
}
is_mounted_here() { [[ -z ${storage_path[$1]-} ]] || has_marker "$1"; }       # STORAGE: true where it is no folder
known_hosts() { printf '%s' "${sftp_known_hosts[$1]-${HOME-}/.ssh/known_hosts}"; } # STORAGE
login_on() {                                                                      # STORAGE
  local host=${repository[$1]#sftp:}
  host=${host%%:*}
  if [[ $host == *@* ]]; then printf '%s' "${host%@*}"; else id -un; fi
}
# credential STORAGE NAME: of the storage's profile in the file of credentials; nothing where it has none.
credential() {
  awk -v profile="[${s3_profile[$1]-${AWS_PROFILE-default}}]" -v name="$2" '
    { gsub(/^[ \t]+|[ \t\r]+$/, "") }
    /^\[/ { inside = $0 == profile; next }
    inside && match($0, /^[a-z_]+[ \t]*=[ \t]*/) { key = $0; sub(/[ \t]*=.*/, "", key); if (key == name) print substr($0, RLENGTH + 1) }' \
    "$AWS_SHARED_CREDENTIALS_FILE"
}
# need_secrets STORAGE: what reaches it and opens it is in files of this host that nobody else reads.
need_secrets() {
  [[ -z ${storage_key[$1]-} ]] || passphrase "$1" >/dev/null
  case $(reached_by "$1") in
    s3)
      [[ -n ${AWS_SHARED_CREDENTIALS_FILE-} ]] || return 0
      need_private "$AWS_SHARED_CREDENTIALS_FILE"
      [[ -n $(credential "$1" aws_access_key_id) && -n $(credential "$1" aws_secret_access_key) ]] ||
        die "$AWS_SHARED_CREDENTIALS_FILE has no key for $1 in the profile ${s3_profile[$1]-${AWS_PROFILE-default}}"
      ;;
    sftp)
      [[ -n ${sftp_key_file[$1]-} ]] || die "no private key for $1: say sftp_key_file[$1] in the settings of this host"
      need_private "${sftp_key_file[$1]}"
      [[ -s $(known_hosts "$1") ]] || die "no file with the keys of the host of $1: say sftp_known_hosts[$1] in the settings of this host"
      need_version 2.46 "$1"
      ;;
  esac
}
need_version() { # VERSION STORAGE
  local version
  version=$(pgbackrest version) || die 'pgBackRest is not installed'
  version=${version##* }
  [[ $(printf '%s\n' "$1" "$version" | sort -V | head -n 1) == "$1" ]] ||
    die "pgBackRest $version is too old to reach $2 over SFTP: $1 is needed (Debian 12 has 2.45; apt.postgresql.org has newer ones)"
}

# read_backups STORAGE: CAPTURED LABEL BASE START STOP LSN BYTES ADDED AVAILABLE DAMAGED ERROR MAJOR SEGMENT SUPERUSER of each that is
# ours, oldest first, `-` for what is not there; START and STOP are segments of the log. SUPERUSER is JSON text.
read_backups() {
  local text
  text=$(on "$1" info --output=json) || return 1
  # 2: a repository without backups.
  [[ $text =~ '"status":{"code":'([0-9]+)',"lock"' && ${BASH_REMATCH[1]} == [02] ]] || {
    [[ ! $text =~ '"status":{"code":'[0-9]+',"message":"'(([^\"\\]|\\.)*)'"' ]] || say "pgBackRest on $1: $(json_text "${BASH_REMATCH[1]}")"
    return 1
  }
  backups[$1]=$(backup_lines <<<"$text" | sort -n -k 1,1 -k 2,2)
}
# A quote inside a text has a backslash before it, so what is looked for here never stands in one.
backup_lines() {
  local line text='(([^"\\]|\\.)*)'
  local -A value
  while IFS= read -r line; do
    value=()
    [[ ! $line =~ '"label":"'([0-9FDI_-]+)'"' ]] || value[label]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"prior":"'([0-9FDI_-]+)'"' ]] || value[prior]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"archive":{"start":"'([0-9A-F]{24})'","stop":"'([0-9A-F]{24})'"}' ]] || value[start]=${BASH_REMATCH[1]} value[stop]=${BASH_REMATCH[2]}
    [[ ! $line =~ '"lsn":{"start":"'[0-9A-F/]+'","stop":"'([0-9A-F/]+)'"}' ]] || value[lsn]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"repository":{"delta":'([0-9]+) ]] || value[added]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"size":'([0-9]+)'},"label"' ]] || value[bytes]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"timestamp":{"start":'[0-9]+',"stop":'([0-9]+)'}' ]] || value[end]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"error":true' ]] || value[error]=yes
    [[ ! $line =~ '"available":"'([0-9]+)'"' ]] || value[available]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"damaged":"'([0-9]+)'"' ]] || value[damaged]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"major":"'([0-9]+)'"' ]] || value[major]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"segment":"'([0-9]+)'"' ]] || value[segment]=${BASH_REMATCH[1]}
    [[ ! $line =~ '"superuser":"'$text'"' ]] || value[superuser]=${BASH_REMATCH[1]}
    [[ -n ${value[label]-} && -n ${value[end]-} && -n ${value[segment]-} ]] || continue
    # Consistent only from its end on; the next whole second is after it.
    printf '%s %s %s %s %s %s %s %s %s %s %s %s %s %s\n' $((value[end] + 1)) "${value[label]}" "${value[prior]:--}" "${value[start]:--}" \
      "${value[stop]:--}" "${value[lsn]:--}" "${value[bytes]:-0}" "${value[added]:-0}" "${value[available]:--}" "${value[damaged]:--}" \
      "${value[error]:--}" "${value[major]:--}" "${value[segment]}" "${value[superuser]-}"
  done < <(sed 's/[[,]{"\(annotation\|archive\)":{/\n&/g')
}
known() { # STORAGE
  [[ -v backups[$1] ]] || read_backups "$1" || return 1
  [[ -z ${backups[$1]} ]] || printf '%s\n' "${backups[$1]}"
}
annotate() { # STORAGE LABEL KEY=TEXT
  on "$1" annotate --set="$2" --annotation="$3"
  read_backups "$1"
}

# pgBackRest reads the server's files itself: it runs where they are.
find_server_files() {
  PGBACKREST_PG1_PATH=$(query 'show data_directory')
  [[ -d $PGBACKREST_PG1_PATH ]] || die "pgBackRest has to run on the server's machine: its data directory $PGBACKREST_PG1_PATH is not here"
  export PGBACKREST_PG1_PATH
}

# ── What lib.sh does with folders ─────────────────────────────────────────────────────────────────────────────────────────────
points_path() { printf '%s/backup/%s' "${repository[$1]}" "$chain_folder"; }
point_path() { printf '%s:%s' "$1" "$2"; }
storage_is_there() { can_reach "$1" && read_backups "$1"; }
can_reach() { is_mounted_here "$1" && (need_secrets "$1"); } # STORAGE
need_storage() {
  is_mounted_here "$1" || die "storage $1 is not there: ${storage_path[$1]}/.backupplan-storage is missing or names another storage. Mount it; if it is new, run scripts/prepare.sh $1"
  need_secrets "$1"
  read_backups "$1" || die "pgBackRest finds no repository on $1 that it can read. If it is new, run init.sh $1"
}
need_space() { # STORAGE WORD: as much as the newest point of that word added and a fifth
  local added free
  [[ -n ${storage_path[$1]-} ]] || return 0
  added=$(known "$1" | awk -v letter="$(letter_of "$2")" '$9 != "-" && $2 ~ letter "$" { added = $8 } END { print added + 0 }')
  free=$(df --output=avail -B 1 -- "${storage_path[$1]}" | tail -n 1)
  ((free >= added + added / 5)) || die "storage $1 has $free bytes free; the last point added $added"
}
letter_of() { case $1 in full) echo F ;; differential) echo D ;; incremental) echo I ;; esac }
all_points() { known "$1" | awk '$9 != "-" && $10 == "-" { print $1, $9, $2, $3 }'; }
manifest_field() { # STORAGE:LABEL FIELD
  local captured label base start stop lsn bytes added available damaged error major segment superuser
  while read -r captured label base start stop lsn bytes added available damaged error major segment superuser; do
    [[ $label == "${1#*:}" ]] || continue
    case $2 in
      method) echo base ;;
      base) [[ $base == - ]] || printf '%s' "$base" ;;
      captured | start | stop | lsn | bytes | error | major | segment | superuser) printf '%s' "${!2}" ;;
    esac
  done < <(known "${1%%:*}")
}
# base_of STORAGE WORD: pgBackRest chooses the newest backup, or the newest full. Nothing where that is no good point. What killed runs
# left does not count: it goes before a new one is written.
base_of() {
  local chosen
  chosen=$(known "$1" | awk -v word="$2" '($9 != "-" || $10 != "-") && (word == "incremental" || $2 ~ /F$/) { label = $2 } END { print label }')
  list_points "$1" | cut -d ' ' -f 3 | grep -xF -- "$chosen" || true
}
mark_damaged() { annotate "$1" "$2" "damaged=$(date +%s)"; } # STORAGE LABEL

# remove_points STORAGE LABEL…: those that rest on others first.
remove_points() {
  local label
  for label in "${@:2}"; do on "$1" expire --set="$label"; done
  read_backups "$1"
}
# pgBackRest removes log only together with what it keeps of backups: as many of them as are counted here keep all log from their
# start on, and older ones only the log that they need themselves. With `keep logs` that is the log from the last point before the
# span on, a little more than the plan says; as long as no point is that old, all log stays.
prune_log() { # STORAGE NOW
  local count
  local -a options=()
  count=$(known "$1" | awk -v from="$(log_from "$1" "$2")" '$1 >= from { count++ } END { print count + 0 }')
  [[ ${log_keep[$1]-} != forever && -n $(log_from "$1" "$2") ]] && ((count > 0)) || return 0
  ! dry_run || options=(--dry-run)
  on "$1" expire --repo1-retention-archive-type=incr --repo1-retention-archive="$count" "${options[@]}"
}
# The capture of the backup from whose start on all log is kept: of the oldest, or as `keep logs` says.
log_from() { # STORAGE NOW
  local keep=${log_keep[$1]-}
  local -a span
  if [[ -z $keep ]]; then
    known "$1" | head -n 1 | cut -d ' ' -f 1
  elif [[ $keep != forever ]]; then
    read -r -a span <<<"$keep"
    known "$1" | awk -v cutoff="$(shifted "$2" -1 "${span[@]}")" '$1 <= cutoff { from = $1 } END { print from }'
  fi
}

open_point() { # STORAGE:LABEL
  command -v zstd >/dev/null || die 'zstd is not installed: without it the log cannot be searched for an instant'
  use_postgres "$(manifest_field "$1" major)"
}

# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# What killed runs left goes: backups that were never read back. pgBackRest itself clears what they had not finished. The chain's lock
# is held.
start_point() { # STORAGE WORD
  local label
  local -a left=()
  run_stage='clear what killed runs left'
  mapfile -t left < <(known "$1" | awk '$9 == "-" && $10 == "-" { print $2 }' | tac)
  # The only full of a repository cannot go; it is no point all the same.
  for label in "${left[@]}"; do on "$1" expire --set="$label" || say "$label, which a killed run left, is still on $1; it is no point"; done
  read_backups "$1"
}

write_point() { # WORD BASE
  local type=full code=0 before superuser
  case $1 in differential) type='diff' ;; incremental) type='incr' ;; esac
  run_tool=$(pgbackrest version)
  find_server_files
  superuser=$(query 'select rolname from pg_roles where oid = 10')
  before=$(known "$storage" | cut -d ' ' -f 2)
  run_stage='back up'
  say "backing up to $storage"
  on "$storage" backup --type="$type" --annotation="major=$(server_major)" --annotation="superuser=$superuser" \
    --annotation="segment=$(query "select setting from pg_settings where name = 'wal_segment_size'")" || code=$?
  if ((code != 0)); then
    clear_unfinished "$storage"
    die "pgBackRest ended with $code"
  fi
  read_backups "$storage"
  run_point=$(known "$storage" | cut -d ' ' -f 2 | grep -vxF -e "$before" | tail -n 1)
  run_captured=$(manifest_field "$storage:$run_point" captured)
  run_bytes=$(manifest_field "$storage:$run_point" bytes)
  [[ $(manifest_field "$storage:$run_point" base) == "$2" ]] || die "pgBackRest let $run_point rest on something else than $2"
}
# What a backup that failed has left takes the room that the log needs. Elsewhere than on a disk here the next backup clears it away.
clear_unfinished() { # STORAGE
  local folder name
  [[ -n ${storage_path[$1]-} ]] || return 0
  folder=$(points_path "$1")
  for name in "$folder"/.retired-* "$folder"/[0-9]*-[0-9]*[FDI]; do
    [[ -d $name && ! -e $name/backup.manifest ]] || continue
    case ${name##*/} in
      .retired-*) remove_tree "$name" ;;
      *) retire "$folder" "${name##*/}" ;;
    esac
  done
}

# pgBackRest syncs what it writes.
finish_point() { # STORAGE
  run_stage=verify
  check_point "$1:$run_point" || die "the new point is not whole"
  run_stage=publish
  annotate "$1" "$run_point" "available=$(date +%s)"
  list_points "$1" | cut -d ' ' -f 3 | grep -qxF -- "$run_point" || die "the point $run_point could not be published"
  say "point $run_point is on $1"
}

# ── Checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# read_repository STORAGE OPTIONS…: pgBackRest ends with 0 whatever it finds, so what it says is kept. Versions that know --set for it
# read that backup alone; older ones read everything.
read_repository() {
  verdict[$1]=$(on "$1" verify --output=text --verbose --log-level-console=info --log-timestamp=n "${@:2}") || verdict[$1]=''
  [[ ${verdict[$1]} == *'status: '* ]] || die "pgBackRest could not read the repository on $1"
}
# check_point STORAGE:LABEL: every file reads back, no page was broken when it was read from the server, and the log that belongs to it
# is there.
check_point() {
  forget_there "${1%%:*}" "backup/$chain_folder/${1#*:}"
  read_repository "${1%%:*}" --set="${1#*:}"
  judge_point "$1"
}
# The repository is read once for all points.
read_point() { # STORAGE:LABEL
  [[ -n ${verdict[${1%%:*}]-} ]] || read_all "${1%%:*}"
  judge_point "$1"
}
read_all() { # STORAGE
  forget_there "$1" ''
  read_repository "$1"
}
forget_there() { # STORAGE FOLDER: as forget_cache, below the repository; what lies elsewhere is not in our memory
  [[ -z ${storage_path[$1]-} ]] || forget_cache "${repository[$1]}/$2"
}
judge_point() { # STORAGE:LABEL
  local storage=${1%%:*} label=${1#*:} bad
  if [[ ${verdict[$storage]} != *"backup: $label, status: valid,"* ]]; then
    say "pgBackRest on $label: $(grep -A 1 -e "backup: $label," <<<"${verdict[$storage]}" | tr -s ' \n' ' ')"
    return 1
  fi
  if [[ $(manifest_field "$1" error) == yes ]]; then
    say "pages of the server's own files were broken when $label was taken"
    return 1
  fi
  has_log "$1" || return 1
  bad=$(damaged_segments "$storage" | awk -v from="$(manifest_field "$1" start)" -v to="$(manifest_field "$1" stop)" '$1 "" >= from "" && $1 "" <= to ""' | head -n 1)
  [[ -z $bad ]] || {
    say "the log $bad, which $label needs, is damaged"
    return 1
  }
}
damaged_segments() { sed -n "s/^.* INFO: .* '[0-9.]*-[0-9]*\/[0-9A-F]\{16\}\/\([0-9A-F]\{24\}\)-.*'\$/\1/p" <<<"${verdict[$1]}" | sort -u; } # STORAGE
# A restore finds damage by itself, before anything takes the place of anything: first only what has to be there is looked for.
check_chain() { # STORAGE:LABEL
  local label=${1#*:}
  while [[ -n $label ]]; do
    list_points "${1%%:*}" | cut -d ' ' -f 3 | grep -qxF -- "$label" || return 1
    label=$(manifest_field "${1%%:*}:$label" base)
  done
  has_log "$1"
}
has_log() { # STORAGE:LABEL
  local size start stop count
  size=$(manifest_field "$1" segment) start=$(manifest_field "$1" start) stop=$(manifest_field "$1" stop)
  count=$(archived_segments "${1%%:*}" | cut -d ' ' -f 1 | awk -v from="$start" -v to="$stop" '$1 "" >= from "" && $1 "" <= to ""' | wc -l)
  ((count == $(segment_number "$stop" "$size") - $(segment_number "$start" "$size") + 1)) || {
    say "the log from $start to $stop, which ${1#*:} needs, is not all on ${1%%:*}"
    return 1
  }
}
# pgBackRest does not report holes.
check_log() { # STORAGE
  local bad=0 captured label base start size name last='' number from
  [[ -n ${verdict[$1]-} ]] || read_all "$1"
  while read -r name; do
    say "log $name on $1 is damaged"
    bad=1
  done < <(damaged_segments "$1")
  from=$(log_from "$1" "$(date +%s)")
  read -r captured label base start < <(known "$1" | awk -v from="${from:-0}" '$1 >= from' | head -n 1) || return "$bad"
  start=${start%% *}
  size=$(manifest_field "$1:$label" segment)
  last=$(($(segment_number "$start" "$size") - 1))
  while read -r name; do
    number=$(segment_number "$name" "$size")
    ((number > last)) || continue
    if ((number > last + 1)); then
      say "the log on $1 has a hole of $((number - last - 1)) segments before $name"
      bad=1
    fi
    last=$number
  done < <(archived_segments "$1" | cut -d ' ' -f 1)
  return "$bad"
}

# ── Log ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# log_files STORAGE: lines "NAME ARCHIVED FILE", in the order of the log; of the server's present version, where it had others.
log_files() {
  local id
  id=$(on "$1" repo-ls "archive/$chain_folder" | grep -x '[0-9.]*-[0-9]*' | sort -t - -n -k 2,2 | tail -n 1) || return 0
  on "$1" repo-ls --recurse --output=json "archive/$chain_folder/$id" | sed 's/},/&\n/g' |
    sed -n "s|^.*\"\([0-9A-F]\{16\}/\([0-9A-F]\{24\}\)-[0-9a-f]\{40\}[^\"]*\)\":{.*\"time\":\([0-9]*\).*\$|\2 \3 archive/$chain_folder/$id/\1|p" | sort -k 1.9,1
}
archived_segments() { log_files "$1" | cut -d ' ' -f 1,2; }
newest_log() { log_files "$1" | cut -d ' ' -f 2 | sort -n | tail -n 1; }
commits_in() { # STORAGE NAME: from another storage where this one's cannot be read
  local folder storage file found=no
  folder=$(mktemp -d "$state/.scratch-log-XXXXXX")
  for storage in "$1" "${log_storages[@]}"; do
    file=$(log_files "$storage" | awk -v name="$2" '$1 "" == name "" { print $3 }') || continue
    if [[ -n $file ]] && on "$storage" repo-get "$file" | zstd -dcq >"$folder/$2"; then
      found=yes
      break
    fi
  done
  if [[ $found == yes ]]; then commits "$folder/$2"; else say "the log $2 cannot be read on any storage"; fi
  remove_tree "$folder"
}
# PostgreSQL calls from its data directory.
archive_segment() { # STORAGE PATH
  can_reach "$1" && PGBACKREST_PG1_PATH=$PWD on "$1" archive-push "$2"
}
fetch_segment() { # STORAGE NAME PATH
  can_reach "$1" && PGBACKREST_PG1_PATH=$PWD on "$1" archive-get "$2" "$3"
}

# ── Restoring ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# pgBackRest compares every file with its checksum. How far the log is replayed is said afterwards, as for any base.
place_base() { # STORAGE:LABEL FOLDER
  mkdir -m 700 -- "$2"
  on "${1%%:*}" restore --set="${1#*:}" --type=none --pg1-path="$2" --tablespace-map-all="${2%/*}/tablespaces"
}
base_end() { manifest_field "$1" lsn; } # STORAGE:LABEL
