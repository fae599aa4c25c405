usage() {
  wrong_use "usage: restore.sh [--to \"2027-03-01 14:05\"] [--from STORAGE] [--point NAME] [--into FOLDER] [--yes] [--dry-run]" \
    "       restore.sh --list" \
    "       restore.sh --in-place --i-understand $system [--data-directory FOLDER] …" \
    "Times are read in $plan_zone unless they name a zone. Without --to: the newest state there is." "$@"
}

main() {
  read_options "$@"
  local list=no to='' from='' point='' into='' in_place=no understood='' where='' yes=no
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
          --to) to=$2 ;; --from) from=$2 ;; --point) point=$2 ;; --into) into=$2 ;; --i-understand) understood=$2 ;; --data-directory) where=$2 ;;
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
  where=${where:-${BACKUPPLAN_DATA_DIRECTORY-}}
  local folder applies=no
  folder=$(point_path "$run_storage" "$run_point")
  if [[ -z $point ]] && log_applies "$folder"; then applies=yes; fi
  case $applies in
    no) target=immediate ;;
    yes) [[ -z $instant ]] || target=$(date -u -d "@$instant" '+%Y-%m-%d %H:%M:%S.%6N+00') ;;
  esac
  run_target=${instant%.*}

  # What will happen, before anything does.
  say "restore $system from $run_storage, point $run_point ($run_bytes bytes)"
  say "  the point holds the state of $(wall_clock "$run_captured")"
  case $target in
    immediate) [[ -z $instant ]] || say "  that is $((${instant%.*} - run_captured)) seconds before the instant asked for" ;;
    latest) say "  and the log is replayed to its end" ;;
    *) say "  and the log is replayed up to $(wall_clock "${instant%.*}"), $target" ;;
  esac
  [[ -z $estimate_seconds ]] || say "  the plan reckons with up to $((estimate_seconds / 60 + 1)) min"
  if [[ $in_place == yes ]]; then
    read_in_place "$folder" "$where"
    say "  IN PLACE: ${where:-what the plan says} on ${HOSTNAME:-this host} will be replaced; what is there now is kept under another name"
  else
    into=${into:-${BACKUPPLAN_RESTORE:-$state/restored}/$system_folder-$(date -u +%Y%m%dT%H%M%SZ)}
    [[ $into == /* ]] || usage '--into needs an absolute path'
    can_restore "$into"
    say "  into the new folder $into; nothing that runs now is touched"
  fi
  if dry_run; then
    say "dry run: nothing done"
    return
  fi
  confirm "$in_place" "$understood" "$yes"
  # The clock of the measured time starts when the person has decided.
  run_started=$(date +%s)
  open_point "$folder"
  bring_here "$run_storage" "$run_point"
  folder=$brought
  run_stage='check point'
  check_chain "$folder" || die "$run_point on $run_storage is not whole: choose another with --point or --from (see --list)"
  if [[ $in_place == yes ]]; then
    replace_system "$folder" "$target" "$where"
  else
    new_folder "$into"
    restore_point "$folder" "$into" "$target"
    check_restored "$folder" "$into"
    meets_expectation "$into" || say "look before you go on: nothing else is wrong"
    running_server=''
    say "done in $(($(date +%s) - run_started)) seconds. $(restored_words "$into")"
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

log_end() { # STORAGE
  local instant
  instant=$(newest_log "$1")
  if [[ -n $instant ]]; then wall_clock "$instant"; else echo nothing; fi
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
        "$(manifest_field "$(point_path "$storage" "$name")" bytes)" "$(wall_clock "$available")"
    done < <(list_points "$storage")
  done
  for storage in "${log_storages[@]}"; do
    storage_is_there "$storage" || continue
    printf '%s: log up to %s\n' "$storage" "$(log_end "$storage")"
  done
}

# choose_point FROM POINT INSTANT: the newest good point that is not after the instant, on any storage that is there. One of an instant that
# has not come was taken when the clock was wrong, and is older than it seems: only where there is no other.
choose_point() {
  local storage captured available name best='' now come best_come=no
  now=$(($(date +%s) + 1))
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
      come=yes
      ((captured <= now)) || come=no
      if [[ -z $best || $come$best_come == yesno ]] || { [[ $come == "$best_come" ]] && ((captured > run_captured)); }; then
        best=$name best_come=$come run_captured=$captured run_point=$name run_storage=$storage
      fi
    done < <(list_points "$storage")
  done
  [[ -n $best ]] || die "no good point fits; see restore.sh --list"
  run_bytes=$(manifest_field "$(point_path "$run_storage" "$run_point")" bytes)
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
main "$@"
exit
