usage() { wrong_use "usage: fail-back.sh [--i-understand $system] [--dry-run]   on the machine of $to_host, where it runs in ordinary times" "$@"; }

main() {
  read_options "$@"
  local understood='' i
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --i-understand)
        (($# >= 2)) || usage '--i-understand needs the name of the system'
        understood=$2
        shift
        ;;
      *) usage "unknown option: $1" ;;
    esac
    shift
  done
  turn_round
  begin_standby fail-back
  need_data
  need_server "$to_host"
  reaches_other || die "the machine of $from_host cannot be reached: BACKUPPLAN_OTHER in the settings of this host says how"
  # Run again it goes on from where it was stopped.
  if is_standby; then
    if [[ ! -f $note ]]; then need_caught_up; fi
    if dry_run; then
      say "would stop $from_host, promote $to_host, and make $from_host its standby"
      return
    fi
    understand "$understood" --i-understand "Users are out: $from_host is stopped for it, and $to_host takes over."
    run_started=$(date +%s)
    step "$script_folder/fence.sh" --back
    step "$script_folder/promote.sh" --back --nothing-lost --i-understand "$system"
  elif dry_run; then
    say "would make $from_host a standby of $to_host"
    return
  fi
  step "$script_folder/repoint.sh" --back
  step over "$script_folder/rejoin.sh" --back --i-understand "$system"
  say "back at $to_host, $(($(date +%s) - run_started)) seconds after the decision; $from_host is its standby again"
}
step() {
  run_stage=$*
  "$@" || die "stopped in the step above: mend it, and run fail-back.sh again"
}

# What would have to be waited for is waited for while users still work.
need_caught_up() {
  local left
  run_stage='see that it has caught up'
  is_primary "$from_host" || die "$from_host takes no writes: a planned way back needs both servers"
  left=$(ask "$to_host" "select greatest(0, '$(ask "$from_host" 'select pg_current_wal_lsn()')' - coalesce(pg_last_wal_replay_lsn(), '0/0'))")
  ((left < 16777216)) || die "$to_host is $left bytes of log behind $from_host: let it catch up first (status.sh)"
}
main "$@"
exit
