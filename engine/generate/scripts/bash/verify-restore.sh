main() {
  read_options "$@"
  no_more_options
  load_settings
  begin verify-restore "$job" ''
  take_lock "$system_folder.verify-restore"
  local turns newest='' captured available point target=immediate
  # The storages take turns, so that each is proved.
  turns=$(cat -- "$state/$system_folder.verify-restore.turns" 2>/dev/null || echo 0)
  run_storage=${point_storages[turns % ${#point_storages[@]}]}
  need_storage "$run_storage"
  hold_points "$run_storage"
  while read -r captured available point; do
    yet_to_come "$captured" || { run_captured=$captured newest=$point; }
  done < <(list_points "$run_storage")
  [[ -n $newest ]] || die "there is no point on $run_storage"
  point=$(point_path "$run_storage" "$newest")
  run_point=$newest run_bytes=$(manifest_field "$point" bytes)
  if log_applies "$point"; then target=latest; fi
  if dry_run; then
    say "would restore $newest from $run_storage into a scratch place and look at it"
    return
  fi
  workplace=${BACKUPPLAN_SCRATCH:-$state}/.scratch-$system_folder
  can_restore "$workplace"
  open_point "$point"
  if [[ -d $workplace ]]; then
    stop_server "$workplace" immediate
    remove_tree "$workplace"
  fi
  bring_here "$run_storage" "$newest"
  point=$brought
  run_stage='check point'
  check_chain "$point" || die "$newest on $run_storage is not whole"
  new_folder "$workplace"
  restore_point "$point" "$workplace" "$target"
  check_restored "$point" "$workplace"
  meets_expectation "$workplace" || die "what was restored does not meet the plan's expectation"
  stop_server "$workplace" fast
  running_server=''
  printf '%s\n' $((turns + 1)) >"$state/$system_folder.verify-restore.turns"
  say "$newest from $run_storage was restored and checked in $(($(date +%s) - run_started)) seconds"
}
main "$@"
exit
