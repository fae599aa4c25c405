main() {
  read_options "$@"
  no_more_options
  load_settings
  begin verify-checksum "$job" ''
  take_lock "$system_folder.verify-checksum"
  local storage captured available name point bad=0 count=0
  for storage in "${point_storages[@]}"; do
    need_storage "$storage"
    hold_points "$storage"
    while read -r captured available name; do
      run_stage="check $name on $storage"
      if dry_run; then
        say "would read and check $name on $storage"
        continue
      fi
      point=$(point_path "$storage" "$name")
      open_point "$point"
      count=$((count + 1))
      if ! read_point "$point" "$storage"; then
        say "$name on $storage (captured $(wall_clock "$captured")) is DAMAGED"
        mark_damaged "$storage" "$name" || say "the point could not be marked"
        bad=$((bad + 1))
      fi
    done < <(list_points "$storage")
    if ! dry_run; then check_log "$storage" || bad=$((bad + 1)); fi
  done
  ((bad == 0)) || die "$bad of $count points and logs are damaged"
  say "$count points are as they were written"
}
main "$@"
exit
