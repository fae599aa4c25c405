main() {
  read_options "$@"
  ((${#arguments[@]} == 1)) || wrong_use 'usage: prepare.sh STORAGE [--dry-run]' "storages: ${!storage_path[*]}"
  local storage=${arguments[0]} path marker chain
  path=${storage_path[$storage]-}
  [[ -n $path ]] || wrong_use "the plan has no storage $storage on a local path; it has: ${!storage_path[*]}"
  [[ -d $path ]] || wrong_use "$path is not there: mount $storage first"
  marker=$path/.backupplan-storage
  if [[ -f $marker && $(<"$marker") != "$storage" ]]; then wrong_use "$path is marked as the storage $(<"$marker")"; fi
  if dry_run; then
    say "would mark $path as $storage"
  else
    printf '%s\n' "$storage" >"$marker"
    chmod 644 "$marker"
    # Each chain belongs to the user that its scripts run as.
    for chain in "${!chain_user[@]}"; do
      if [[ $(id -u) == 0 && ${chain_storages[$chain]} == *" $storage "* ]]; then install -d -o "${chain_user[$chain]}" -m 700 -- "$path/$chain"; fi
    done
    sync "$marker" "$path"
    say "$path is marked as $storage; without this file nothing is written there"
  fi
}
main "$@"
exit
