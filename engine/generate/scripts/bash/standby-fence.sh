usage() {
  wrong_use "usage: fence.sh [--back] [--switched-off $system] [--dry-run]   on the machine of $to_host" \
    '       fence.sh [--back] --here                                        on the machine of the server that steps down' \
    '       fence.sh [--back] [--here] --lift                               takes the fence away again' "$@"
}

main() {
  read_options "$@"
  local on_it=no lift=no sure=''
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --back) turn_round ;;
      --here) on_it=yes ;;
      --lift) lift=yes ;;
      --switched-off)
        (($# >= 2)) || usage '--switched-off needs the name of the system'
        sure=$2
        shift
        ;;
      *) usage "unknown option: $1" ;;
    esac
    shift
  done
  begin_standby fence
  need_data
  case $on_it-$lift in
    no-no) fence_other "$sure" ;;
    yes-no) fence_this ;;
    *-yes) lift_it "$on_it" ;;
  esac
}

# On the machine of the standby: by the other machine itself, where it can be reached; else a person has to know.
fence_other() { # SWITCHED-OFF
  local how=stopped end=''
  need_server "$to_host"
  run_stage="reach the machine of $from_host"
  if reaches_other; then
    if dry_run; then
      say "would stop PostgreSQL at $from_host and keep it from starting"
      return
    fi
    end=$(over "$script_folder/fence.sh" --here "${back[@]}") || die "$from_host is not fenced: what its machine said stands above"
    run_stage='see that it does not answer'
    if is_alive "$from_host"; then die "PostgreSQL at $from_host still answers: is that another server than the one that was stopped?"; fi
  else
    if is_alive "$from_host"; then die "PostgreSQL at $from_host answers, and this machine has no way to stop it (BACKUPPLAN_OTHER). On its machine: $script_folder/fence.sh ${back[*]} --here"; fi
    need_silence
    say "$from_host does not answer, and its machine cannot be reached from here"
    if dry_run; then
      say 'would ask whether it is switched off'
      return
    fi
    understand "$1" --switched-off "Is $from_host switched off or cut off for good, so that it takes no write and cannot come back by itself?"
    how=switched-off
  fi
  printf '%s %s %s\n' "$(date +%s)" "$how" "$end" >"$note"
  sync "$note"
  say "fenced: $from_host is $how. Next: promote.sh ${back[*]}"
}

# On the machine of the server that steps down. The fence comes before the stop, so that nothing starts it in between.
fence_this() {
  local end=''
  if is_running && is_here "$to_host"; then die "the server in $data is the one at $to_host, which takes over: run this on the machine of $from_host"; fi
  if [[ -e $data/standby.signal ]]; then
    say "the server in $data is a standby: it takes no writes"
    return
  fi
  if dry_run; then
    say "would stop the server in $data and keep it from starting"
    return
  fi
  run_stage=fence
  fence_folder "$data"
  run_stage='stop the server'
  stop_here
  # Where its log ends is known only of a server that was shut down in order.
  [[ $(control "$data" 'Database cluster state') != 'shut down' ]] || end=$(control "$data" 'Latest checkpoint location')
  say "the server in $data is stopped and does not start any more, whoever tries"
  printf '%s\n' "$end"
}

lift_it() { # ON-IT
  if is_primary "$to_host"; then die "$to_host takes writes already: what was fenced can only come back as its standby, by rejoin.sh ${back[*]}"; fi
  if dry_run; then
    say "would let $from_host start again"
    return
  fi
  if [[ $1 == yes ]]; then
    lift_fence "$data"
    say "the server in $data may start again"
  else
    rm -f -- "$note"
    say "promote.sh ${back[*]} asks for a new fence now. On the machine of $from_host: $script_folder/fence.sh ${back[*]} --here --lift"
  fi
}
main "$@"
exit
