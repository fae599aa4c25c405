main() {
  read_options "$@"
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --back) turn_round ;;
      *) wrong_use 'usage: repoint.sh [--back] [--dry-run]' "unknown option: $1" ;;
    esac
    shift
  done
  begin_standby repoint
  run_stage='find the primary'
  is_primary "$to_host" || die "$to_host takes no writes yet: promote.sh ${back[*]} comes first"
  if [[ -n ${BACKUPPLAN_REPOINT-} ]]; then
    run_stage='repoint clients'
    say "repointing clients to $to_host: $BACKUPPLAN_REPOINT"
    dry_run || primary_host=$to_host primary_port=${pg_port:-5432} bash -c "$BACKUPPLAN_REPOINT" || die "the command ended with code $?: $BACKUPPLAN_REPOINT"
  else
    say "the settings of this host give no command (BACKUPPLAN_REPOINT): let the name, address or pooler that clients use lead to $to_host, port ${pg_port:-5432}"
  fi
  restart_dependents
  dry_run || say "repointed: what needs $system is told of $to_host. See that it reads and writes"
}

# Connections to the old server do not end by themselves.
restart_dependents() {
  local i service
  run_stage='restart what needs it'
  for i in "${!dependents[@]}"; do
    service=${dependent_services[i]}
    if [[ -z $service ]]; then
      say "restart ${dependents[i]}: the plan names no service of it"
    elif dry_run; then
      say "would restart $service of ${dependents[i]}, if it runs here"
    elif systemctl --no-ask-password is-active --quiet -- "$service" 2>/dev/null && systemctl --no-ask-password restart -- "$service" 2>/dev/null; then
      say "restarted $service of ${dependents[i]}"
    else
      say "not restarted from here: on the machine of ${dependents[i]}, as root, systemctl restart $service"
    fi
  done
}
main "$@"
exit
