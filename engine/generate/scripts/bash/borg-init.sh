main() {
  read_options "$@"
  ((${#arguments[@]} == 1)) || wrong_use 'usage: init.sh STORAGE [--dry-run]' "storages: ${!repository[*]}"
  local storage=${arguments[0]} encryption=none
  [[ -n ${repository[$storage]-} ]] || wrong_use "the plan has no storage $storage here; it has: ${!repository[*]}"
  load_settings
  need_secrets "$storage"
  [[ -z ${storage_path[$storage]-} ]] || has_marker "$storage" || die "storage $storage is not there: mount it, and run prepare.sh $storage once"
  if on "$storage" list --bypass-lock --short >/dev/null 2>&1; then
    say "the repository on $storage is there already"
    return
  fi
  [[ -z $(password_of "$storage") ]] || encryption=repokey-blake2
  if dry_run; then
    say "would make the repository ${repository[$storage]}, encryption $encryption"
    return
  fi
  on "$storage" init --make-parent-dirs --encryption "$encryption" || die "the repository could not be made"
  if [[ $encryption == none ]]; then
    say "the repository ${repository[$storage]} is made, and is not encrypted: neither a key nor \`credentials from\` nor BACKUPPLAN_BORG_PASSWORD says a password"
  else
    say "the repository ${repository[$storage]} is made. Without its password nothing in it can be read: keep $(password_of "$storage") elsewhere too, and what \`borg key export\` gives"
  fi
}
main "$@"
exit
