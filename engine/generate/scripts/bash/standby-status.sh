main() {
  read_options "$@"
  no_more_options
  begin_standby status
  local primary='' standby='' host
  run_stage='ask both servers'
  for host in "$from_host" "$to_host"; do
    case $(ask "$host" 'select pg_is_in_recovery()' 2>/dev/null || true) in
      f)
        [[ -z $primary ]] || die "TWO PRIMARIES: $primary and $host both take writes. Stop one of them now, the one that clients do not use: fence.sh --here there"
        primary=$host
        ;;
      t) standby=$host ;;
      *) say "$host does not answer" ;;
    esac
  done
  [[ -n $primary ]] || die "no server takes writes"
  run_server="PostgreSQL $(ask "$primary" 'show server_version')"
  say "$primary takes writes"
  [[ -n $standby ]] || die "$primary has no standby: nothing would take its place"
  measure "$primary" "$standby"
  tell_slots "$primary" "$standby"
  [[ $(ask "$standby" "select count(*) from pg_stat_wal_receiver where coalesce(status, 'streaming') = 'streaming'") == 1 ]] ||
    die "$standby receives nothing from $primary: it falls behind"
  ((behind_seconds <= lag_seconds)) || die "$standby is $behind_seconds seconds behind ($behind_bytes bytes of log); the plan reckons with at most $lag_seconds"
  say "$standby follows, $behind_seconds seconds behind ($behind_bytes bytes of log); the plan reckons with at most $lag_seconds"
}

# measure PRIMARY STANDBY: how long the standby takes to replay what the primary has written now. Where that takes longer than a moment,
# the age of the newest transaction that it has: an idle primary commits nothing, so that alone would be no measure.
measure() {
  local now began
  run_stage='measure the lag'
  now=$(ask "$1" 'select pg_current_wal_lsn()')
  began=$(date +%s)
  while behind_bytes=$(ask "$2" "select greatest(0, '$now' - coalesce(pg_last_wal_replay_lsn(), '0/0'))") && [[ $behind_bytes != 0 ]]; do
    if (($(date +%s) - began >= 3)); then
      behind_seconds=$(ask "$2" 'select coalesce(ceil(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())), 999999)::int')
      run_captured=$((began - behind_seconds))
      return
    fi
    sleep 0.2
  done
  behind_seconds=$(($(date +%s) - began)) run_captured=$began
}

# tell_slots PRIMARY STANDBY: a slot makes the primary keep what the standby has not got; one that nobody reads fills its disk.
tell_slots() {
  local name active state kept
  run_stage='look at the slots'
  [[ -n $(ask "$2" "select slot_name from pg_stat_wal_receiver where slot_name <> ''") ]] ||
    say "$2 uses no slot (or $pg_user may not see it): $1 may remove log that it still needs"
  while IFS='|' read -r name active state kept; do
    [[ -n $name ]] || continue
    say "slot $name of $1: $([[ $active == t ]] && echo 'in use' || echo 'NOT IN USE'), $state, keeps $kept bytes of log"
  done < <(ask "$1" "select slot_name, active, wal_status, pg_current_wal_lsn() - coalesce(restart_lsn, pg_current_wal_lsn()) from pg_replication_slots where slot_type = 'physical'")
}
main "$@"
exit
