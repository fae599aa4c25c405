main() {
  read_options "$@"
  no_more_options
  load_settings
  begin verify-restore "$job" ''
  take_lock "$system_folder.verify-restore"
  local turns scratch newest captured available left target=immediate
  # The storages take turns, so that each is proved.
  turns=$(cat -- "$state/$system_folder.verify-restore.turns" 2>/dev/null || echo 0)
  run_storage=${point_storages[turns % ${#point_storages[@]}]}
  need_storage "$run_storage"
  hold_points "$run_storage"
  read -r captured available newest < <(list_points "$run_storage" | tail -n 1) || die "there is no point on $run_storage"
  run_point=$newest run_captured=$captured run_bytes=$(manifest_field "$(points_path "$run_storage")/$newest" bytes)
  ((${#log_storages[@]} == 0)) || target=latest
  if dry_run; then
    say "would restore $newest from $run_storage into a scratch server and query it"
    return
  fi
  scratch=${BACKUPPLAN_SCRATCH:-$state}
  can_run_server "$scratch/.scratch-$system_folder"
  use_postgres "$(manifest_field "$(points_path "$run_storage")/$newest" major)"
  workplace=$scratch/.scratch-$system_folder
  if [[ -d $workplace ]]; then
    stop_server "$workplace" immediate
    remove_tree "$workplace"
  fi
  run_stage='check point'
  check_point "$(points_path "$run_storage")/$newest" || die "$newest on $run_storage is not whole"
  restore_point "$(points_path "$run_storage")/$newest" "$workplace" "$target"
  check_restored "$(points_path "$run_storage")/$newest" "$workplace"
  meets_expectation "$workplace" || die "the restored server does not meet the plan's expectation"
  stop_server "$workplace" fast
  running_server=''
  printf '%s\n' $((turns + 1)) >"$state/$system_folder.verify-restore.turns"
  say "$newest from $run_storage was restored and checked in $(($(date +%s) - run_started)) seconds"
}
main "$@"
exit
