usage() {
  wrong_use "usage: rejoin.sh [--back] [--i-understand $system] [--anew] [--dry-run]   on the machine of $from_host" \
    '--anew keeps the old data directory beside, and takes a new base backup' "$@"
}

main() {
  read_options "$@"
  local understood='' anew=no
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --back) turn_round ;;
      --anew) anew=yes ;;
      --i-understand)
        (($# >= 2)) || usage '--i-understand needs the name of the system'
        understood=$2
        shift
        ;;
      *) usage "unknown option: $1" ;;
    esac
    shift
  done
  begin_standby rejoin
  find_data
  # What is worked on lies beside the data directory, where nothing starts it: whenever this is killed, no server runs on half of it.
  aside=$data.rejoining fresh=${data%/*}/.partial-rejoin-${data##*/} own=${data%/*}/.scratch-rejoin-${data##*/}
  slot=$(slot_of "$from_site")
  look
  if [[ $left == nothing ]]; then
    see_streaming
    return
  fi
  if [[ $left == all ]]; then tell_difference "$data"; else say "this goes on from where it was stopped"; fi
  if dry_run; then
    say "would make the server in $data a standby of $to_host"
    return
  fi
  understand "$understood" --i-understand "The server in $data becomes a standby of $to_host, and forgets what is not there."
  # The clock of the measured time starts when the person has decided.
  run_started=$(date +%s)
  if [[ $left == all ]]; then
    run_stage='set the old data directory aside'
    mv -T -- "$data" "$aside"
    sync "${data%/*}"
  fi
  if [[ -d $aside ]]; then save_own; fi
  keep_slot
  if [[ $anew == yes || -e $own.rewinding ]] || ! can_rewind; then copy_base; else rewind; fi
  start_here
  see_streaming
}

# look: how much is left to do, into $left. The server has to be down, and the other one of the same cluster and taking writes.
look() {
  local folder=$data
  run_stage='look at both servers'
  is_primary "$to_host" || die "$to_host takes no writes: there is nothing to be a standby of"
  left=all
  if [[ ! -e $data ]]; then folder=$aside left=rest; fi
  if [[ ! -f $folder/PG_VERSION ]]; then
    [[ ! -e $folder && ! -e $data ]] || die "$folder is no data directory of PostgreSQL"
    use_postgres "$(($(ask "$to_host" 'show server_version_num') / 10000))"
    anew=yes
    return
  fi
  [[ ! -e $data || ! -e $aside ]] || die "there are both $data and $aside: which of them is the server? Move the other one away"
  use_postgres "$(<"$folder/PG_VERSION")"
  [[ $(control "$folder" 'Database system identifier') == "$(ask "$to_host" 'select system_identifier from pg_control_system()')" ]] ||
    die "$to_host is another database cluster than $folder"
  if ! is_running; then
    if [[ -e $data/standby.signal ]] && ! is_fenced "$data"; then
      left=nothing
      dry_run || start_here
    fi
    return
  fi
  if is_here "$to_host"; then die "the server in $data is the one at $to_host itself: run this on the machine of $from_host"; fi
  is_standby || die "the server in $data takes writes beside $to_host: see what they are, then stop it with fence.sh ${back[*]} --here"
  left=nothing
}

# tell_difference FOLDER: what was committed here and is not there, before it goes.
tell_difference() {
  local history timeline switch times
  run_stage='look for what is not there'
  timeline=$(printf '%08X' "$(control "$1" "Latest checkpoint's TimeLineID")")
  history=$(ask_as_superuser "$to_host" "select pg_read_file('pg_wal/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '.history', 0, 1000000, true)")
  switch=$(awk -v timeline="$((16#$timeline))" '$1 == timeline { print $2 }' <<<"$history")
  [[ -n $switch ]] || return 0
  times=$({ TZ=UTC pg_waldump -p "$1/pg_wal" -t "$((16#$timeline))" -s "$switch" -r Transaction 2>/dev/null || true; } |
    sed -n 's/^.* desc: COMMIT\(_PREPARED\)\{0,1\} \([0-9]\{4\}-[0-9-]*\) \([0-9:]*\).* UTC.*$/\2 \3/p')
  if [[ -z $times ]]; then
    say "nothing was committed here that is not at $to_host"
  else
    say "$(wc -l <<<"$times") transactions were committed here that are not at $to_host, from $(head -n 1 <<<"$times") to $(tail -n 1 <<<"$times") UTC. They go; to look into them later, add --anew"
  fi
}

# keep_slot: the other server keeps its log for us from now on.
keep_slot() {
  run_stage='make the slot'
  ask_as_superuser "$to_host" "select pg_create_physical_replication_slot('$slot', true) where not exists (select from pg_replication_slots where slot_name = '$slot')" >/dev/null
}

# can_rewind: whether the old data directory can be made to follow the other server; sets rewinding, the command.
can_rewind() {
  local said source
  run_stage='end the log of the old server'
  lift_fence "$aside" || return 1
  [[ $(control "$aside" 'Database cluster state') == 'shut down'* ]] || recover_alone || return 1
  run_stage=rewind
  source="host=$(quoted "$to_host")${pg_port:+ port=$pg_port} user=$(quoted "${BACKUPPLAN_SUPERUSER:-${pg_user:-$(id -un)}}") $(conninfo "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}")"
  rewinding=(pg_rewind -D "$aside" --source-server "$source" --no-ensure-shutdown)
  # Log that has gone from the old directory may lie on a storage of the plan.
  if [[ -n $restore_wal ]]; then
    fetch_log_from_storages >>"$aside/postgresql.auto.conf" || return 1
    [[ -e $aside/postgresql.conf ]] || : >"$aside/postgresql.conf"
    rewinding+=(--restore-target-wal)
  fi
  # It looks at checkpoints, and the newest may still be one from before the other server took over.
  ask_as_superuser "$to_host" checkpoint || return 1
  said=$(limited "${rewinding[@]}" --dry-run 2>&1) || {
    say "it cannot be rewound: $(tail -n 1 <<<"$said")"
    return 1
  }
}
rewind() {
  say "rewinding $aside"
  # Half rewound it is of no use: from here on it is this, or a new base backup.
  : >"$own.rewinding"
  sync "$own.rewinding"
  limited "${rewinding[@]}" || die 'it was not rewound: run this again, and a new base backup is taken'
  make_standby "$aside"
  publish_data "$aside"
}

