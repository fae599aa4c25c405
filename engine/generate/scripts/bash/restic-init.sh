main() {
  read_options "$@"
  ((${#arguments[@]} == 1)) || wrong_use 'usage: init.sh STORAGE [--dry-run]' "storages: ${!repository[*]}"
  local storage=${arguments[0]} other
  local -a options=()
  [[ -n ${repository[$storage]-} ]] || wrong_use "the plan has no storage $storage here; it has: ${!repository[*]}"
  load_settings
  need_secrets "$storage"
  [[ -z ${storage_path[$storage]-} ]] || has_marker "$storage" || die "storage $storage is not there: mount it, and run prepare.sh $storage once"
  if on "$storage" --no-lock cat config >/dev/null 2>&1; then
    say "the repository on $storage is there already"
    return
  fi
  # Files are cut into the same parts everywhere, so that a copy holds nothing twice.
  for other in "${!repository[@]}"; do
    if [[ $other != "$storage" ]] && on "$other" --no-lock cat config >/dev/null 2>&1; then
      options=(--copy-chunker-params --from-repo "$(repository_of "$other")" --from-password-file "$(password_of "$other")")
    fi
  done
  if dry_run; then
    say "would make the repository $(repository_of "$storage")"
  else
    on "$storage" init --quiet "${options[@]}"
    say "the repository $(repository_of "$storage") is made. Without its password nothing in it can be read: keep $(password_of "$storage") elsewhere too"
  fi
}
main "$@"
exit
