#!/usr/bin/env bash
# Lists of files, for tools that keep none that can be compared. Read after lib.sh and files.sh, before the library of the tool.
# shellcheck source=lib.sh disable=SC2154
#
# A point has entries.zst, a line for each file and folder that stayed as it was while it was read: SUM TYPE MODE OWNER SIZE MTIME CTIME
# ./PATH; and changing.zst, the paths of those that did not. A SUM is BLAKE2b of 256 bits, which is quick where SHA-256 is not. In lines a
# newline of a name is written as the character 1. What the plan named and left out then is in the files paths and excludes.

# list_entries ROOT: TYPE MODE OWNER SIZE MTIME CTIME ./PATH of all that the plan names below ROOT, in the order of the lines. Sockets
# are no files. What is left out is told a little more widely than by the tools, whose `*` ends at a slash.
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
sums() { sed -n 's/^f [^ ]* [^ ]* [^ ]* [^ ]* [^ ]* //p' | sum_files "$1"; }
sum_files() { tr '\n\1' '\0\n' | (cd -- "$1" && xargs -0 -r b2sum -l 256 -z --) | tr '\n\0' '\1\n' | sed 's/  / /'; } # ROOT: reads lines ./PATH

# with_sums SUMS: reads lines of entries and puts the sum before each; `-` before what has no contents.
with_sums() {
  awk 'FILENAME == ARGV[1] { sum[substr($0, 66)] = substr($0, 1, 64); next }
    $1 != "f" { print "- " $0; next }
    { path = $0; for (i = 0; i < 6; i++) sub(/^[^ ]* /, "", path) }
    path in sum { print sum[path] " " $0 }' "$1" -
}

# write_entries BASE-FOLDER: the lists of the point in the workplace, where .before is what the files were before they were read. What is
# as in the base, to its ctime, is not summed again.
write_entries() { # BASE-FOLDER or nothing
  local folder=$workplace
  : >"$folder/.known"
  if [[ -n $1 ]]; then zstd -qdc "$1/entries.zst" | sort >"$folder/.known"; fi
  awk 'FILENAME == ARGV[1] { sum = $1; sub(/^[^ ]* /, ""); known[$0] = sum; next } !($0 in known)' "$folder/.known" "$folder/.before" | sums / >"$folder/.sums" || true
  sed -n 's/^\([0-9a-f]\{64\}\) f [^ ]* [^ ]* [^ ]* [^ ]* [^ ]* /\1 /p' "$folder/.known" | cat - "$folder/.sums" >"$folder/.all"
  list_entries / >"$folder/.after"
  comm -12 "$folder/.before" "$folder/.after" | with_sums "$folder/.all" | zstd -q >"$folder/entries.zst"
  { comm -3 "$folder/.before" "$folder/.after" | sed 's/^\t//'; } | path_of_entry | sort -u | zstd -q >"$folder/changing.zst"
  printf '%s\n' "${file_paths[@]}" >"$folder/paths"
  printf '%s\n' "${excludes[@]}" >"$folder/excludes"
  rm -f -- "$folder/.known" "$folder/.sums" "$folder/.all" "$folder/.before" "$folder/.after"
}
list_files=(paths excludes entries.zst changing.zst)
path_of_entry() { sed 's/^[^ ]* [^ ]* [^ ]* [^ ]* [^ ]* [^ ]* //; s/ -> .*//'; }

check_restored() { # FOLDER INTO
  local -a file_paths=() roots=()
  local path
  mapfile -t file_paths <"$1/paths"
  for path in "${file_paths[@]}"; do roots+=("$2"); done
  check_paths "$1" "${roots[@]}"
}
# check_paths FOLDER ROOT…: every path below its root is what the list of the point says, to the contents of each file.
check_paths() {
  local folder=$1 list path whole=yes
  local -a all=("${file_paths[@]}") excludes=()
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
  compare_entries "$folder" "$list" || whole=no
  remove_tree "$list"
  [[ $whole == yes ]] || die 'what was restored is not what the point lists'
  say "checked: $compared, each as the point lists it"
}
# compare_entries FOLDER LISTS: LISTS/found is what the lists of the point say of the paths in LISTS/paths. Sets compared.
compare_entries() {
  local -a missing=() extra=()
  zstd -qdc "$1/entries.zst" | without_ctime | below_paths "$2/paths" | sort >"$2/expected"
  mapfile -t missing < <(comm -23 "$2/expected" "$2/found" | head -n 10)
  zstd -qdc "$1/changing.zst" >"$2/changing"
  # What was changing when it was read may be as it was before, or as after.
  mapfile -t extra < <(comm -13 "$2/expected" "$2/found" | awk 'FILENAME == ARGV[1] { changing[$0]; next }
    { path = $0; for (i = 0; i < 6; i++) sub(/^[^ ]* /, "", path); sub(/ -> .*/, "", path) } !(path in changing)' "$2/changing" - | head -n 10)
  compared="$(wc -l <"$2/expected") entries, $(wc -l <"$2/changing") of them changing"
  ((${#missing[@]} + ${#extra[@]} > 0)) || return 0
  say 'missing, or not as they were:' "${missing[@]}"
  say 'not in the list of the point:' "${extra[@]}"
  return 1
}
below_paths() { # FILE with paths: of the lines of a list with sums, those at or below one of them
  awk 'FILENAME == ARGV[1] { paths[++count] = $0; next }
    { path = $0; for (i = 0; i < 6; i++) sub(/^[^ ]* /, "", path)
      for (i = 1; i <= count; i++) if (path == paths[i] || index(path, paths[i] "/") == 1 || index(path, paths[i] " -> ") == 1) { print; next } }' "$1" -
}
without_ctime() { sed 's/^\([^ ]* [^ ]* [^ ]* [^ ]* [^ ]* [^ ]*\) [^ ]* /\1 /'; }
