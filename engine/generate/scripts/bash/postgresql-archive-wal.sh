main() {
  (($# == 2)) || wrong_use 'usage: archive-wal.sh PATH NAME (PostgreSQL calls it: archive-wal.sh %p %f)'
  is_log_name "$2" || wrong_use "not the name of a log file: $2"
  load_settings
  local to failed=0 now
  now=$(date +%s)
  for to in "${log_storages[@]}"; do
    # Every storage gets its try, and one that fails makes PostgreSQL keep the segment and come again.
    if ! archive_segment "$to" "$1" "$2" "$now"; then
      say "$2 is not on $to"
      failed=1
    fi
    note_log "$to" "$failed" "$2" "$now"
  done
  return "$failed"
}

# PostgreSQL calls for every segment: lib.sh keeps the journal short.
note_log() { # STORAGE FAILED NAME NOW
  run_kind=log run_job=$system/log-$1 run_storage=$1 run_started=$4 run_captured=$4 run_bytes='' run_sha256='' run_stage=archive
  run_point=$3 run_tool='' run_server='' run_target='' run_error='' run_warning='' run_result=ok
  (($2 == 0)) || run_result=failed run_captured='' run_error="$3 could not be stored on $1"
  record "$2"
}
main "$@"
exit
