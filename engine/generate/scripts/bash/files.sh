#!/usr/bin/env bash
# Files and folders: what all tools that back them up share. Read after lib.sh and before the library of the tool.
# shellcheck source=lib.sh disable=SC2154

# What a script of a `files` system sets: the paths of the plan, absolute, none inside another; what it leaves out. A pattern that
# begins with a slash is a path; any other leaves out what has that name, wherever it lies. `*` and `?` do not stand for a slash.
file_paths=() excludes=()

# A source that is not what the plan means would be backed up as if everything had been deleted: a lost mount is an empty folder.
need_sources() {
  local path
  run_stage='look at sources'
  for path in "${file_paths[@]}"; do
    [[ ! -L $path ]] || die "$path is a symbolic link: name in the plan what it leads to"
    [[ -e $path && -r $path ]] || die "there is no $path that can be read"
    [[ ! -d $path || -n $(find "$path" -mindepth 1 -maxdepth 1 -print -quit) ]] || die "$path is empty: is it mounted?"
  done
}

# warn TEXT: what does not make a run fail, but has to be known: it stands in the journal.
warn() {
  run_warning=${run_warning:+$run_warning; }$1
  say "WARNING: $1"
}

# staging_of PATH STAMP: where a path is restored to before it takes its place: on the same file system.
staging_of() {
  if is_mounted "$1"; then printf '%s/.scratch-restored-%s' "$1" "$2"; else printf '%s/.scratch-restored-%s' "${1%/*}" "$2"; fi
}
is_mounted() { [[ -d $1 ]] && mountpoint -q -- "$1"; }

# Below a place that is swapped nothing is touched before all of it has been restored beside and looked at.
replace_system() { # FOLDER TARGET WHERE
  local path stamp staging
  local -a stagings=()
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  for path in "${file_paths[@]}"; do
    staging=$(staging_of "$path" "$stamp")
    mkdir -p -- "${staging%/*}/"
    [[ -d $staging ]] || mkdir -m 700 -- "$staging"
    stagings+=("$staging")
    run_stage="restore $path beside"
    say "restoring $path beside, in $staging"
    restore_path "$1" "$staging" "$path"
  done
  check_paths "$1" "${stagings[@]}"
  stop_services
  run_stage='replace'
  for path in "${file_paths[@]}"; do
    if is_mounted "$path"; then swap_contents "$path" "$stamp"; else swap_path "$path" "$stamp"; fi
  done
  for staging in "${stagings[@]}"; do
    [[ ! -d $staging ]] || find "$staging" -xdev -depth -type d -empty -delete
  done
  start_services
  say "the files are replaced; the old ones are called PATH.damaged-$stamp. Take a full backup now"
}
swap_path() { # PATH STAMP
  local staged
  staged=$(staging_of "$1" "$2")$1
  [[ ! -e $1 && ! -L $1 ]] || mv -T -n -- "$1" "$1.damaged-$2"
  [[ ! -e $staged && ! -L $staged ]] || mv -T -n -- "$staged" "$1"
  sync "${1%/*}/"
}
# What is mounted cannot be renamed: its contents are.
swap_contents() { # PATH STAMP
  local staging=$1/.scratch-restored-$2 damaged=$1/.damaged-$2
  say "$1 is a mount: what was in it is in $damaged"
  mkdir -m 700 -- "$damaged"
  find "$1" -mindepth 1 -maxdepth 1 ! -path "$damaged" ! -path "$staging" -exec mv -n -t "$damaged" -- {} +
  find "$staging$1" -mindepth 1 -maxdepth 1 -exec mv -n -t "$1" -- {} +
  sync "$1"
}

restored_words() { printf 'The files lie below %s' "$1"; }
