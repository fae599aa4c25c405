# A server that would start as a standby takes no writes. One that was the primary must ask whether another has become that meanwhile.
main() {
  read_options "$@"
  no_more_options
  begin_standby guard
  need_data
  if [[ -e $data/standby.signal ]]; then return; fi
  if is_fenced "$data"; then die "the server in $data is fenced: another takes its place"; fi
  local host own
  own=$(control "$data" 'Database system identifier')
  run_stage='ask the other server'
  for host in "$from_host" "$to_host"; do
    if is_primary "$host" && [[ $(ask "$host" 'select system_identifier from pg_control_system()') == "$own" ]]; then
      dry_run || fence_folder "$data"
      die "$host takes writes in its place: it is fenced now, and rejoin.sh makes it a standby"
    fi
  done
}
main "$@"
exit
