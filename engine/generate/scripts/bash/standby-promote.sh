usage() {
  wrong_use "usage: promote.sh [--back] [--i-understand $system] [--nothing-lost] [--dry-run]   on the machine of $to_host" \
    '--nothing-lost stops where anything that the other server wrote has not come' "$@"
}

main() {
  read_options "$@"
  local understood='' lossless=no
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --back) turn_round ;;
      --nothing-lost) lossless=yes ;;
      --i-understand)
        (($# >= 2)) || usage '--i-understand needs the name of the system'
        understood=$2
        shift
        ;;
      *) usage "unknown option: $1" ;;
    esac
    shift
  done
  begin_standby promote
  need_data
  need_server "$to_host"
  run_server="PostgreSQL $(here 'show server_version')"
  if is_standby; then
    need_fence
    tell_lag "$lossless"
    if dry_run; then
      say "would promote $to_host"
      return
    fi
    understand "$understood" --i-understand "$to_host takes over from $from_host, which cannot come back but as its standby."
    # The clock of the measured time starts when the person has decided.
    run_started=$(date +%s)
    replay_all
    run_stage=promote
    pg_ctl -D "$data" -s -w -t "${BACKUPPLAN_TIMEOUT:-86400}" promote || die "the server in $data was not promoted: see its log"
  else
    say "$to_host takes writes already: nothing to promote"
    ! dry_run || return 0
  fi
  check_writes
  run_stage=checkpoint
  # What rejoins compares itself with the newest checkpoint, which may still be one from before.
  here checkpoint
  rm -f -- "$note"
  say "promoted: $to_host takes writes, $(($(date +%s) - run_started)) seconds after the decision. Next: repoint.sh ${back[*]}"
  see_archive
}

# What has not come is lost, and how much that is can be told exactly only where the other server was shut down in order.
tell_lag() { # LOSSLESS
  local received newest behind
  received=$(here 'select coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())')
  newest=$(here 'select floor(extract(epoch from pg_last_xact_replay_timestamp()))')
  run_captured=$newest
  if [[ -n $newest ]]; then say "the newest transaction here is of $(wall_clock "$newest"), $(($(date +%s) - newest)) seconds ago"; fi
  if [[ -n $fence_end ]]; then
    behind=$(($(lsn_number "$fence_end") - $(lsn_number "$received")))
    if ((behind < 0)); then
      say "$from_host was shut down in order, and all that it wrote is here: nothing is lost"
      return
    fi
    say "$from_host wrote at least $((behind + 1)) bytes of log that never came here: they are lost"
  else
    say "what $from_host committed after that is lost; the plan reckons with at most $lag_seconds seconds"
  fi
  [[ $1 == no ]] || die "nothing was promoted: start $from_host again (fence.sh --lift), let the standby catch up, and try again"
}

# replay_all: all that was received. Promotion would replay it too, but then nobody sees it stand still, and who has paused it may have
# done so before a mistake. A server that dies leaves the beginning of a record, which never can be replayed: replay then waits for more.
replay_all() {
  local left before='' since seconds
  run_stage='replay what was received'
  since=$(date +%s)
  while left=$(here 'select greatest(0, pg_last_wal_receive_lsn() - pg_last_wal_replay_lsn())') && [[ -n $left && $left != 0 ]]; do
    [[ $(here 'select pg_is_wal_replay_paused()') == f ]] || die "replay is paused, $left bytes before its end: select pg_wal_replay_resume() lets it go on. Nothing was promoted"
    if [[ $left != "$before" ]]; then since=$(date +%s) before=$left; fi
    seconds=$(($(date +%s) - since))
    if ((seconds >= 3)) && [[ $(here "select wait_event from pg_stat_activity where backend_type = 'startup'") == @(RecoveryWal*|RecoveryRetrieve*) ]]; then
      say "the last $left bytes are the beginning of a record whose rest never came"
      return
    fi
    if ((seconds >= 60)); then
      say "replay has stood still for a minute, $left bytes before its end: what of them can be replayed is, by the promotion"
      return
    fi
    sleep 0.2
  done
}

check_writes() {
  local -a limit=(timeout 30)
  run_stage='check that it takes writes'
  here 'create schema backupplan_write; drop schema backupplan_write' ||
    die "a write to $to_host fails or does not come back. Where it waits for a synchronous standby that is gone: alter system set synchronous_standby_names = '', select pg_reload_conf(), and run this again"
}

# The log goes on in a new timeline, archived from here.
see_archive() {
  local segment turn
  [[ -n $restore_wal ]] || return 0
  run_stage='see that the log is archived'
  if [[ $(here 'show archive_mode') != off ]]; then
    segment=$(here 'select pg_walfile_name(pg_switch_wal())')
    for ((turn = 0; turn < 150; turn++)); do
      if [[ $(here "select last_archived_wal >= '$segment' from pg_stat_archiver") == t ]]; then
        say "the log is archived from here on, as far as $segment. Take a full backup now: it is on a new timeline"
        return
      fi
      sleep 0.2
    done
  fi
  warn "the log is not archived from $to_host: until it is, no restore reaches an instant from now on. Put the plan's archive settings in place there, and see that its storages are there"
}
main "$@"
exit
