main() {
  read_options "$@"
  no_more_options
  load_settings
  begin log "$job" "$storage"
  take_lock "$system_folder.log.$(safe_name "$storage")"
  need_storage "$storage"
  connect
  if dry_run; then
    say "would store what log has ended since the last run in $(log_path "$storage")"
    return
  fi
  fetch_log "$storage"
}
main "$@"
exit
