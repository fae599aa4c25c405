#!/usr/bin/env bash
# A PostgreSQL server and the standby that takes its place. Read after lib.sh and lib-postgresql.sh.
# shellcheck source=lib-postgresql.sh disable=SC2154

# What a script of a standby sets after it has read this file. `from` is the server that steps down and `to` the one that takes over: the
# plan's own and its standby, and with --back the other way round.
from_site='' from_host='' to_site='' to_host='' back=()
# Seconds that the standby may be behind, and the script that fetches the log from the plan's storages, where there is one.
lag_seconds=0 restore_wal=''
# Services of the systems that need this one, a system to each.
dependents=() dependent_services=()
declare -gA server_host=()

# begin_standby KIND: the settings of this host are read, and both servers can be asked.
begin_standby() {
  load_settings
  begin "$1" "$job-$1" ''
  take_lock "$system_folder.${run_job##*/}"
  from_host=${server_host[$from_site]:-$from_host} to_host=${server_host[$to_site]:-$to_host}
  note=$state/$system_folder.$(safe_name "$to_site").fenced
  reach_as_planned
}
turn_round() {
  local site=$from_site host=$from_host
  from_site=$to_site from_host=$to_host to_site=$site to_host=$host
  back=(--back)
}

# understand GIVEN OPTION QUESTION: the system's name, as an option or typed.
understand() {
  local answer=$1
  if [[ -z $answer && -t 0 ]]; then
    printf '%s\n' "$3" >&2
    read -r -p "Type the system's name to say so: " answer
  fi
  [[ $answer == "$system" ]] || wrong_use "$3" "nobody is there to ask, or it was not said: add $2 $system"
}

# ── The server of this machine ────────────────────────────────────────────────────────────────────────────────────────────────
# find_data: its data directory; it need not run.
find_data() {
  data=${BACKUPPLAN_DATA_DIRECTORY-}
  data=${data%/}
  [[ $data == /*/* ]] || die "BACKUPPLAN_DATA_DIRECTORY in the settings of this host has to name the server's data directory (env.example)"
}
need_data() {
  find_data
  [[ -f $data/PG_VERSION ]] || die "there is no data directory $data"
  use_postgres "$(<"$data/PG_VERSION")"
}
is_running() { pg_ctl -D "$data" status >/dev/null 2>&1; }
# here SQL: it is asked through the socket that its data directory names, so no other server can be meant.
here() {
  local -a said
  mapfile -t said <"$data/postmaster.pid"
  PGHOST=${said[4]:-localhost} PGPORT=${said[3]} PGUSER=${BACKUPPLAN_SUPERUSER:-$pg_user} query "$1"
}
is_standby() { [[ $(here 'select pg_is_in_recovery()') == t ]]; }
# need_server HOST: dies where the server of this machine is not the one that the plan means.
need_server() {
  is_running || die "no server runs in $data: start it first"
  here 'select 1' >/dev/null || die "the server in $data answers no question (a standby needs hot_standby = on)"
  is_here "$1" || die "the server in $data is not the one at $1: run this on the machine of $1"
}
is_here() {
  local mine started='select extract(epoch from pg_postmaster_start_time())'
  mine=$(here "$started") && [[ -n $mine && $mine == "$(ask "$1" "$started" 2>/dev/null)" ]]
}

stop_here() {
  stop_services
  # One that dies instead has stopped too.
  if is_running; then pg_ctl -D "$data" -s -m fast -w -t "${BACKUPPLAN_TIMEOUT:-86400}" stop || ! is_running || die "the server in $data does not stop"; fi
}
start_here() {
  run_stage='start the server'
  if [[ -n ${BACKUPPLAN_START-} ]]; then
    (without_locks bash -c "$BACKUPPLAN_START") || die "the command ended with code $?: $BACKUPPLAN_START"
  elif ((${#services[@]} > 0)); then
    start_services
  else
    (without_locks pg_ctl -D "$data" -l "$data/server.log" -s -w start >/dev/null) || die "the server did not start: see the end of $data/server.log"
  fi
}

# ── Both servers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
ask() { PGHOST=$1 query "$2"; } # HOST SQL
ask_as_superuser() { PGUSER=${BACKUPPLAN_SUPERUSER:-$pg_user} ask "$1" "$2"; }
# Whether anything of PostgreSQL answers at HOST, be it to say no.
is_alive() {
  local code=0
  PGHOST=$1 pg_isready -q -t 5 || code=$?
  ((code <= 1))
}
is_primary() { [[ $(ask "$1" 'select pg_is_in_recovery()' 2>/dev/null) == f ]]; } # HOST

slot_of() { cut -c 1-63 <<<"standby_$(tr '[:upper:]-' '[:lower:]_' <<<"$1")"; } # SITE: the name of the slot that keeps log for it

# over COMMAND…: on the machine of the other server, as the user that this runs as.
over() {
  local -a there
  read -r -a there <<<"${BACKUPPLAN_OTHER-}"
  "${there[@]}" "$(printf '%q ' "$@")" </dev/null
}
reaches_other() {
  local -a there
  read -r -a there <<<"${BACKUPPLAN_OTHER-}"
  ((${#there[@]} > 0)) && timeout 30 "${there[@]}" true </dev/null 2>/dev/null
}

own_metrics() {
  [[ -z ${behind_bytes-} ]] || printf 'standby_lag_bytes{%s} %s\nstandby_lag_seconds{%s} %s\n' "$1" "$behind_bytes" "$1" "${behind_seconds:-0}"
}

# ── The fence ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# PostgreSQL does not start with a setting that it does not know, whoever starts it, and says this one in its log.
fence_folder() { # DATA-DIRECTORY
  [[ -f $1/postgresql.auto.conf ]] || : >"$1/postgresql.auto.conf"
  ! is_fenced "$1" || return 0
  cp -p -- "$1/postgresql.auto.conf" "$1/postgresql.auto.conf.fence"
  printf "fenced_by_backupplan = 'another server takes its place; rejoin.sh makes it a standby, fence.sh --lift lets it start as it was'\n" >>"$1/postgresql.auto.conf.fence"
  sync "$1/postgresql.auto.conf.fence"
  mv -f -T -- "$1/postgresql.auto.conf.fence" "$1/postgresql.auto.conf"
  sync "$1"
}
is_fenced() { grep -qs '^fenced_by_backupplan ' "$1/postgresql.auto.conf"; }                        # DATA-DIRECTORY
lift_fence() { sed -i '/^fenced_by_backupplan /d' "$1/postgresql.auto.conf" && sync "$1/postgresql.auto.conf"; } # DATA-DIRECTORY

# need_fence: the server that steps down was stopped or switched off less than a day ago, and nothing speaks for its being there.
need_fence() {
  local when=0
  run_stage='see that the old server is fenced'
  fence_how='' fence_end=''
  [[ ! -f $note ]] || read -r when fence_how fence_end <"$note"
  (($(date +%s) - when < 86400)) || die "$from_host has not been fenced today: run fence.sh ${back[*]} first. Two servers that take writes cannot be joined afterwards"
  need_silence
}
# need_silence: nothing is heard of the server that steps down.
need_silence() {
  local seconds
  if is_alive "$from_host"; then die "PostgreSQL at $from_host answers: it is not fenced. Nothing was promoted"; fi
  seconds=$(here "select extract(epoch from clock_timestamp() - last_msg_receipt_time)::int from pg_stat_wal_receiver where status = 'streaming'")
  [[ -z $seconds ]] || ((seconds >= 60)) || die "the standby has heard from $from_host $seconds seconds ago: it is alive, though it does not answer here. Nothing was promoted"
}
