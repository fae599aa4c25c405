#!/usr/bin/env bash
# Systems that the plan gives the commands for. Read after lib.sh, which says what has to be defined here.
# shellcheck source=lib.sh disable=SC2154

# What a script of such a system sets after it has read this file: a command that writes a backup to its standard output, and one that
# reads it from its standard input.
dump_command='' load_command=''

connect() {
  run_stage=connect
  run_tool="the plan's command"
  run_server=$system
}
# by_plan COMMAND: it fails when any part of a pipe in it does.
by_plan() { limited bash -o pipefail -c "$1"; }

write_point() {
  run_stage=dump
  run_captured=$(date +%s)
  say "running: $dump_command"
  by_plan "$dump_command" </dev/null >"$workplace/dump" 9>&-
  [[ -s $workplace/dump ]] || die "the command wrote nothing: $dump_command"
  run_bytes=$(bytes_below "$workplace")
  write_manifest '  "method": "custom",' "$(manifest_file dump)"
}
check_point() { check_files "$1"; }

# A command knows its target itself, so a restore beside it can only bring back what the command wrote.
restore_point() {
  run_stage='copy dump'
  limited cp -- "$1/dump" "$2/dump"
  sync -f "$2"
}
check_restored() {
  run_stage='check restored'
  cmp -s -- "$1/dump" "$2/dump" || die "the restored file is not what the point has"
  say "checked: $(stat -c %s -- "$2/dump") bytes, as they were written; what is in them only the plan's commands know"
}
restored_words() { printf 'What was dumped is %s/dump' "$1"; }

# What is there now is dumped first, if it still can be.
replace_system() {
  local kept
  kept=$state/damaged-$(date -u +%Y%m%dT%H%M%SZ)-$system_folder
  run_stage='dump what is there now'
  if ! by_plan "$dump_command" </dev/null >"$kept"; then say "what is there now cannot be dumped; what came of it is $kept"; fi
  sync "$kept"
  stop_services
  run_stage=load
  say "running: $load_command"
  by_plan "$load_command" <"$1/dump"
  start_services
  say "$system is loaded; what was there before is $kept. Take a full backup now"
}
