main() {
  read_options "$@"
  ((${#arguments[@]} == 3)) || wrong_use 'usage: recover-versions.sh STORAGE "2027-03-01 14:05" FOLDER [--dry-run]' \
    "The time is read in $plan_zone unless it names a zone. FOLDER is new, and has room for all points and all log."
  local storage=${arguments[0]} folder=${arguments[2]} instant
  [[ ${packed[$storage]-} == s3 ]] || wrong_use "$storage is no bucket of this plan"
  [[ $folder == /* ]] || wrong_use 'FOLDER is an absolute path'
  instant=$(TZ=$plan_zone date -d "${arguments[1]}" +%s) || wrong_use "not an instant in $plan_zone: ${arguments[1]}"
  load_settings
  can_reach "$storage" || die "$storage cannot be reached from here"
  say "what lay on $storage at $(wall_clock "$instant") goes to $folder; the bucket stays as it is"
  if dry_run; then
    say "dry run: nothing done"
    return
  fi
  new_folder "$folder"
  far "$storage" copy --s3-version-at "$(date -u -d "@$instant" +%Y-%m-%dT%H:%M:%SZ)" --include '/.backupplan-storage' --include "/$chain_folder/**" \
    "$(far_place "$storage")" "$folder"
  BACKUPPLAN_RECOVERED=$storage=$folder
  packed_is_there "$storage" || die "what was copied is not the storage $storage: try another instant"
  say "$(list_points "$storage" | wc -l) points are there. Restore from them with: BACKUPPLAN_RECOVERED=$storage=$folder $script_folder/restore.sh --from $storage"
}
main "$@"
exit
