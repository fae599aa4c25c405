#!/usr/bin/env bash
# GNU tar: how files are read and brought back. Read after lib.sh and files.sh, which say what has to be defined here.
# shellcheck source=lib.sh disable=SC2154
#
# A point holds archive.tar.zst, with all files or what changed since its base; snapshot.snar, from which the next incremental goes on;
# entries.zst, a line for each file and folder that stayed as it was while it was read: SUM TYPE MODE OWNER SIZE MTIME CTIME ./PATH;
# and changing.zst, the paths of those that did not. A SUM is BLAKE2b of 256 bits, which is quick where SHA-256 is not. In lines a
# newline of a name is written as the character 1. What the plan named and left out then is in the files paths and excludes.

connect() {
  need_sources
  run_stage=connect
  run_tool=$(tar --version | head -n 1) || die "tar is not installed"
  [[ $run_tool == *'GNU tar'* ]] || die "this is no GNU tar: $run_tool"
  zstd --version >/dev/null || die "zstd is not installed"
  run_server="files of $(uname -n)"
}

# What archives keep, and bring back, of files. Names are taken as they are.
tar_options=(--acls --xattrs '--xattrs-include=*' --numeric-owner --no-unquote '--use-compress-program=zstd -q -T0')

base_files=(snapshot.snar entries.zst)
write_point() { # WORD BASE
  local path pattern code=0 base=''
  local -a options=(--create --sparse --no-check-device --no-wildcards-match-slash) names=() files=()
  run_captured=$(date +%s)
  for pattern in "${excludes[@]}"; do
    if [[ $pattern == /* ]]; then options+=(--anchored "--exclude=.$pattern"); else options+=(--no-anchored "--exclude=$pattern"); fi
  done
  for path in "${file_paths[@]}"; do names+=(".$path"); done
  if [[ -n $2 ]]; then
    base=$brought
    cp -- "$base/snapshot.snar" "$workplace/snapshot.snar"
  fi
  run_stage='list files'
  list_entries / >"$workplace/.before"
  run_stage='archive files'
  say "archiving ${file_paths[*]}"
  limited tar "${options[@]}" "${tar_options[@]}" --listed-incremental="$workplace/snapshot.snar" --file="$workplace/archive.tar.zst" \
    -C / -- "${names[@]}" 2>"$workplace/.said" || code=$?
  cat -- "$workplace/.said" >&2
  # 1: files changed or went while they were read; all else is in the archive.
  case $code in
    0) ;;
    1) warn "files changed while they were read: $(grep -c -e 'changed as we read it' -e 'removed before we read it' "$workplace/.said") of them" ;;
    *) die "tar ended with $code: $(grep -v 'socket ignored' "$workplace/.said" | tail -n 3)" ;;
  esac
  run_stage='sum files'
  write_entries "$base"
  rm -f -- "$workplace/.before" "$workplace/.said"
  printf '%s\n' "${file_paths[@]}" >"$workplace/paths"
  printf '%s\n' "${excludes[@]}" >"$workplace/excludes"
  for path in paths excludes archive.tar.zst snapshot.snar entries.zst changing.zst; do files+=("$(manifest_file "$path")"); done
  run_bytes=$(bytes_below "$workplace")
  write_manifest "  \"method\": \"tar\",${2:+$'\n'  \"base\": \"$2\",}" "${files[@]}"
}

# list_entries ROOT: TYPE MODE OWNER SIZE MTIME CTIME ./PATH of all that the plan names below ROOT, in the order of the lines. Sockets
# are no files. What is left out is told a little more widely than by tar, whose `*` ends at a slash.
list_entries() {
  local path pattern owner='%U:%G'
  local -a names=() without=(-false)
  # Who is not root restores everything as their own.
  if [[ $(id -u) != 0 ]]; then owner=-; fi
  for pattern in "${excludes[@]}"; do
    case $pattern in
      /*) without+=(-o -path ".$pattern") ;;
      */*) without+=(-o -path "*/$pattern") ;;
      *) without+=(-o -name "$pattern") ;;
    esac
  done
  for path in "${file_paths[@]}"; do
    [[ ! -e $1$path && ! -L $1$path ]] || names+=(".$path")
  done
  ((${#names[@]} > 0)) || return 0
  # A file that goes while find looks is in one of the two lists alone.
  (cd -- "$1" && find "${names[@]}" -ignore_readdir_race \( "${without[@]}" \) -prune -o -type s -o \
    -type f -printf "f %m $owner %s %T@ %C@ %p\0" -o -type l -printf "l %m $owner 0 %T@ %C@ %p -> %l\0" -o \
    -printf "%y %m $owner 0 %T@ %C@ %p\0") | tr '\n\0' '\1\n' | sort
}

# sums ROOT: reads lines of entries and prints SUM ./PATH of the files among them.
sums() {
  sed -n 's/^f [^ ]* [^ ]* [^ ]* [^ ]* [^ ]* //p' | tr '\n\1' '\0\n' | (cd -- "$1" && xargs -0 -r b2sum -l 256 -z --) | tr '\n\0' '\1\n' | sed 's/  / /'
}

# with_sums SUMS: reads lines of entries and puts the sum before each; `-` before what has no contents.
with_sums() {
  awk 'FILENAME == ARGV[1] { sum[substr($0, 66)] = substr($0, 1, 64); next }
    $1 != "f" { print "- " $0; next }
    { path = $0; for (i = 0; i < 6; i++) sub(/^[^ ]* /, "", path) }
    path in sum { print sum[path] " " $0 }' "$1" -
}

# What is as in the base, to its ctime, is not read again.
write_entries() { # BASE-FOLDER or nothing
  local folder=$workplace
  : >"$folder/.known"
  if [[ -n $1 ]]; then zstd -qdc "$1/entries.zst" | sort >"$folder/.known"; fi
  awk 'FILENAME == ARGV[1] { sum = $1; sub(/^[^ ]* /, ""); known[$0] = sum; next } !($0 in known)' "$folder/.known" "$folder/.before" | sums / >"$folder/.sums" || true
  sed -n 's/^\([0-9a-f]\{64\}\) f [^ ]* [^ ]* [^ ]* [^ ]* [^ ]* /\1 /p' "$folder/.known" | cat - "$folder/.sums" >"$folder/.all"
  list_entries / >"$folder/.after"
  comm -12 "$folder/.before" "$folder/.after" | with_sums "$folder/.all" | zstd -q >"$folder/entries.zst"
  { comm -3 "$folder/.before" "$folder/.after" | sed 's/^\t//'; } | path_of_entry | sort -u | zstd -q >"$folder/changing.zst"
  rm -f -- "$folder/.known" "$folder/.sums" "$folder/.all" "$folder/.after"
}
path_of_entry() { sed 's/^[^ ]* [^ ]* [^ ]* [^ ]* [^ ]* [^ ]* //; s/ -> .*//'; }

check_point() {
  check_files "$1" && zstd -tq "$1/archive.tar.zst" && zstd -tq "$1/entries.zst"
}

# The full, then each incremental, which takes away what had gone by then.
restore_point() { # FOLDER INTO TARGET
  local folder
  while IFS= read -r folder; do
    run_stage="extract ${folder##*/}"
    extract "$folder" "$2"
  done < <(point_chain "$1")
  sync -f "$2"
}
# All of it, once for each file system: the renames of an incremental stand at one place for all paths.
restore_path() { [[ -n $(ls -A -- "$2") ]] || restore_point "$1" "$2" immediate; } # FOLDER INTO PATH
extract() { # FOLDER INTO
  limited tar --extract --preserve-permissions "${tar_options[@]}" --listed-incremental=/dev/null --file="$1/archive.tar.zst" -C "$2"
}

check_restored() { # FOLDER INTO
  local -a file_paths=() roots=()
  local path
  mapfile -t file_paths <"$1/paths"
  for path in "${file_paths[@]}"; do roots+=("$2"); done
  check_paths "$1" "${roots[@]}"
}
# check_paths FOLDER ROOT…: every path below its root is what the list of the point says, to the contents of each file.
check_paths() {
  local folder=$1 list path
  local -a all=("${file_paths[@]}") excludes=() missing=() extra=()
  shift
  run_stage='check restored'
  mapfile -t excludes < <(grep . "$folder/excludes" || true)
  list=$(mktemp -d "$state/.scratch-lists-XXXXXX")
  printf '.%s\n' "${all[@]}" >"$list/paths"
  for path in "${all[@]}"; do
    local -a file_paths=("$path")
    list_entries "$1" >"$list/entries"
    sums "$1" <"$list/entries" >"$list/sums"
    with_sums "$list/sums" <"$list/entries"
    shift
  done | without_ctime | sort >"$list/found"
  zstd -qdc "$folder/entries.zst" | without_ctime | below_paths "$list/paths" | sort >"$list/expected"
  mapfile -t missing < <(comm -23 "$list/expected" "$list/found" | head -n 10)
  zstd -qdc "$folder/changing.zst" >"$list/changing"
  # What was changing when it was read may be as it was before, or as after.
  mapfile -t extra < <(comm -13 "$list/expected" "$list/found" | awk 'FILENAME == ARGV[1] { changing[$0]; next }
    { path = $0; for (i = 0; i < 6; i++) sub(/^[^ ]* /, "", path); sub(/ -> .*/, "", path) } !(path in changing)' "$list/changing" - | head -n 10)
  path="$(wc -l <"$list/expected") entries, $(wc -l <"$list/changing") of them changing"
  remove_tree "$list"
  if ((${#missing[@]} + ${#extra[@]} > 0)); then
    say 'missing, or not as they were:' "${missing[@]}"
    say 'not in the list of the point:' "${extra[@]}"
    die 'what was restored is not what the point lists'
  fi
  say "checked: $path, each as the point lists it"
}
below_paths() { # FILE with paths: of the lines of a list with sums, those at or below one of them
  awk 'FILENAME == ARGV[1] { paths[++count] = $0; next }
    { path = $0; for (i = 0; i < 6; i++) sub(/^[^ ]* /, "", path)
      for (i = 1; i <= count; i++) if (path == paths[i] || index(path, paths[i] "/") == 1 || index(path, paths[i] " -> ") == 1) { print; next } }' "$1" -
}
without_ctime() { sed 's/^\([^ ]* [^ ]* [^ ]* [^ ]* [^ ]* [^ ]*\) [^ ]* /\1 /'; }
