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
  need_space "$storage" "$word"
  local base=''
  if [[ $word != full ]]; then
    base=$(base_of "$storage" "$word")
    [[ -n $base ]] || die "there is no full on $storage that the $word could rest on: run the full first"
  fi
  if dry_run; then
    say "would write a new point ($word) to $(points_path "$storage")"
  else
    start_point "$storage" "$word"
    [[ -z $base ]] || bring_base "$storage" "$base"
    write_point "$word" "$base"
    finish_point "$storage"
    record 0
    begin prune "$job" "$storage"
  fi
  [[ $prunes != yes ]] || prune "$storage"
}
main "$@"
exit
