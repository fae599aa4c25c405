main() {
  read_options "$@"
  ((${#arguments[@]} == 1)) || wrong_use 'usage: init.sh STORAGE [--dry-run]' "storages: ${!repository_config[*]}"
  local storage=${arguments[0]}
  [[ -n ${repository_config[$storage]-} ]] || wrong_use "the plan has no storage $storage here; it has: ${!repository_config[*]}"
  load_settings
  begin init "$job" "$storage"
  take_lock "$system_folder"
  is_mounted_here "$storage" || die "storage $storage is not there: mount it, and run prepare.sh $storage once"
  need_secrets "$storage"
  connect
  find_server_files
  if dry_run; then
    say "would make the repository ${repository[$storage]}"
  else
    run_stage='make the repository'
    on "$storage" stanza-create
    say "the repository ${repository[$storage]} is there. What is written to it needs the server's log: see that archiving works"
  fi
}
main "$@"
exit
