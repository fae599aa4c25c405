main() {
  read_options "$@"
  no_more_options
  load_settings
  begin prune "$job" "$storage"
  take_lock "$system_folder.prune.$(safe_name "$storage")"
  need_storage "$storage"
  # Only after a new point, and only when it is whole.
  newest=$(newest_point "$storage")
  mark=$state/$system_folder.pruned-after.$(safe_name "$storage")
  if [[ -n $newest && $newest != "$(cat -- "$mark" 2>/dev/null)" ]]; then
    open_point "$(point_path "$storage" "$newest")"
    run_stage="verify $newest"
    check_there "$storage" "$newest" || die "the newest point on $storage is not whole: nothing was pruned"
    prune "$storage"
    dry_run || printf '%s\n' "$newest" >"$mark"
  else
    say "no new point on $storage since the last pruning"
  fi
}
main "$@"
exit
