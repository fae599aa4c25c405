#!/usr/bin/env bash
# SQLite: how database files are read and brought back. Read after lib.sh, which says what has to be defined here.
# shellcheck source=lib.sh disable=SC2154

# What a script of an SQLite system sets after it has read this file: the database files, absolute paths.
database_files=()

connect() {
  local file
  run_stage=connect
  for file in "${database_files[@]}"; do
    [[ -f $file && -r $file ]] || die "there is no database file $file that can be read"
  done
  run_tool="sqlite3 $(sqlite3 --version | cut -d ' ' -f 1)" || die "sqlite3 is not installed"
  run_server="SQLite $(sqlite3 --version | cut -d ' ' -f 1)"
}

# Every database by SQLite's online backup, which waits for writers and sees one state; a copy of the file would see several.
write_point() {
  local file name number=0
  local -a files=()
  run_captured=$(date +%s)
  for file in "${database_files[@]}"; do
    number=$((number + 1))
    name=$(printf 'database-%03d.db' "$number")
    run_stage="back up $name"
    say "backing up $file"
    # The name of the target is ours, so nothing of the plan is read as a dot command.
    (cd -- "$workplace" && limited sqlite3 -bail "$file" '.timeout 600000' ".backup $name")
    files+=("$(manifest_file "$name" "$file")")
    printf '%s %s\n' "$(attributes_of "$file")" "$name" >>"$workplace/attributes"
  done
  files+=("$(manifest_file attributes)")
  run_bytes=$(bytes_below "$workplace")
  write_manifest '  "method": "sqlite",' "${files[@]}"
}

check_point() {
  local sum size name rest
  check_files "$1" || return 1
  while read -r sum size name rest; do
    if [[ $name == *.db ]] && ! is_sound "$1" "$name"; then return 1; fi
  done < <(manifest_files "$1")
}
# is_sound FOLDER NAME: SQLite reads all of it. `immutable` keeps it from writing beside a file that lies in a point.
is_sound() {
  local answer
  answer=$(cd -- "$1" && limited sqlite3 -readonly -bail "file:$2?immutable=1" 'pragma integrity_check(3)') || return 1
  [[ $answer == ok ]] || {
    say "$1/$2 is damaged: $answer"
    return 1
  }
}

# Below INTO every file has the path that it had.
restore_point() {
  local entry file
  run_stage='copy databases'
  while IFS= read -r -d '' entry; do
    file=$2${entry#* }
    mkdir -p -- "${file%/*}"
    limited cp -- "$1/${entry%% *}" "$file"
    apply_attributes "$(sed -n "s/ ${entry%% *}\$//p" "$1/attributes")" "$file"
  done < <(placed_files "$1" .db)
  sync -f "$2"
}

check_restored() {
  local entry file tables=0 count=0
  run_stage='check restored'
  while IFS= read -r -d '' entry; do
    file=$2${entry#* }
    is_sound "${file%/*}" "${file##*/}" || die "the restored $file is damaged"
    tables=$((tables + $(ask "$file" "select count(*) from sqlite_master where type = 'table'")))
    count=$((count + 1))
  done < <(placed_files "$1" .db)
  say "checked: $count databases, $tables tables"
}
ask() { (cd -- "${1%/*}" && limited sqlite3 -readonly -bail "./${1##*/}" "$2"); } # FILE SQL

meets_expectation() {
  local answer
  [[ -n $expect ]] || return 0
  answer=$(ask "$1${database_files[0]}" "$expect")
  [[ -n $answer && $answer != 0 ]] || {
    say "the plan's query gave $(json_string "$answer"): $expect"
    return 1
  }
}
restored_words() { printf 'The databases lie below %s' "$1"; }

# The damaged files stay beside the new ones, with what SQLite had not yet written back to them.
replace_system() {
  local entry file stamp suffix
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  stop_services
  run_stage='replace databases'
  while IFS= read -r -d '' entry; do
    file=${entry#* }
    mkdir -p -- "${file%/*}"
    [[ ! -e $file ]] || ! fuser -s -- "$file" 2>/dev/null || die "a program has $file open: stop it first"
    limited cp -- "$1/${entry%% *}" "$file.restored-$stamp"
    apply_attributes "$(sed -n "s/ ${entry%% *}\$//p" "$1/attributes")" "$file.restored-$stamp"
    sync "$file.restored-$stamp"
    for suffix in '' -wal -shm -journal; do
      [[ ! -e $file$suffix ]] || mv -T -- "$file$suffix" "$file.damaged-$stamp$suffix"
    done
    mv -T -- "$file.restored-$stamp" "$file"
    sync "${file%/*}"
  done < <(placed_files "$1" .db)
  start_services
  say "the databases are replaced; the old ones are called FILE.damaged-$stamp. Take a full backup now"
}
