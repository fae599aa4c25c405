main() {
  (($# == 2)) || wrong_use 'usage: restore-wal.sh NAME PATH (PostgreSQL calls it: restore-wal.sh %f %p)'
  is_log_name "$1" || return 1
  load_settings
  local from
  for from in "${log_storages[@]}"; do
    if fetch_segment "$from" "$1" "$2"; then return 0; fi
  done
  # PostgreSQL asks for what may not exist; that is no error worth a line.
  return 1
}
main "$@"
exit
