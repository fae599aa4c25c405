usage() {
  wrong_use "usage: restore.sh [--to \"2027-03-01 14:05\"] [--from STORAGE] [--point NAME] [--into FOLDER] [--yes] [--dry-run]" \
    "       restore.sh --list" \
    "       restore.sh --in-place --i-understand $system [--data-directory FOLDER] …" \
    "Times are read in $plan_zone unless they name a zone. Without --to: the newest state there is." "$@"
}

main() {
  read_options "$@"
  local list=no to='' from='' point='' into='' in_place=no understood='' data_directory='' yes=no
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --list | --yes | --in-place)
        case $1 in --list) list=yes ;; --yes) yes=yes ;; --in-place) in_place=yes ;; esac
        shift
        ;;
      --to | --from | --point | --into | --i-understand | --data-directory)
        (($# >= 2)) || usage "$1 needs a value"
        case $1 in
          --to) to=$2 ;; --from) from=$2 ;; --point) point=$2 ;; --into) into=$2 ;; --i-understand) understood=$2 ;; --data-directory) data_directory=$2 ;;
        esac
        shift 2
        ;;
      *) usage "unknown option: $1" ;;
    esac
  done
  [[ -z $to || -z $point ]] || usage '--to and --point exclude each other'
  load_settings
  if [[ $list == yes ]]; then
    list_all
    return
  fi
  local instant='' target=latest
  if [[ -n $to ]]; then read_instant "$to"; fi
  begin restore "$job" ''
  take_lock "$system_folder.restore"
  choose_point "$from" "$point" "$instant"
  hold_points "$run_storage"
  local folder method
  folder=$(points_path "$run_storage")/$run_point
  method=$(manifest_field "$folder" method)
  if [[ $method == dump || ${#log_storages[@]} == 0 || -n $point ]]; then target=immediate; fi
  if [[ -n $instant && $target != immediate ]]; then target=$(date -u -d "@$instant" '+%Y-%m-%d %H:%M:%S.%6N+00'); fi
  run_target=${instant%.*}

  # What will happen, before anything does.
  say "restore $system from $run_storage, point $run_point ($method, $run_bytes bytes)"
  say "  the point holds the state of $(wall_clock "$run_captured")"
  case $target in
    immediate) [[ -z $instant ]] || say "  that is $((${instant%.*} - run_captured)) seconds before the instant asked for" ;;
    latest) say "  and the log is replayed to its end" ;;
    *) say "  and the log is replayed up to $(wall_clock "${instant%.*}"), $target" ;;
  esac
  [[ -z $estimate_seconds ]] || say "  the plan reckons with $((estimate_seconds / 60 + 1)) minutes"
  if [[ $in_place == yes ]]; then
    [[ $method == dump || -n $data_directory ]] || usage '--in-place of a base backup needs --data-directory, the folder of the server that is replaced'
    say "  IN PLACE: ${data_directory:-the databases on ${pg_host:-this host}} will be replaced; what is there now is kept under another name"
  else
    into=${into:-${BACKUPPLAN_RESTORE:-$state/restored}/$system_folder-$(date -u +%Y%m%dT%H%M%SZ)}
    [[ $into == /* ]] || usage '--into needs an absolute path'
    say "  into a new server in $into; nothing that runs now is touched"
  fi
  if dry_run; then
    say "dry run: nothing done"
    return
  fi
  confirm "$in_place" "$understood" "$yes"
  # The clock of the measured time starts when the person has decided.
  run_started=$(date +%s)
  use_postgres "$(manifest_field "$folder" major)"
  run_stage='check point'
  check_point "$folder" || die "$run_point on $run_storage is not whole: choose another with --point or --from (see --list)"
  if [[ $in_place == yes ]]; then
    case $method in
      dump) replace_dump "$folder" ;;
      base) replace_base "$folder" "$target" "$data_directory" ;;
    esac
  else
    can_run_server "$into"
    restore_point "$folder" "$into" "$target"
    check_restored "$folder" "$into"
    meets_expectation "$into" || say "look before you go on: nothing else is wrong"
    running_server=''
    say "done in $(($(date +%s) - run_started)) seconds. Connect with: psql -h $into -p 5432 -U $(json_string "$superuser")"
  fi
}

# --to in the plan's zone, or in the zone that it names. A time that clocks show twice, or never, is no answer.
read_instant() {
  local shift
  instant=$(TZ=$plan_zone date -d "$1" +%s.%N) || usage "not an instant in $plan_zone: $1"
  # With a zone of its own the text means the same everywhere.
  if [[ $(TZ=UTC-14 date -d "$1" +%s) != $(TZ=UTC+12 date -d "$1" +%s) ]]; then
    for shift in -3600 -1800 1800 3600; do
      if [[ $(TZ=$plan_zone date -d "@$((${instant%.*} + shift))" '+%F %T') == "$(TZ=$plan_zone date -d "@$instant" '+%F %T')" ]]; then
        usage "clocks in $plan_zone show $1 twice: add the offset, for instance \"$1 $(TZ=$plan_zone date -d "@$instant" +%:z)\""
      fi
    done
  fi
  ((${instant%.*} <= $(date +%s))) || usage "$1 has not come yet"
}

list_all() {
  local storage captured available name
  for storage in "${point_storages[@]}"; do
    if ! storage_is_there "$storage"; then
      printf '%s: not there\n' "$storage"
      continue
    fi
    while read -r captured available name; do
      printf '%s: %s  %s  %s bytes, there since %s\n' "$storage" "$name" "$(wall_clock "$captured")" \
        "$(manifest_field "$(points_path "$storage")/$name" bytes)" "$(wall_clock "$available")"
    done < <(list_points "$storage")
  done
  for storage in "${log_storages[@]}"; do
    storage_is_there "$storage" || continue
    printf '%s: log up to %s\n' "$storage" "$(tail -n 1 "$(log_path "$storage")/index" 2>/dev/null | { read -r name captured available && wall_clock "$captured"; } || echo nothing)"
  done
}

# choose_point FROM POINT INSTANT: the newest good point that is not after the instant, on any storage that is there.
choose_point() {
  local storage captured available name best=''
  run_stage='choose point'
  for storage in "${point_storages[@]}"; do
    [[ -z $1 || $1 == "$storage" ]] || continue
    if ! storage_is_there "$storage"; then
      say "storage $storage is not there"
      continue
    fi
    while read -r captured available name; do
      [[ -z $2 || $2 == "$name" ]] || continue
      [[ -z $3 || $captured -le ${3%.*} ]] || continue
      if [[ -z $best ]] || ((captured > run_captured)); then best=$name run_captured=$captured run_point=$name run_storage=$storage; fi
    done < <(list_points "$storage")
  done
  [[ -n $best ]] || die "no good point fits; see restore.sh --list"
  run_bytes=$(manifest_field "$(points_path "$run_storage")/$run_point" bytes)
}

confirm() { # IN-PLACE UNDERSTOOD YES
  local answer
  if [[ $1 == yes ]]; then
    answer=$2
    if [[ -z $answer && -t 0 ]]; then read -r -p "Type the system's name to replace it: " answer; fi
    [[ $answer == "$system" ]] || wrong_use "--in-place needs --i-understand $system"
  elif [[ $3 != yes ]]; then
    [[ -t 0 ]] || wrong_use 'nobody is there to ask: add --yes'
    read -r -p 'Go on? [yes/no] ' answer
    [[ $answer == yes ]] || wrong_use 'nothing done'
  fi
}

# The damaged databases stay under another name until a person drops them.
replace_dump() { # POINT-FOLDER
  local point=$1 sum size name rest stamp others
  connect
  superuser=${PGUSER-}
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  run_stage='set damaged databases aside'
  while IFS=' ' read -r sum size name rest; do
    [[ $name == *.dump ]] || continue
    rest=${rest#\"}
    rest=$(json_text "${rest%\"}")
    [[ $rest != "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}" ]] || die "the database $rest cannot be replaced while we are connected to it: set BACKUPPLAN_MAINTENANCE_DATABASE to another"
    others=$(set_aside "$rest" "$stamp" "select count(*) from pg_stat_activity where datname = :'name'")
    [[ $others == 0 ]] || die "$others connections to $(json_string "$rest"): stop what uses it first"
    set_aside "$rest" "$stamp" "select format('alter database %I rename to %I', datname, left(datname, 40) || '.damaged-' || :'stamp') from pg_database where datname = :'name' \\gexec"
  done < <(manifest_files "$point")
  load_dump "$point" env
  say "the databases are replaced; the old ones are called NAME.damaged-$stamp. Take a full backup now"
}
set_aside() { # DATABASE STAMP SQL
  printf '%s\n' "$3" | limited psql -XAtqw -v ON_ERROR_STOP=1 -v name="$1" -v stamp="$2" -d "${BACKUPPLAN_MAINTENANCE_DATABASE:-postgres}" -f -
}

replace_base() { # POINT-FOLDER TARGET DATA-DIRECTORY
  local folder=$3 stamp service fresh
  [[ $folder == /*/* ]] || wrong_use '--data-directory needs an absolute path'
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  fresh=${folder%/}.restored-$stamp
  can_run_server "$fresh"
  # The user that PostgreSQL runs as may rarely stop services: what counts is that no server runs.
  for service in "${services[@]}"; do
    systemctl --no-ask-password stop -- "$service" 2>/dev/null || say "not stopped from here: as root, systemctl stop $service"
  done
  if [[ -e $folder/postmaster.pid ]] && pg_ctl -D "$folder" status >/dev/null; then die "a server is running in $folder: stop it first"; fi
  restore_point "$1" "$fresh" "$2"
  check_restored "$1" "$fresh"
  meets_expectation "$fresh" || say "look before you go on: nothing else is wrong"
  stop_server "$fresh" fast
  running_server=''
  # From here on it is the production server again: the settings of a private copy go.
  sed -i '/^# --- restored copy: begin ---$/,$d' "$fresh/server/postgresql.auto.conf"
  rm -f -- "$fresh/server/pg_hba.restored.conf"
  if [[ -e $folder ]]; then mv -T -- "$folder" "${folder%/}.damaged-$stamp"; fi
  mv -T -- "$fresh/server" "$folder"
  for service in "${services[@]}"; do
    systemctl --no-ask-password start -- "$service" 2>/dev/null || say "not started from here: as root, systemctl start $service"
  done
  say "$folder is replaced; the old one is ${folder%/}.damaged-$stamp. Start the server, and take a full backup now: it is on a new timeline"
}
main "$@"
exit
