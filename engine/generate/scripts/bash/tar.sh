#!/usr/bin/env bash
# GNU tar: how files are read and brought back. Read after lib.sh, files.sh and entries.sh, which say what has to be defined here.
# shellcheck source=lib.sh disable=SC2154
#
# A point holds archive.tar.zst, with all files or what changed since its base; snapshot.snar, from which the next incremental goes on; and
# its lists.

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
  rm -f -- "$workplace/.said"
  for path in "${list_files[@]}" archive.tar.zst snapshot.snar; do files+=("$(manifest_file "$path")"); done
  run_bytes=$(bytes_below "$workplace")
  write_manifest "  \"method\": \"tar\",${2:+$'\n'  \"base\": \"$2\",}" "${files[@]}"
}

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
