#!/usr/bin/env bash
# rsync: how files are read and brought back. Read after lib.sh, files.sh and entries.sh, which say what has to be defined here.
# shellcheck source=lib.sh disable=SC2154
#
# A point holds all files, below its folder tree, and its lists. A file that is as in the point before is the same file on the disk (a hard
# link), so that each point is whole by itself and takes the room of what is new in it. Owners, modes and attributes are those of the
# system: the storage has to be able to keep them.

connect() {
  need_sources
  run_stage=connect
  run_tool=$(rsync --version) || die "rsync is not installed"
  run_tool=${run_tool%%$'\n'*}
  zstd --version >/dev/null || die "zstd is not installed"
  run_server="files of $(uname -n)"
}

# What is kept, and brought back, of files. Times are compared to the nanosecond.
rsync_options=(--archive --hard-links --acls --xattrs --numeric-ids --sparse --modify-window=-1)

# As much as the newest point added and a fifth.
need_space() { # STORAGE WORD
  local newest added=0 free
  newest=$(newest_point "$1")
  [[ -z $newest ]] || added=$(manifest_field "$(point_path "$1" "$newest")" added)
  free=$(df --output=avail -B 1 -- "${storage_path[$1]}" | tail -n 1)
  ((free >= added + added / 5)) || die "storage $1 has $free bytes free; the last point added $added"
}
# The files in a tree belong to whom they belonged.
let_read() { [[ ! -g ${1%/*} ]] || die "points of rsync keep the owners of files, and cannot be given to readers: run prepare.sh without --readers"; }

write_point() { # WORD BASE
  local pattern code=0 base='' before added
  local -a options=(--relative --no-implied-dirs) files=()
  run_captured=$(date +%s)
  for pattern in "${excludes[@]}"; do options+=("--filter=- $pattern"); done
  before=$(newest_point "$storage")
  [[ -z $before ]] || base=$(point_path "$storage" "$before")
  run_stage='list files'
  list_entries / >"$workplace/.before"
  run_stage='copy files'
  say "copying ${file_paths[*]}"
  mkdir -- "$workplace/tree"
  limited rsync "${rsync_options[@]}" "${options[@]}" ${base:+"--link-dest=$base/tree"} -- "${file_paths[@]}" "$workplace/tree/" 2>"$workplace/.said" || code=$?
  cat -- "$workplace/.said" >&2
  # 24: files went while they were read; all else is there.
  case $code in
    0) ;;
    24) warn "files vanished while they were read: $(grep -c 'has vanished' "$workplace/.said") of them" ;;
    *) die "rsync ended with $code: $(tail -n 3 "$workplace/.said")" ;;
  esac
  run_stage='sum files'
  write_entries "$base"
  if [[ -n $base ]] && copy_alike "$base"; then
    # The folders have the time of that now.
    limited rsync "${rsync_options[@]}" "${options[@]}" -- "${file_paths[@]}" "$workplace/tree/"
  fi
  rm -f -- "$workplace/.said"
  for pattern in "${list_files[@]}"; do files+=("$(manifest_file "$pattern")"); done
  run_bytes=$(bytes_below "$workplace")
  added=$(unshared "$workplace" "$base" | awk '{ sum += $2 } END { printf "%d\n", sum }')
  write_manifest "$(printf '  "method": "rsync",\n  "added": %s,' "$added")" "${files[@]}"
}
# copy_alike BASE-FOLDER: rsync takes a file for unchanged by its size and time. Those whose contents differ all the same are copied; false
# where there are none.
copy_alike() {
  awk 'function path_of(line,    i) { for (i = 0; i < 7; i++) sub(/^[^ ]* /, "", line); return line }
    $2 != "f" { next }
    FILENAME == ARGV[1] { sum[path_of($0)] = $1 " " $5 " " $6; next }
    { path = path_of($0); split(sum[path], old, " ") } path in sum && old[1] != $1 && old[2] == $5 && old[3] == $6 { print path }' \
    <(zstd -qdc "$1/entries.zst") <(zstd -qdc "$workplace/entries.zst") | tr '\n\1' '\0\n' >"$workplace/.alike"
  [[ -s $workplace/.alike ]] || {
    rm -f -- "$workplace/.alike"
    return 1
  }
  limited rsync "${rsync_options[@]}" --ignore-times --relative --no-implied-dirs --from0 --files-from="$workplace/.alike" -- / "$workplace/tree/" ||
    die "what only looks unchanged could not be copied"
  rm -f -- "$workplace/.alike"
}

# ── Checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# Lines "INODE SIZE ./PATH" of the files in a tree, and of those that are not in another one too.
inodes() { (cd -- "$1/tree" && find . -type f -printf '%i %s %p\0') | tr '\n\0' '\1\n'; } # FOLDER
unshared() {                                                                           # FOLDER BASE-FOLDER or nothing
  awk 'FILENAME == ARGV[1] { there[$1]; next } !($1 in there) && !seen[$1]++' <([[ -z $2 ]] || inodes "$2") <(inodes "$1")
}
# note_inodes FOLDER: sets noted to the file that has, for each file on the same disk that was read by this run, "INODE SUM".
note_inodes() {
  if [[ -z $scratch ]]; then
    scratch=$state/.scratch-$system_folder.rsync.$$
    mkdir -- "$scratch"
  fi
  noted=$scratch/$(stat -c %d -- "$1/tree")
  : >>"$noted"
}
# trust_point FOLDER: it was read when it was written, and is not read again for the point that shares files with it.
trust_point() {
  [[ -n $1 ]] || return 0
  zstd -qdc "$1/entries.zst" | awk '$2 == "f" { sum = $1; for (i = 0; i < 7; i++) sub(/^[^ ]* /, ""); print sum " " $0 }' | inode_sums <(inodes "$1") >>"$noted"
}
inode_sums() { # FILE with inodes: reads lines "SUM ./PATH"
  awk 'FILENAME == ARGV[1] { path = $0; sub(/^[0-9]* [0-9]* /, "", path); inode[path] = $1; next }
    { path = substr($0, 66) } path in inode { print inode[path], substr($0, 1, 64) }' "$1" -
}

check_point() { # FOLDER
  note_inodes "$1"
  check_files "$1" && tree_is_whole "$1"
}
read_point() { check_point "$1"; } # FOLDER STORAGE: what is read comes from the medium in any case
# tree_is_whole FOLDER: what lies in its tree is what its lists say. What this run has read, as part of another point, it does not read again.
tree_is_whole() {
  local list whole=yes
  local -a file_paths=() excludes=()
  mapfile -t file_paths <"$1/paths"
  mapfile -t excludes < <(grep . "$1/excludes" || true)
  list=$(mktemp -d "$state/.scratch-lists-XXXXXX")
  printf '.%s\n' "${file_paths[@]}" >"$list/paths"
  list_entries "$1/tree" >"$list/entries"
  inodes "$1" >"$list/inodes"
  awk 'FILENAME == ARGV[1] { read[$1]; next } !($1 in read) && !seen[$1]++ { sub(/^[0-9]* [0-9]* /, ""); print }' "$noted" "$list/inodes" >"$list/unread"
  tr '\n\1' '\0\n' <"$list/unread" | (cd -- "$1/tree" && xargs -0 -r -I '{}' dd if='{}' iflag=nocache count=0 status=none)
  sum_files "$1/tree" <"$list/unread" | inode_sums "$list/inodes" >>"$noted"
  awk 'FILENAME == ARGV[1] { sum[$1] = $2; next } $1 in sum { inode = $1; sub(/^[0-9]* [0-9]* /, ""); print sum[inode] " " $0 }' "$noted" "$list/inodes" >"$list/sums"
  with_sums "$list/sums" <"$list/entries" | without_ctime | sort >"$list/found"
  compare_entries "$1" "$list" || whole=no
  remove_tree "$list"
  [[ $whole == yes ]]
}
# What is new is read back from the medium, and then the point has its name.
finish_point() { # STORAGE
  local before
  sync -f "$workplace"
  run_stage=verify
  before=$(newest_point "$1")
  note_inodes "$workplace"
  trust_point "${before:+$(point_path "$1" "$before")}"
  check_point "$workplace" || die "the new point is not whole"
  publish "$1"
}

# ── Copies ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
copy_folder() { # FROM TO NAME
  local source before base=''
  source=$(point_path "$1" "$3")
  workplace=$(points_path "$2")/.partial-copy-$(safe_name "$1")-$3
  before=$(newest_point "$2")
  [[ -z $before ]] || base=$(point_path "$2" "$before")
  limited rsync "${rsync_options[@]}" --exclude=/available ${base:+"--link-dest=$base"} -- "$source/" "$workplace/"
  sync -f "$workplace"
  run_stage="read back $3"
  cmp -s -- "$source/manifest.json" "$workplace/manifest.json" || die "the manifest of $3 changed on its way to $2"
  note_inodes "$workplace"
  trust_point "$base"
  if ! check_point "$workplace"; then
    say "files of $3 only look like those of the point before it on $2: it is copied anew"
    limited rsync "${rsync_options[@]}" --exclude=/available --ignore-times -- "$source/" "$workplace/"
    sync -f "$workplace"
    check_point "$workplace" || die "the copy of $3 on $2 is not what was sent"
  fi
  publish "$2"
}

# ── Restoring ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
restore_point() { # FOLDER INTO TARGET
  run_stage='restore'
  limited rsync "${rsync_options[@]}" -- "$1/tree/" "$2/"
  sync -f "$2"
}
# All of it, once for each file system: hard links may lead from one path into another.
restore_path() { [[ -n $(ls -A -- "$2") ]] || restore_point "$1" "$2" immediate; } # FOLDER INTO PATH
