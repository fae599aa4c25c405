#!/usr/bin/env bash
# restic: how files are read and brought back. Read after lib.sh and files.sh, which say what has to be defined here.
# shellcheck source=lib.sh disable=SC2154
#
# A point is a snapshot in the repository STORAGE/SYSTEM. Its tags say what a manifest says elsewhere: `point:NAME`, `captured:INSTANT`,
# `bytes:…`, and `available-STORAGE:INSTANT` once it has been read back there; without that it is no point. `damaged-STORAGE` marks one
# that must not be restored. Where a folder is handed on elsewhere, here it is STORAGE:NAME.

# What a script sets after it has read this file: repositories by storage, keys of the plan by storage, the file with the password.
declare -gA repository=() storage_key=()
password_file=''
# Settings of the host: files with the passwords of keys, by the plan's name of the key; of buckets, by storage, the profile of the
# credentials and the file of an authority that the system does not know.
declare -gA key_file=() s3_profile=() s3_ca_file=()
# What is known of the repositories: a line for each snapshot of ours, and whether all of it could be read.
declare -gA snapshots=() repository_sound=()

# ── The repository ────────────────────────────────────────────────────────────────────────────────────────────────────────────
# The file that holds the password of a storage's repository: of its key, of this host, of the plan.
password_of() { # STORAGE
  local key=${storage_key[$1]-}
  if [[ -n $key && -n ${key_file[$key]-} ]]; then printf '%s' "${key_file[$key]}"; else printf '%s' "${RESTIC_PASSWORD_FILE:-$password_file}"; fi
}
need_secrets() { # STORAGE
  local file
  file=$(password_of "$1")
  [[ -n $file ]] || die "no file with the password of the repository on $1: say \`credentials from\` in the plan, or RESTIC_PASSWORD_FILE${storage_key[$1]:+ or key_file[${storage_key[$1]}]} in the settings of this host"
  need_private "$file"
  [[ -z ${AWS_SHARED_CREDENTIALS_FILE-} ]] || need_private "$AWS_SHARED_CREDENTIALS_FILE"
}

