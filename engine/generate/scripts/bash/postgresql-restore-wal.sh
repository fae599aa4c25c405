main() {
  (($# == 2)) || wrong_use 'usage: restore-wal.sh NAME PATH (PostgreSQL calls it: restore-wal.sh %f %p)'
  is_log_name "$1" || return 1
  load_settings
  local from code answer=1
  for from in "${log_storages[@]}"; do
    code=0
    fetch_segment "$from" "$1" "$2" || code=$?
    if ((code == 0)); then return 0; fi
    ((code <= 125)) || answer=$code
  done
  # PostgreSQL asks for what may not exist; that is no error worth a line. Where a storage gave no answer nobody knows, and PostgreSQL
  # ends its recovery instead of the log.
  return "$answer"
}
main "$@"
exit
