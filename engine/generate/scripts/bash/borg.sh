#!/usr/bin/env bash
# Borg: how files are read and brought back. Read after lib.sh and files.sh, which say what has to be defined here.
# shellcheck source=lib.sh disable=SC2154
#
# A point is an archive in the repository STORAGE/SYSTEM. Its name says what a manifest says elsewhere:
# POINT.CAPTURED.AVAILABLE.BYTES.ADDED, instants in seconds; it has this name only when it has been read back. Until then it is
# POINT.partial, which is no point. With .damaged-INSTANT at its end it must not be restored. Where a folder is handed on elsewhere, here
# it is STORAGE:POINT.

# What a script sets after it has read this file: repositories by storage (FOLDER or sftp:HOST:FOLDER, where `borg serve` runs), keys of the
# plan by storage, the file with the password.
declare -gA repository=() storage_key=()
password_file=''
# Settings of the host: files with the passwords of keys, by the plan's name of the key; what ssh needs, by storage.
declare -gA key_file=() sftp_port=() sftp_key_file=() sftp_known_hosts=()
# What is known of the repositories: a line for each archive of ours, and whether all of it could be read.
declare -gA archives=() repository_sound=()

# ── The repository ────────────────────────────────────────────────────────────────────────────────────────────────────────────
# The file that holds the password of a storage's repository: of its key, of this host, of the plan. Nothing: it is not encrypted.
password_of() { # STORAGE
  local key=${storage_key[$1]-}
  if [[ -n $key && -n ${key_file[$key]-} ]]; then printf '%s' "${key_file[$key]}"; else printf '%s' "${BACKUPPLAN_BORG_PASSWORD-$password_file}"; fi
}
need_secrets() { # STORAGE
  local file
  file=$(password_of "$1")
  [[ -n $file || -z ${storage_key[$1]-} ]] ||
    die "no file with the password of the key ${storage_key[$1]}: say key_file[${storage_key[$1]}] in the settings of this host"
  if [[ -n $file ]]; then
    need_private "$file"
    [[ -s $file ]] || die "the file $file is empty"
  fi
  [[ ${repository[$1]} != sftp:* || -z ${sftp_key_file[$1]-} ]] || need_private "${sftp_key_file[$1]}"
}

# on STORAGE ARGUMENTS…: Borg with the repository of a storage, which is `::`. Passwords come from files alone.
on() {
  local file place=${repository[$1]}
  file=$(password_of "$1")
  # What is asked of a person: a repository that this host has not seen yet, as after a disaster, and one that is mounted elsewhere now.
  local -x BORG_BASE_DIR=${BORG_BASE_DIR:-$state/borg} BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes BORG_RELOCATED_REPO_ACCESS_IS_OK=yes TZ=UTC
  local -x BORG_REPO=${place#sftp:} BORG_RSH
  BORG_RSH=$(ssh_command "$1")
  if [[ -n $file ]]; then
    BORG_PASSPHRASE_FD=6 run_borg "${@:2}" 6< <(head -n 1 -- "$file")
  else
    run_borg "${@:2}"
  fi
}
run_borg() { limited env -u BORG_PASSPHRASE -u BORG_PASSCOMMAND -u BORG_NEW_PASSPHRASE borg "$1" --lock-wait 600 "${@:2}"; }
# A host is who its key says, and nobody is there to type a password. A connection that is lost does not hold the repository for ever.
ssh_command() { # STORAGE
  printf 'ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ServerAliveInterval=10 -o ServerAliveCountMax=30'
  [[ -z ${sftp_port[$1]-} ]] || printf ' -p %s' "${sftp_port[$1]}"
  [[ -z ${sftp_key_file[$1]-} ]] || printf ' -o IdentitiesOnly=yes -i %s' "$(quoted "${sftp_key_file[$1]}")"
  [[ -z ${sftp_known_hosts[$1]-} ]] || printf ' -o %s' "$(quoted "UserKnownHostsFile=\"${sftp_known_hosts[$1]}\"")"
}
quoted() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

