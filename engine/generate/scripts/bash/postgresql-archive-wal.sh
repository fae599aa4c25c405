main() {
  (($# == 2)) || wrong_use 'usage: archive-wal.sh PATH NAME (PostgreSQL calls it: archive-wal.sh %p %f)'
  is_log_name "$2" || wrong_use "not the name of a log file: $2"
  load_settings
  local i to failed=0 missing now
  now=$(date +%s)
  for i in "${!log_storages[@]}"; do
    to=${log_storages[i]} missing=0
    # Every storage gets its try, and one that fails makes PostgreSQL keep the segment and come again.
    if ! archive_segment "$to" "$1" "$2" "$now"; then
      say "$2 is not on $to"
      missing=1 failed=1
    fi
    note_log "$to" "${log_jobs[i]}" "$missing" "$2" "$now"
  done
  return "$failed"
}

# PostgreSQL calls for every segment: lib.sh keeps the journal short.
note_log() { # STORAGE JOB FAILED NAME NOW
  run_kind=log run_job=$2 run_storage=$1 run_started=$5 run_captured=$5 run_bytes='' run_sha256='' run_stage=archive
  run_point=$4 run_tool='' run_server='' run_target='' run_error='' run_warning='' run_result=ok
  (($3 == 0)) || run_result=failed run_captured='' run_error="$4 could not be stored on $1"
  record "$3"
}
main "$@"
exit