# recover_alone: what a crash has left in the log is put into the files, with no other process and no connection.
recover_alone() {
  local settings
  settings=$state/.recover-$system_folder.conf
  {
    recovery_limits "$aside"
    printf 'wal_level = %s\nwal_log_hints = %s\ntrack_commit_timestamp = %s\n' "$(control "$aside" 'wal_level setting')" \
      "$(control "$aside" 'wal_log_hints setting')" "$(control "$aside" 'track_commit_timestamp setting')"
  } >"$settings"
  limited postgres --single -D "$aside" -c config_file="$settings" template1 </dev/null >/dev/null || {
    say "the old server's log cannot be brought to its end"
    return 1
  }
}

# copy_base: a new one, whatever has become of the old.
copy_base() {
  local stamp
  [[ $(ask "$to_host" "select count(*) from pg_tablespace where spcname not in ('pg_default', 'pg_global')") == 0 ]] ||
    die "$to_host has tablespaces of its own: take the base backup by hand, with --tablespace-mapping"
  run_stage='base backup'
  [[ ! -e $fresh ]] || remove_tree "$fresh"
  say "taking a new base backup of $to_host"
  limited pg_basebackup -w -d "$(primary_conninfo)" -D "$fresh" -F plain -X stream -c fast
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  make_standby "$fresh"
  if [[ -e $aside ]]; then
    fence_folder "$aside"
    mv -T -- "$aside" "$data.before-$stamp"
    say "the old data directory is $data.before-$stamp: remove it when nobody needs it any more"
  fi
  publish_data "$fresh"
}

# save_own: files that are this machine's own (settings, certificates). Rewinding and copying bring those of the other.
save_own() {
  [[ ! -e $own ]] || return 0
  [[ ! -e $own.partial ]] || remove_tree "$own.partial"
  mkdir -- "$own.partial"
  find "$aside" -mindepth 1 -maxdepth 1 ! -name base ! -name global ! -name log ! -name 'postmaster.*' ! -name PG_VERSION ! -name '*.signal' \
    ! -name 'backup_*' ! -name 'tablespace_map*' ! -name current_logfiles ! -name '*.log' \( ! -name 'pg_*' -o -name 'pg_*.conf' \) \
    -exec cp -a -t "$own.partial" -- {} +
  sync -f "$own.partial"
  mv -T -- "$own.partial" "$own"
}

# make_standby FOLDER: this machine's own files, and whom it follows.
make_standby() {
  run_stage='make it a standby'
  if [[ -d $own ]]; then cp -a -- "$own/." "$1/"; fi
  touch "$1/postgresql.auto.conf"
  sed -i -E '/^(primary_conninfo|primary_slot_name|restore_command|fenced_by_backupplan) *=/d' "$1/postgresql.auto.conf"
  {
    printf 'primary_conninfo = %s\nprimary_slot_name = %s\n' "$(conf_string "$(primary_conninfo)")" "$(conf_string "$slot")"
    [[ -z $restore_wal ]] || fetch_log_from_storages
  } >>"$1/postgresql.auto.conf"
  : >"$1/standby.signal"
  chmod 700 "$1"
  sync -f "$1"
}
# The password is in the file, if there is one.
primary_conninfo() {
  printf 'host=%s%s user=%s%s application_name=%s %s' "$(quoted "$to_host")" "${pg_port:+ port=$pg_port}" "$(quoted "${pg_user:-$(id -un)}")" \
    "${pg_passfile:+ passfile=$(quoted "$pg_passfile")}" "$slot" "${BACKUPPLAN_REPLICATION-}"
}
quoted() { # a value of a connection string
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}
# A storage that gives no answer ends a restore; a standby goes on and asks the other server.
fetch_log_from_storages() {
  local command=${script_folder//\'/\'\\\'\'}
  printf 'restore_command = %s\n' "$(conf_string "'${command//%/%%}/$restore_wal' %f %p || exit 1")"
}

publish_data() { # FOLDER
  mv -T -- "$1" "$data"
  sync "${data%/*}"
}

see_streaming() {
  local turn
  run_stage='see that it follows'
  for ((turn = 0; turn < 300; turn++)); do
    if [[ $(here "select count(*) from pg_stat_wal_receiver where coalesce(status, 'streaming') = 'streaming'" 2>/dev/null) == 1 ]]; then
      rm -f -- "$own.rewinding"
      [[ ! -e $own ]] || remove_tree "$own"
      # As a primary it kept log for the other one.
      here "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '$(slot_of "$to_site")' and not active" >/dev/null
      say "rejoined: the server in $data is a standby of $to_host, $(($(date +%s) - run_started)) seconds after the decision"
      return
    fi
    sleep 0.2
  done
  die "the server in $data does not follow $to_host: start it if it is down, and see its log; then run this again"
}
main "$@"
exit
