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

# restore KEY USER SCRIPT OPTIONS…: by the system's own restore.sh, on its machine.
restore() {
  is_done "$1" && return
  local key=$1 user=$2 script=$3
  shift 3
  run_stage=$key
  say "── restore ${key#restore-}"
  dry_run && set -- "$@" --dry-run
  on_machine "${key#restore-}" "$user" "$script_folder/$script" "$@" ||
    die "$script stopped: its last lines say where. Mend that and run $0 again: it goes on from here"
  note_done "$key"
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
note_done() { dry_run || printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$progress"; }

usage() {
  wrong_use "usage: $0 [--to \"2027-03-01 14:05\"] [--yes] [--dry-run]" \
    "       $0 --list       what has been done" \
    "       $0 --anew       forget what has been done, and begin again" "$@"
}

main() {
  read_options "$@"
  local list=no anew=no yes=no to=''
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
  instant=()
  [[ -z $to ]] || instant=(--to "$to")
  recovery
  say "all steps of $scenario are done, $(($(date +%s) - run_started)) seconds after this run began. $afterwards"
  dry_run || mv -- "$progress" "$progress.$(date -u +%Y%m%dT%H%M%SZ)"
}
main "$@"
exit
