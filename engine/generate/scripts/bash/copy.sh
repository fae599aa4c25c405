main() {
  read_options "$@"
  no_more_options
  load_settings
  begin copy "$job" "$to"
  take_lock "$system_folder.copy.$(safe_name "$from").$(safe_name "$to")"
  need_storage "$from"
  need_storage "$to"
  hold_points "$from"
  copied=()
  copy_points "$from" "$to"
  copy_log "$from" "$to"
  # Nothing goes before something new has come.
  ((${#copied[@]} > 0)) || return 0
  record 0
  begin prune "$job" "$to"
  if [[ $moves == yes ]]; then
    # They are safe elsewhere now.
    run_stage='remove moved points'
    remove_points "$from" "${copied[@]}"
  fi
  prune "$to"
}
main "$@"
exit
