# What a person decides, or does elsewhere: decide KEY QUESTION
decide() {
  is_done "$1" && return
  run_stage=$1
  say "── $2"
  if dry_run; then return; fi
  if [[ $yes != yes ]]; then
    [[ -t 0 ]] || wrong_use 'nobody is there to ask: run it in a terminal, or add --yes when all of this has been done'
    local answer
    read -r -p 'Done, or decided? [yes/no] ' answer
    [[ $answer == yes ]] || die "stopped before \"$1\"; run $0 again to go on from here"
  fi
  note_done "$1"
}

# by_script WORD SYSTEM USER SCRIPT OPTIONS…: by a script of the system, on its machine.
by_script() {
  is_done "$1-$2" && return
  local word=$1 of=$2 user=$3 script=$4
  shift 4
  run_stage=$word-$of
  say "── $word $of"
  dry_run && set -- "$@" --dry-run
  on_machine "$of" "$user" "$script_folder/$script" "$@" ||
    die "$script stopped: its last lines say where. Mend that and run $0 again: it goes on from here"
  note_done "$word-$of"
}

# take_over SYSTEM USER FOLDER: by its standby, once the lost server cannot take a write any more.
take_over() {
  local -a sure=()
  [[ " ${switched_off[*]} " != *" $1 "* ]] || sure=(--switched-off "$1")
  by_script fence "$1" "$2" "$3/fence.sh" "${sure[@]}"
  # Without the fence nothing can be promoted, not even dry.
  if dry_run; then
    say "── promote $1, and repoint what needs it"
    return
  fi
  by_script promote "$1" "$2" "$3/promote.sh" --i-understand "$1"
  by_script repoint "$1" "$2" "$3/repoint.sh"
}

# redeploy KEY COMMAND: the plan's own command, in a shell of its own.
redeploy() {
  is_done "$1" && return
  run_stage=$1
  say "── redeploy ${1#redeploy-}: $2"
  dry_run || bash -c "$2" || die "the command ended with code $?: mend that and run $0 again"
  note_done "$1"
}

# on_machine SYSTEM USER COMMAND…: here, or where the settings file says (`machine[orders]='ssh root@db2'`).
on_machine() {
  local system=$1 user=$2
  local -a there=()
  shift 2
  read -r -a there <<<"${machine[$system]-}"
  if ((${#there[@]} > 0)); then
    "${there[@]}" "$(printf '%q ' sudo -u "$user" -- "$@")"
  elif [[ $(id -un) == "$user" ]]; then
    "$@"
  elif [[ $(id -u) == 0 ]]; then
    runuser -u "$user" -- "$@"
  else
    sudo -u "$user" -- "$@"
  fi
}

is_done() { grep -qs "^[^ ]* $1\$" "$progress"; }
note_done() {
  if dry_run; then return; fi
  [[ -e $progress ]] || printf 'to %s\n' "$asked" >"$progress"
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$progress"
}

usage() {
  wrong_use "usage: $0 [--to \"2027-03-01 14:05\"] [--switched-off SYSTEM]… [--yes] [--dry-run]" \
    "       $0 --list       what has been done" \
    "       $0 --anew       forget what has been done, and begin again" "$@"
}

main() {
  read_options "$@"
  local list=no anew=no yes=no to=''
  local -a switched_off=()
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --list) list=yes ;;
      --anew) anew=yes ;;
      --yes) yes=yes ;;
      --to)
        (($# >= 2)) || usage '--to needs an instant'
        to=$2
        shift
        ;;
      --switched-off)
        (($# >= 2)) || usage '--switched-off needs a system'
        switched_off+=("$2")
        shift
        ;;
      *) usage "unknown option: $1" ;;
    esac
    shift
  done
  declare -gA machine=()
  load_settings
  local progress=$state/recover-$scenario.progress
  if [[ $list == yes ]]; then
    cat -- "$progress" 2>/dev/null || echo 'nothing yet'
    return
  fi
  [[ $needs_instant == no || -n $to ]] || usage "--to is needed: the last instant before $needs_instant. Points that are newer cannot be trusted"
  begin recover "$job" ''
  take_lock "recover-$scenario"
  if [[ $anew == yes && -e $progress ]]; then mv -- "$progress" "$progress.$(date -u +%Y%m%dT%H%M%SZ)"; fi
  local asked=${to:-the newest state} before
  # Systems that were brought to different instants do not fit together.
  before=$(sed -n '1s/^to //p' "$progress" 2>/dev/null || true)
  [[ -z $before || $before == "$asked" ]] || die "this recovery was begun to $before: go on with that, or begin again with --anew"
  instant=()
  [[ -z $to ]] || instant=(--to "$to")
  recovery
  say "all steps of $scenario are done, $(($(date +%s) - run_started)) seconds after this run began. $afterwards"
  dry_run || mv -- "$progress" "$progress.$(date -u +%Y%m%dT%H%M%SZ)"
}
main "$@"
exit
