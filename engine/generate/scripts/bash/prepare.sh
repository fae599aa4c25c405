usage() {
  wrong_use 'usage: prepare.sh STORAGE [--owner USER] [--readers GROUP] [--dry-run]' "storages: $(all_storages)" "$@"
}
all_storages() { printf '%s\n' "${!storage_path[@]}" "${!packed[@]}" | sort -u | paste -s -d ' '; }

# What is made below these folders later belongs to the group of the readers, whoever makes it.
make_folder() { # CHAIN-FOLDER OWNER
  if [[ -z $readers ]]; then
    install -d -o "$2" -m 700 -- "$1"
  else
    install -d -o "$2" -g "$readers" -m 2750 -- "$1" "$1/points" "$1/log"
  fi
}

main() {
  read_options "$@"
  local storage='' owner='' readers='' path marker chain
  set -- "${arguments[@]}"
  while (($# > 0)); do
    case $1 in
      --owner | --readers)
        (($# >= 2)) || usage "$1 needs a value"
        case $1 in --owner) owner=$2 ;; --readers) readers=$2 ;; esac
        shift 2
        ;;
      *)
        [[ -z $storage ]] || usage "unknown option: $1"
        storage=$1
        shift
        ;;
    esac
  done
  [[ -n $storage ]] || usage
  [[ -z $owner$readers || $(id -u) == 0 ]] || wrong_use '--owner and --readers need root'
  path=${storage_path[$storage]-}
  if [[ -z $path ]] && is_packed "$storage"; then
    [[ -z $owner$readers ]] || wrong_use "who may write and read on $storage is said where it is, not here"
    # Any chain that uses it has the settings that reach it.
    for chain in "${!chain_user[@]}"; do
      [[ ${chain_storages[$chain]} != *" $storage "* ]] || system_folder=$chain
    done
    load_settings
    mark_far "$storage"
    return
  fi
  [[ -n $path ]] || wrong_use "the plan has no storage $storage that is marked; it has: $(all_storages)"
  [[ -d $path ]] || wrong_use "$path is not there: mount $storage first"
  marker=$path/.backupplan-storage
  if [[ -f $marker && $(<"$marker") != "$storage" ]]; then wrong_use "$path is marked as the storage $(<"$marker")"; fi
  if dry_run; then
    say "would mark $path as $storage"
    return
  fi
  printf '%s\n' "$storage" >"$marker"
  chmod 644 "$marker"
  # Each chain belongs to the user that its scripts run as, or to who alone may delete here; readers may copy from it and restore.
  for chain in "${!chain_user[@]}"; do
    if [[ $(id -u) == 0 && ${chain_storages[$chain]} == *" $storage "* ]]; then
      make_folder "$path/$chain" "${owner:-${chain_user[$chain]}}"
    fi
  done
  sync "$marker" "$path"
  say "$path is marked as $storage; without this file nothing is written there"
}
main "$@"
exit
