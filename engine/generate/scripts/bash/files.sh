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

# Below a place that is swapped nothing is touched before all of it has been restored beside, on the same file system, and looked at.
replace_system() { # FOLDER TARGET WHERE
  local path place stamp staging device i
  local -a stagings=()
  local -A staging_on=()
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  for path in "${file_paths[@]}"; do
    place=$path
    if ! is_mounted "$path"; then
      place=${path%/*}
      mkdir -p -- "$place/"
    fi
    device=$(stat -c %d -- "$place/")
    if [[ ! -v staging_on[$device] ]]; then
      staging_on[$device]=$place/.scratch-restored-$stamp
      mkdir -m 700 -- "${staging_on[$device]}"
    fi
    staging=${staging_on[$device]}
    stagings+=("$staging")
    run_stage="restore $path beside"
    say "restoring $path beside, in $staging"
    restore_path "$1" "$staging" "$path"
  done
  check_paths "$1" "${stagings[@]}"
  stop_services
  run_stage=replace
  for i in "${!file_paths[@]}"; do
    path=${file_paths[i]}
    if is_mounted "$path"; then swap_contents "$path" "${stagings[i]}" "$stamp"; else swap_path "$path" "${stagings[i]}" "$stamp"; fi
  done
  # What is left there was restored for another file system, or is not named by the plan any more; the point has it still.
  for staging in "${staging_on[@]}"; do
    [[ $staging == */.scratch-restored-"$stamp" && ! -L $staging ]] && rm -rf --one-file-system -- "${staging:?}"
  done
  start_services
  say "the files are replaced; the old ones are called PATH.damaged-$stamp. Take a full backup now"
}
is_mounted() { [[ -d $1 ]] && mountpoint -q -- "$1"; }
swap_path() { # PATH STAGING STAMP
  [[ ! -e $1 && ! -L $1 ]] || mv -T -n -- "$1" "$1.damaged-$3"
  [[ ! -e $2$1 && ! -L $2$1 ]] || mv -T -n -- "$2$1" "$1"
  sync "${1%/*}/"
}
# What is mounted cannot be renamed: its contents are.
swap_contents() { # PATH STAGING STAMP
  local damaged=$1/.damaged-$3
  say "$1 is a mount: what was in it is in $damaged"
  mkdir -m 700 -- "$damaged"
  find "$1" -mindepth 1 -maxdepth 1 ! -path "$damaged" ! -path "$2" -exec mv -n -t "$damaged" -- {} +
  find "$2$1" -mindepth 1 -maxdepth 1 -exec mv -n -t "$1" -- {} +
  sync "$1"
}

restored_words() { printf 'The files lie below %s' "$1"; }