# read_archives STORAGE: CAPTURED AVAILABLE POINT ARCHIVE ID BYTES ADDED MARK of each of ours, oldest first; AVAILABLE is `-` where it was
# never read back.
read_archives() {
  local text
  text=$(on "$1" list --bypass-lock --format '{archive} {id}{NL}') || return 1
  archives[$1]=$(archive_lines <<<"$text" | sort -n -k 1,1 -k 3,3)
}
archive_lines() {
  local name id point='[0-9]{8}T[0-9]{6}Z-[a-z]+'
  while read -r name id; do
    if [[ $name =~ ^($point)\.([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)(\.damaged-[0-9]+)?$ ]]; then
      printf '%s %s %s %s %s %s %s %s\n' "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}" "${BASH_REMATCH[1]}" "$name" "$id" "${BASH_REMATCH[4]}" \
        "${BASH_REMATCH[5]}" "$([[ -n ${BASH_REMATCH[6]} ]] && echo damaged || echo placed)"
    elif [[ $name =~ ^($point)\.partial(\.checkpoint.*)?$ ]]; then
      printf '0 - %s %s %s 0 0 new\n' "${BASH_REMATCH[1]}" "$name" "$id"
    fi
  done
}
known() { # STORAGE
  [[ -v archives[$1] ]] || read_archives "$1" || return 1
  [[ -z ${archives[$1]} ]] || printf '%s\n' "${archives[$1]}"
}
archive_of() { known "${1%%:*}" | awk -v name="${1#*:}" '$3 == name { found = $4 } END { print found }'; } # STORAGE:POINT

connect() {
  local version
  need_sources
  run_stage=connect
  version=$(borg --version) || die "Borg is not installed"
  version=${version#borg }
  [[ $version == 1.* && $(printf '%s\n' 1.2 "$version" | sort -V | head -n 1) == 1.2 ]] || die "this is Borg $version: one from 1.2 on and before 2 is needed"
  run_tool="borg $version"
  run_server="files of $(uname -n)"
}

# ── What lib.sh does with folders ─────────────────────────────────────────────────────────────────────────────────────────────
points_path() { printf '%s' "${repository[$1]}"; }
point_path() { printf '%s:%s' "$1" "$2"; }
storage_is_there() {
  [[ -z ${storage_path[$1]-} ]] || has_marker "$1" || return 1
  read_archives "$1"
}
need_storage() {
  need_secrets "$1"
  storage_is_there "$1" || die "storage $1 is not there, or has no repository ${repository[$1]} for us. Mount it, start it; if it is new, prepare it and run init.sh $1"
}
need_space() { # STORAGE WORD: as much as the newest point added and a fifth
  local added free
  [[ -n ${storage_path[$1]-} ]] || return 0
  added=$(known "$1" | tail -n 1 | cut -d ' ' -f 7)
  free=$(df --output=avail -B 1 -- "${storage_path[$1]}" | tail -n 1)
  ((free >= ${added:-0} + ${added:-0} / 5)) || die "storage $1 has $free bytes free; the last point added $added"
}
list_points() { known "$1" | awk '$8 == "placed" { print $1, $2, $3 }'; }
manifest_field() { # STORAGE:POINT FIELD: only its bytes are asked for; no point rests on another
  [[ $2 == bytes ]] || return 0
  known "${1%%:*}" | awk -v name="${1#*:}" '$3 == name { bytes = $6 } END { print bytes }'
}
mark_damaged() { # STORAGE POINT
  local name
  name=$(archive_of "$1:$2")
  on "$1" rename "::$name" "$name.damaged-$(date +%s)"
}

# remove_points STORAGE POINT…: they go at once, and then what nothing needs any more. Where a repository only grows (`--append-only`), the
# names go and the data stays.
remove_points() {
  local storage=$1 name
  local -a names=()
  for name in "${@:2}"; do names+=("$(archive_of "$storage:$name")"); done
  on "$storage" delete :: "${names[@]}"
  on "$storage" compact
  unset "archives[$storage]"
}

# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# What killed runs left goes: archives that were never read back. The chain's lock is held; Borg breaks locks of what has ended here.
start_point() { # STORAGE WORD
  local -a left=()
  run_stage='clear what killed runs left'
  # Borg does not write anew what it has written before, also in a run whose point did not read back, or was killed before it was read.
  unread_before=$state/$system_folder.unread.$(safe_name "$1")
  [[ -z $(known "$1" | awk '$8 != "placed"') ]] || : >"$unread_before"
  mapfile -t left < <(known "$1" | awk '$8 == "new" { print $4 }')
  if ((${#left[@]} > 0)); then
    on "$1" delete :: "${left[@]}"
    read_archives "$1"
  fi
  while run_point=$(date -u +%Y%m%dT%H%M%SZ)-$2 && known "$1" | cut -d ' ' -f 3 | grep -qxF -- "$run_point"; do sleep 1; done
  workplace=$state/.scratch-$system_folder.borg
  [[ ! -d $workplace ]] || remove_tree "$workplace"
  mkdir -- "$workplace"
  [[ -e $unread_before || -z $(list_points "$1") ]] || : >"$workplace/only-new"
  : >"$unread_before"
}

write_point() { # WORD BASE
  local pattern code=0
  local -a options=(--json --log-json --list --filter AMCE)
  for pattern in "${excludes[@]}"; do options+=("--exclude=$(exclude_pattern "$pattern")"); done
  run_captured=$(date +%s)
  run_stage='back up'
  say "backing up ${file_paths[*]} to ${repository[$storage]}"
  on "$storage" create "${options[@]}" "::$run_point.partial" -- "${file_paths[@]}" >"$workplace/stats" 2>"$workplace/said" || code=$?
  # 1: there is an archive, but something could not be read, or changed while it was.
  case $code in
    0) ;;
    1) unread "$workplace/said" ;;
    *) die "Borg ended with $code: $(grep -v '"type": "file_status"' "$workplace/said" | tail -n 3)" ;;
  esac
  run_bytes=$(sed -n 's/^ *"original_size": \([0-9]*\).*/\1/p' "$workplace/stats" | head -n 1)
  run_added=$(sed -n 's/^ *"deduplicated_size": \([0-9]*\).*/\1/p' "$workplace/stats" | head -n 1)
}
# Borg's `sh:` patterns are ours, but for the backslash, and they stand for a path from its beginning.
exclude_pattern() {
  local text='' char i
  for ((i = 0; i < ${#1}; i++)); do
    char=${1:i:1}
    if [[ $char == \\ ]] && ((i + 1 < ${#1})); then
      i=$((i + 1))
      char="[${1:i:1}]"
    fi
    text+=$char
  done
  if [[ $text == /* ]]; then printf 'sh:%s' "$text"; else printf 'sh:**/%s' "$text"; fi
}
# told FILE STATUS: the paths that Borg gave this status, as it writes them in JSON.
told() { sed -n "s/^{\"type\": \"file_status\", \"status\": \"$2\", \"path\": \"\(.*\)\"}\$/\1/p" "$1"; }
# What stands in JSON is the path itself but for these: Borg writes `?` for what is no text, and a list of patterns holds no line breaks.
is_plain() { [[ $1 != *[?]* && $1 != *\\[bfnrt]* && $1 != *\\u00[01]* && $1 != *\\u007f* && $1 != *\\ud[89a-f]* && $1 != *' ' && $1 != *\\u???? ]]; }
# What vanished while it was being read is a warning; what is there and could not be read is missing in the point.
unread() { # FILE with Borg's messages
  local path gone=0 changed
  while IFS= read -r path; do
    if is_plain "$path"; then
      path=$(LC_ALL=C.UTF-8 json_text "$path")
      [[ -e $path || -L $path ]] || {
        gone=$((gone + 1))
        continue
      }
    fi
    die "$path could not be read: $(grep -v '"type": "file_status"' "$1" | tail -n 3)"
  done < <(told "$1" E)
  changed=$(told "$1" C | wc -l)
  ((gone + changed > 0)) || die "Borg warns: $(grep -v '"type": "file_status"' "$1" | tail -n 3)"
  ((gone == 0)) || warn "$gone files vanished while they were read"
  ((changed == 0)) || warn "$changed files changed while they were read"
}

finish_point() { # STORAGE
  run_stage=verify
  read_archives "$1"
  read_new "$1" || die "what was written to $1 does not read back: look with borg check whether the repository is damaged"
  check_point "$1:$run_point" || die "the new point is not whole"
  run_stage=publish
  on "$1" rename "::$run_point.partial" "$run_point.$run_captured.$(date +%s).$run_bytes.$run_added"
  rm -f -- "$unread_before"
  remove_tree "$workplace"
  workplace=''
  read_archives "$1"
  run_sha256=$(known "$1" | awk -v name="$run_point" '$3 == name && $8 == "placed" { print $5 }')
  [[ -n $run_sha256 ]] || die "the point $run_point could not be published"
  say "point $run_point is on $1"
}
# read_new STORAGE: reads what is new or changed in the archive, in whole files, each part of which is named by its hash. It reads all of it
# where something that was written before it was not read, and where there is no point yet, or much is new, or has an odd name.
read_new() {
  local path count=0
  local -a only=(--patterns-from "$workplace/new")
  forget_there "$1"
  while IFS= read -r path; do
    count=$((count + 1))
    if ((count > 20000)) || ! is_plain "$path"; then
      only=()
      break
    fi
    if [[ $path == *\\* ]]; then path=$(LC_ALL=C.UTF-8 json_text "$path"); fi
    printf '+ pf:%s\n' "${path#/}"
  done < <(told "$workplace/said" '[AMC]') >"$workplace/new"
  [[ -e $workplace/only-new ]] || only=()
  if ((${#only[@]} > 0)); then
    ((count > 0)) || return 0
    printf -- '- fm:*\n' >>"$workplace/new"
  fi
  on "$1" extract --bypass-lock --dry-run "${only[@]}" "::$run_point.partial"
}
# What lies elsewhere is not in our memory.
forget_there() { [[ -z ${storage_path[$1]-} ]] || forget_cache "${repository[$1]}/data"; } # STORAGE

# ── Checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# Every part of every file is in the repository. What is in the parts is not read: those of new files are when they are written, all of
# them by read_point.
check_point() { # STORAGE:POINT
  local said
  [[ -n $(archive_of "$1") ]] || return 1
  said=$(on "${1%%:*}" check --archives-only --glob-archives "$(archive_of "$1")" 2>&1) || {
    say "$said"
    return 1
  }
}
# A restore finds damage by itself, before anything takes the place of anything: first only the list of files is read.
check_chain() { on "${1%%:*}" list --bypass-lock --short "::$(archive_of "$1")" >/dev/null; } # STORAGE:POINT

# The repository is read once, all of it. Only where that finds damage each point is read, to tell which it hits.
read_point() { # STORAGE:POINT
  local storage=${1%%:*}
  if [[ -z ${repository_sound[$storage]-} ]]; then
    forget_there "$storage"
    repository_sound[$storage]=no
    if on "$storage" check --verify-data; then repository_sound[$storage]=yes; fi
  fi
  [[ ${repository_sound[$storage]} == yes ]] || on "$storage" extract --bypass-lock --dry-run "::$(archive_of "$1")"
}
# What lies beside the points: parts that none of them needs are a sign of damage too.
check_log() { # STORAGE
  [[ ${repository_sound[$1]-yes} == yes ]] || {
    say "the repository on $1 is damaged: see what borg check says above"
    return 1
  }
}

# ── Restoring ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
restore_point() { # STORAGE:POINT INTO TARGET
  run_stage='restore'
  extract "$1" "$2"
  sync -f "$2"
}
# A path that the point does not have is left out.
restore_path() { # STORAGE:POINT INTO PATH
  local said code=0
  said=$(extract "$1" "$2" "pp:${3#/}" 2>&1) || code=$?
  [[ $code == 0 || ($code == 1 && $said == "Include pattern '"*"' never matched.") ]] || die "Borg ended with $code: $said"
}
extract() { # STORAGE:POINT INTO [PATTERN]
  (cd -- "$2" && on "${1%%:*}" extract --bypass-lock --sparse --numeric-ids "::$(archive_of "$1")" "${@:3}")
}

# Everything that the archive lists is there, and nothing else. Contents were compared with their hashes when they were read.
check_restored() { # STORAGE:POINT INTO
  begin_lists "$1"
  (cd -- "$2" && list_tree . -mindepth 1) | found_lines | without_parents "$lists/expected" | sort >"$lists/found"
  compare_lists
}
# check_paths STORAGE:POINT ROOT…: as check_restored, each path of the plan below a root of its own.
check_paths() {
  local path
  begin_lists "$1"
  printf './%s\n' "${file_paths[@]#/}" >"$lists/paths"
  awk 'FILENAME == ARGV[1] { paths[++count] = $0; next }
    { path = $0; for (i = 0; i < 4; i++) sub(/^[^ ]* /, "", path); sub(/\2.*/, "", path)
      for (i = 1; i <= count; i++) if (path == paths[i] || index(path, paths[i] "/") == 1) { print; next } }' "$lists/paths" "$lists/expected" >"$lists/below"
  mv -f -- "$lists/below" "$lists/expected"
  shift
  for path in "${file_paths[@]}"; do
    if [[ -e $1$path || -L $1$path ]]; then (cd -- "$1" && list_tree ".$path"); fi
    shift
  done | found_lines | sort >"$lists/found"
  compare_lists
}
begin_lists() { # STORAGE:POINT
  run_stage='check restored'
  lists=$(mktemp -d "$state/.scratch-lists-XXXXXX")
  on "${1%%:*}" list --bypass-lock --format "{mode} {uid}:{gid} {size} {mtime:%s} ./{path}"$'\2'"{linktarget}{NUL}" "::$(archive_of "$1")" |
    tr '\n\0' '\1\n' | expected_lines | sort >"$lists/expected"
}
compare_lists() {
  local count
  if ! cmp -s "$lists/expected" "$lists/found"; then
    say 'what was restored is not what the archive lists (< listed, > restored):'
    diff "$lists/expected" "$lists/found" | head -n 20 >&2 || true
    remove_tree "$lists"
    die 'what was restored is not what the archive lists'
  fi
  count=$(wc -l <"$lists/found")
  remove_tree "$lists"
  ((count > 0)) || die 'nothing was restored'
  say "checked: $count entries, each as the archive lists it"
}
# Both lists in one form: MODE OWNER SIZE MTIME ./PATH, and the target of a link behind the character 2; a newline of a name is the
# character 1. Borg keeps no sockets, and shows `?` for what is no text: so do we, for everything that is not ASCII.
list_tree() { find "$@" ! -type s -printf '%M %U:%G %s %T@ %p\2%l\0'; }
found_lines() { # whole seconds as Borg rounds them
  tr '\n\0' '\1\n' | awk '{ split($4, time, "."); seconds = (time[1] substr(time[2], 1, 9)) / 1e9; head = $1 " " $2 " " $3
      rest = $0; for (i = 0; i < 4; i++) sub(/^[^ ]* /, "", rest)
      print head " " (seconds < 0 ? 0 : int(seconds + 5e-7)) " " rest }' | plain_lines
}
expected_lines() { # a hard link has the size of what it is a link to, whose path stands as its target
  awk '{ rest = $0; for (i = 0; i < 4; i++) sub(/^[^ ]* /, "", rest)
      path = rest; sub(/\2.*/, "", path); target = substr(rest, length(path) + 2); size = $3; mode = $1
      if (mode ~ /^h/) { mode = "-" substr(mode, 2); size = sizes["./" target] } else if (mode ~ /^-/) sizes[path] = size
      print mode " " $2 " " size " " $4 " " rest }' | plain_lines
}
plain_lines() {
  local owners=keep
  # Who is not root restores everything as their own.
  if [[ $(id -u) != 0 ]]; then owners=drop; fi
  tr '\200-\377' '[?*]' | awk -v owners="$owners" '{ rest = $0; for (i = 0; i < 4; i++) sub(/^[^ ]* /, "", rest)
      if ($1 !~ /^l/) sub(/\2.*/, "", rest)
      print $1 " " (owners == "drop" ? "-" : $2) " " ($1 ~ /^-/ ? $3 : 0) " " $4 " " rest }'
}
# The folders above the paths are not the system's.
without_parents() { # FILE with the other list
  awk 'FILENAME == ARGV[1] { path = $0; for (i = 0; i < 4; i++) sub(/^[^ ]* /, "", path); sub(/\2.*/, "", path); there[path]
      while (sub(/\/[^\/]*$/, "", path) && path != ".") parent[path]; next }
    { path = $0; for (i = 0; i < 4; i++) sub(/^[^ ]* /, "", path) }
    (path in there) || !(path in parent)' "$1" -
}
