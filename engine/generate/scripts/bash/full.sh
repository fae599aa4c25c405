main() {
  read_options "$@"
  no_more_options
  load_settings
  begin run "$job" "$storage"
  # Of jobs that start at one instant the first declared runs alone: the others let it take the lock.
  sleep "$lock_turn"
  take_lock "$system_folder"
  need_storage "$storage"
  connect
  [[ $method != dump ]] || find_databases
  need_space "$storage"
  if dry_run; then
    say "would write a new point ($method) to $(points_path "$storage")"
  else
    start_point "$storage" full
    case $method in
      dump) full_dump "$storage" ;;
      base) full_base "$storage" ;;
    esac
    record 0
    begin prune "$job" "$storage"
  fi
  [[ $prunes != yes ]] || prune "$storage"
}
main "$@"
exit