# on STORAGE ARGUMENTS…: restic with the repository of a storage. Passwords come from files alone. The time zone makes instants plain.
on() {
  local -a options=(-r "$(repository_of "$1")")
  local word
  for word in "${options[@]}" "$@"; do
    [[ $word != sftp:* ]] || options+=(-o "sftp.command=$(ssh_command "$word")")
  done
  [[ -z ${s3_ca_file[$1]-} ]] || options+=(--cacert "${s3_ca_file[$1]}")
  AWS_PROFILE=${s3_profile[$1]-${AWS_PROFILE-default}} RESTIC_PASSWORD_FILE=$(password_of "$1") RESTIC_CACHE_DIR=${RESTIC_CACHE_DIR:-$state/cache} TZ=UTC \
    limited env -u RESTIC_PASSWORD -u RESTIC_PASSWORD_COMMAND -u RESTIC_REPOSITORY -u AWS_CA_BUNDLE restic "${options[@]}" "${@:2}"
}
# A host is who its key says, and nobody is there to type a password.
ssh_command() { # sftp:HOST:FOLDER
  local host=${1#sftp:}
  printf 'ssh %s -o BatchMode=yes -o StrictHostKeyChecking=yes %s -s sftp' "${BACKUPPLAN_SSH_OPTIONS-}" "${host%%:*}"
}
# A repository that was recovered to another place is read there: BACKUPPLAN_RECOVERED=STORAGE=FOLDER.
repository_of() {
  if [[ ${BACKUPPLAN_RECOVERED-} == "$1="* ]]; then printf '%s' "${BACKUPPLAN_RECOVERED#*=}"; else printf '%s' "${repository[$1]}"; fi
}

# read_snapshots STORAGE: CAPTURED AVAILABLE NAME ID TREE BYTES ADDED MARKS of each of ours, oldest first; AVAILABLE is `-` where it was
# never read back.
read_snapshots() {
  local text
  text=$(on "$1" --no-lock snapshots --json) || return 1
  snapshots[$1]=$(snapshot_lines "$1" <<<"$text" | sort -n -k 1,1 -k 3,3)
}
# A quote inside a text has a backslash before it, so what is looked for here never stands in a path.
snapshot_lines() {
  local line tags id tree tag
  local -A value
  while IFS= read -r line; do
    [[ $line =~ '"tags":['([^]]*)']' ]] || continue
    tags=${BASH_REMATCH[1]//\"/}
    value=()
    for tag in ${tags//,/ }; do value[${tag%%:*}]=${tag#*:}; done
    [[ -n ${value[point]-} && $line =~ '"tree":"'([0-9a-f]+)'"' ]] || continue
    tree=${BASH_REMATCH[1]}
    [[ $line =~ '"id":"'([0-9a-f]+)'"' ]] || continue
    id=${BASH_REMATCH[1]}
    printf '%s %s %s %s %s %s %s %s\n' "${value[captured]}" "${value[available-$1]:--}" "${value[point]}" "$id" "$tree" \
      "${value[bytes]:-0}" "${value[added]:-0}" "$([[ $tags == *available-* ]] && echo placed || echo new)$([[ -z ${value[damaged-$1]-} ]] || echo ,damaged)"
  done < <(sed 's/},{"time":"/},\n{"time":"/g')
}
known() { # STORAGE
  [[ -v snapshots[$1] ]] || read_snapshots "$1" || return 1
  [[ -z ${snapshots[$1]} ]] || printf '%s\n' "${snapshots[$1]}"
}
snapshot_of() { known "${1%%:*}" | awk -v name="${1#*:}" '$3 == name && ($2 != "-" || !found) { found = $4 } END { print found }'; } # STORAGE:NAME

connect() {
  local version
  need_sources
  run_stage=connect
  version=$(restic version) || die "restic is not installed"
  version=${version#restic } version=${version%% *}
  [[ $(printf '%s\n' 0.14.0 "$version" | sort -V | head -n 1) == 0.14.0 ]] || die "restic $version is too old: 0.14 is needed"
  run_tool="restic $version"
  run_server="files of $(uname -n)"
}

# ── What lib.sh does with folders ─────────────────────────────────────────────────────────────────────────────────────────────
points_path() { repository_of "$1"; }
point_path() { printf '%s:%s' "$1" "$2"; }
storage_is_there() {
  [[ -z ${storage_path[$1]-} ]] || has_marker "$1" || return 1
  read_snapshots "$1"
}
need_storage() {
  need_secrets "$1"
  storage_is_there "$1" || die "storage $1 is not there, or has no repository $(repository_of "$1") for us. Mount it, start it; if it is new, prepare it and run init.sh $1"
}
need_space() { # STORAGE WORD: as much as the newest point added and a fifth
  local added free
  [[ -n ${storage_path[$1]-} ]] || return 0
  added=$(known "$1" | tail -n 1 | cut -d ' ' -f 7)
  free=$(df --output=avail -B 1 -- "${storage_path[$1]}" | tail -n 1)
  ((free >= ${added:-0} + ${added:-0} / 5)) || die "storage $1 has $free bytes free; the last point added $added"
}
list_points() { known "$1" | awk '$2 != "-" && $8 !~ /damaged/ && !seen[$3]++ { print $1, $2, $3 }'; }
manifest_field() { # STORAGE:NAME FIELD: only its bytes are asked for; no point rests on another
  [[ $2 == bytes ]] || return 0
  known "${1%%:*}" | awk -v name="${1#*:}" '$3 == name { bytes = $6 } END { print bytes }'
}
mark_damaged() { on "$1" --no-lock tag --quiet --add "damaged-$1:$(date +%s)" "$(snapshot_of "$1:$2")"; } # STORAGE NAME

# remove_points STORAGE NAME…: all that has these names goes at once, and then what nothing needs any more.
remove_points() {
  local storage=$1 name code=0 said
  local -a ids=()
  shift
  for name in "$@"; do
    mapfile -t -O "${#ids[@]}" ids < <(known "$storage" | awk -v name="$name" '$3 == name { print $4 }')
  done
  said=$(unlocked "$storage" forget --quiet --prune "${ids[@]}" 2>&1) || code=$?
  if ((code != 0)); then
    if [[ $said != *'already locked'* ]]; then die "nothing could be removed from $storage: $said"; fi
    say "storage $storage is being written or read: pruning waits for the next run"
  fi
  unset "snapshots[$storage]"
}
# unlocked STORAGE ARGUMENTS…: as `on`. Where a lock is in the way, it is tried again without those whose process has ended.
unlocked() {
  local said code=0
  said=$(mktemp "$state/restic-XXXXXX")
  on "$@" 2>"$said" || code=$?
  if ((code != 0)) && grep -q 'already locked' "$said"; then
    code=0
    on "$1" unlock --quiet
    on "$@" 2>"$said" || code=$?
  fi
  cat -- "$said" >&2
  rm -f -- "$said"
  return "$code"
}

# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# What killed runs left goes: snapshots that were never read back. The chain's lock is held.
start_point() { # STORAGE WORD
  local -a left=()
  run_stage='clear what killed runs left'
  mapfile -t left < <(known "$1" | awk '$8 ~ /^new/ { print $4 }')
  ((${#left[@]} == 0)) || unlocked "$1" forget --quiet "${left[@]}" || say 'a snapshot of a killed run is still there; it is no point'
  while run_point=$(date -u +%Y%m%dT%H%M%SZ)-$2 && known "$1" | cut -d ' ' -f 3 | grep -qxF -- "$run_point"; do sleep 1; done
  remember_packs "$1"
}
# The new packs are told from those that were there before.
remember_packs() { # STORAGE
  workplace=$state/.scratch-$system_folder.packs
  [[ ! -d $workplace ]] || remove_tree "$workplace"
  mkdir -- "$workplace"
  on "$1" --no-lock --quiet list packs | sort >"$workplace/before"
}

write_point() { # WORD BASE
  local pattern summary code=0
  local -a options=(--json --quiet --host "$chain_folder")
  for pattern in "${excludes[@]}"; do options+=("--exclude=$pattern"); done
  run_captured=$(date +%s)
  run_stage='back up'
  say "backing up ${file_paths[*]} to $(repository_of "$storage")"
  unlocked "$storage" backup "${options[@]}" --time "$(date -u -d "@$run_captured" '+%Y-%m-%d %H:%M:%S')" \
    --tag "point:$run_point,captured:$run_captured" -- "${file_paths[@]}" >"$workplace/said" 2>"$workplace/errors" || code=$?
  # 3: there is a snapshot, but something could not be read.
  case $code in
    0) ;;
    3) unread "$workplace/errors" ;;
    *) die "restic ended with $code: $(tail -n 3 "$workplace/errors")" ;;
  esac
  summary=$(grep '"message_type":"summary"' "$workplace/said")
  [[ $summary =~ '"data_added":'([0-9]+) ]]
  run_added=${BASH_REMATCH[1]}
  [[ $summary =~ '"total_bytes_processed":'([0-9]+) ]]
  run_bytes=${BASH_REMATCH[1]}
}
# What vanished while it was being read is a warning; what is there and could not be read is missing in the point.
unread() { # FILE with restic's messages
  local line item gone=0
  while IFS= read -r line; do
    [[ $line =~ '"item":"'(([^\"\\]|\\.)*)'"' ]] || continue
    item=$(json_text "${BASH_REMATCH[1]}")
    [[ ! -e $item && ! -L $item ]] || die "$item could not be read: $line"
    gone=$((gone + 1))
  done <"$1"
  ((gone > 0)) || die "restic could not read everything: $(tail -n 3 "$1")"
  warn "$gone files vanished while they were read"
}

finish_point() { # STORAGE
  run_stage=verify
  read_snapshots "$1"
  read_new_packs "$1" || die "what was written to $1 does not read back"
  check_point "$1:$run_point" || die "the new point is not whole"
  publish "$1" "bytes:$run_bytes,added:$run_added"
}
# Where old entries must not be removed, the new one counts all the same.
publish() { # STORAGE TAGS
  run_stage=publish
  on "$1" --no-lock tag --quiet --add "$2,available-$1:$(date +%s)" "$(snapshot_of "$1:$run_point")" ||
    say "the unfinished entry of $run_point is still on $1"
  remove_tree "$workplace"
  workplace=''
  read_snapshots "$1"
  list_points "$1" | cut -d ' ' -f 3 | grep -qxF -- "$run_point" || die "the point $run_point could not be published"
  run_sha256=$(snapshot_of "$1:$run_point")
  say "point $run_point is on $1"
}

# The name of a pack is the SHA-256 of what is in it.
read_new_packs() { # STORAGE
  local place
  on "$1" --no-lock --quiet list packs | sort >"$workplace/after"
  comm -13 "$workplace/before" "$workplace/after" >"$workplace/new"
  place=$(repository_of "$1")
  if [[ $place == /* ]]; then
    sed 's/^\(..\).*/& data\/\1\/&/' "$workplace/new" | (cd -- "$place" && while read -r id file; do
      dd if="$file" iflag=nocache count=0 status=none
      [[ $(sha256_of "$file") == "$id" ]] || exit 1
    done)
  else
    while read -r id; do
      [[ $(on "$1" --no-lock cat pack "$id" | sha256_in) == "$id" ]] || return 1
    done <"$workplace/new"
  fi
}

# copy_points FROM TO: as in lib.sh; what is on the way and was not read back is read in whole by the next run. The list of what was
# copied lies in our state folder: without it, points that the target has pruned would be copied and pruned again.
copy_points() {
  local from=$1 to=$2 captured available name seen
  seen=$state/$system_folder.copied-$(safe_name "$from")-to-$(safe_name "$to")
  while read -r captured available name; do
    if grep -qsxF -- "$name" "$seen"; then continue; fi
    if dry_run; then
      say "would copy $name from $from to $to"
      continue
    fi
    if ! list_points "$to" | cut -d ' ' -f 3 | grep -qxF -- "$name"; then
      say "copying $name from $from to $to"
      run_stage="copy $name" run_point=$name run_captured=$captured
      copy_point "$from" "$to" "$name"
      run_bytes=$((${run_bytes:-0} + $(manifest_field "$from:$name" bytes)))
      publish "$to" "bytes:$(manifest_field "$from:$name" bytes)"
    fi
    printf '%s\n' "$name" >>"$seen"
    copied+=("$name")
  done < <(list_points "$from")
}
copy_point() { # FROM TO NAME
  local left
  left=$(snapshot_of "$2:$3")
  remember_packs "$2"
  # Its own lock would keep a backup to the source from marking its new point; ours (hold_points) keeps prune away.
  [[ -n $left ]] || unlocked "$2" copy --quiet --from-repo "$(repository_of "$1")" --from-password-file "$(password_of "$1")" "$(snapshot_of "$1:$3")"
  run_stage="read back $3"
  read_snapshots "$2"
  # The tree is named by the hash of all that is in it.
  [[ $(tree_of "$2:$3") == "$(tree_of "$1:$3")" ]] || die "the copy of $3 on $2 is not what was sent"
  if [[ -n $left ]]; then
    read_all "$2:$3" || die "the copy of $3 on $2 does not read back"
  else
    read_new_packs "$2" || die "the copy of $3 on $2 does not read back"
  fi
  check_point "$2:$3" || die "the copy of $3 on $2 is not whole"
}
tree_of() { known "${1%%:*}" | awk -v name="${1#*:}" '$3 == name { tree = $5 } END { print tree }'; } # STORAGE:NAME

# ── Checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# Every pack that an index names is there in its length, and every file's parts are in an index. What is in the packs is not read:
# new packs are when they are written, all of them by read_point.
check_point() { # STORAGE:NAME
  local said
  [[ -n $(snapshot_of "$1") ]] || return 1
  said=$(on "${1%%:*}" --no-lock check --with-cache --quiet 2>&1) || {
    say "$said"
    return 1
  }
}
# A restore finds damage by itself, before anything takes the place of anything: first only the trees are read.
check_chain() { on "${1%%:*}" --no-lock ls --quiet "$(snapshot_of "$1")" >/dev/null; } # STORAGE:NAME
read_all() { on "${1%%:*}" --no-lock dump "$(snapshot_of "$1")" / >/dev/null; }       # STORAGE:NAME

# The repository is read once, all of it. Only where that finds damage each point is read, to tell which it hits.
read_point() { # STORAGE:NAME
  local storage=${1%%:*}
  if [[ -z ${repository_sound[$storage]-} ]]; then
    if [[ $(repository_of "$storage") == /* ]]; then forget_cache "$(repository_of "$storage")"; fi
    repository_sound[$storage]=no
    if on "$storage" --no-lock check --read-data --quiet; then repository_sound[$storage]=yes; fi
  fi
  [[ ${repository_sound[$storage]} == yes ]] || read_all "$1"
}
# What lies beside the points: packs that none of them needs are a sign of damage too.
check_log() { # STORAGE
  [[ ${repository_sound[$1]-yes} == yes ]] || {
    say "the repository on $1 is damaged: see what restic check says above"
    return 1
  }
}

# ── Restoring ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
restore_point() { # STORAGE:NAME INTO TARGET
  run_stage='restore'
  run_restic_restore "$1" "$2"
}
# The pattern means the path and nothing else.
restore_path() { # STORAGE:NAME INTO PATH
  local pattern='' char i
  for ((i = 0; i < ${#3}; i++)); do
    char=${3:i:1}
    case $char in '*' | '?' | '[' | \\) pattern+=\\ ;; esac
    pattern+=$char
  done
  run_restic_restore "$1" "$2" --include "$pattern"
}
run_restic_restore() {
  local -a options=(--target "$2" --verify)
  if restic help restore | grep -q -e ' --sparse'; then options+=(--sparse); fi
  on "${1%%:*}" --no-lock --quiet restore "${options[@]}" "${@:3}" "$(snapshot_of "$1")"
}

# Everything that the snapshot lists is there, and nothing else. Contents were compared by `restore --verify`.
check_restored() { # STORAGE:NAME INTO
  compare_lists "$1" < <(cd -- "$2" && list_tree . -mindepth 1)
}
# check_paths STORAGE:NAME ROOT…: as check_restored, each path below a root of its own.
check_paths() {
  local point=$1
  shift
  compare_lists "$point" without_parents < <(for path in "${file_paths[@]}"; do
    if [[ -e $1$path || -L $1$path ]]; then (cd -- "$1" && list_tree ".$path"); fi
    shift
  done)
}
compare_lists() { # STORAGE:NAME [FILTER], the other list on the input
  local list found
  run_stage='check restored'
  list=$(mktemp -d "$state/.scratch-lists-XXXXXX")
  on "${1%%:*}" --no-lock --quiet ls --long "$(snapshot_of "$1")" | "${2:-cat}" | in_plain_form | sort >"$list/expected"
  in_plain_form | sort >"$list/found"
  if ! cmp -s "$list/expected" "$list/found"; then
    say 'what was restored is not what the snapshot lists (< listed, > restored):'
    diff "$list/expected" "$list/found" | head -n 20 >&2 || true
    remove_tree "$list"
    die 'what was restored is not what the snapshot lists'
  fi
  found=$(wc -l <"$list/found")
  remove_tree "$list"
  ((found > 0)) || die 'nothing was restored'
  say "checked: $found entries, each as the snapshot lists it"
}
# The two lists in one form: TYPE MODE OWNER SIZE TIME ./PATH. restic writes modes as Go does, and keeps no sockets.
list_tree() {
  find "$@" \( -type f -printf 'f %m %U:%G %s' -o -type b -printf 'D %m %U:%G 0' -o -type c -printf 'D %m %U:%G 0' \
    -o ! -type s -printf '%y %m %U:%G 0' \) -printf ' %TY-%Tm-%Td %TH:%TM:%TS %p' \( -type l -printf ' -> %l\n' -o -printf '\n' \)
}
in_plain_form() {
  local owners=keep
  # Who is not root restores everything as their own.
  if [[ $(id -u) != 0 ]]; then owners=drop; fi
  awk -v owners="$owners" '
    function octal(flags,    i, bits, special) {
      bits = 0; special = 0
      for (i = 0; i < 9; i++) if (substr(flags, length(flags) - 8 + i, 1) != "-") bits += 2 ^ (8 - i)
      flags = substr(flags, 1, length(flags) - 9)
      if (flags ~ /u/) special += 4
      if (flags ~ /g/) special += 2
      if (flags ~ /t/) special += 1
      return special > 0 ? sprintf("%d%03o", special, bits) : sprintf("%o", bits)
    }
    /^[A-Za-z-]+[rwx-]+ +[0-9]+ +[0-9]+ +[0-9]+ [0-9-]+ [0-9:]+ \// {
      match($0, /^[^\/]*\//)
      path = substr($0, RLENGTH)
      kind = substr($1, 1, length($1) - 9)
      if (kind ~ /S/) next
      type = kind ~ /d/ ? "d" : kind ~ /L/ ? "l" : kind ~ /p/ ? "p" : kind ~ /D/ ? "D" : "f"
      $0 = type " " octal($1) " " $2 ":" $3 " " (type == "f" ? $4 : 0) " " $5 " " $6 " ." path
    }
    /^[flpdD] [0-7]+ [0-9]+:[0-9]+ [0-9]+ [0-9-]+ [0-9:.]+ \.\// {
      match($0, /^[^\/]*\//)
      head = substr($0, 1, RLENGTH - 2); path = substr($0, RLENGTH - 1)
      sub(/\.[0-9]+ $/, " ", head)
      if (owners == "drop") sub(/ [0-9]+:[0-9]+ /, " - ", head)
      $0 = head path
    }
    { print }'
}
# The folders above the paths are not the system's.
without_parents() {
  local path
  local -a parents=()
  for path in "${file_paths[@]}"; do
    while path=${path%/*} && [[ -n $path ]]; do parents+=("$path"); done
  done
  ((${#parents[@]} > 0)) || parents=(/)
  awk 'NR == FNR { parent[$0] = 1; next }
    { line = $0; match(line, /^[^\/]*\//); if (substr(line, RLENGTH) in parent && line ~ /^d/) next; print }' <(printf '%s\n' "${parents[@]}") -
}
