main() {
  read_options "$@"
  ((${#arguments[@]} == 3)) || wrong_use 'usage: recover-versions.sh STORAGE "2027-03-01 14:05" FOLDER [--dry-run]' \
    "The time is read in $plan_zone unless it names a zone. FOLDER is new, and has room for the whole repository."
  local storage=${arguments[0]} folder=${arguments[2]} instant address scheme endpoint provider=Other
  [[ ${repository[$storage]-} == s3:* ]] || wrong_use "$storage is no bucket of this plan"
  [[ $folder == /* ]] || wrong_use 'FOLDER is an absolute path'
  instant=$(TZ=$plan_zone date -d "${arguments[1]}" +%s) || wrong_use "not an instant in $plan_zone: ${arguments[1]}"
  load_settings
  need_secrets "$storage"
  command -v rclone >/dev/null || die 'rclone is not installed: what a bucket held at an instant is fetched through it'
  address=${repository[$storage]#s3:}
  scheme=${address%%://*}://
  address=${address#"$scheme"}
  endpoint=$scheme${address%%/*}
  [[ $endpoint != *.amazonaws.com ]] || provider=AWS
  # Each region of Amazon has a host of its own, which rclone knows.
  [[ $endpoint != https://s3.amazonaws.com ]] || endpoint=''
  say "the repository on $storage, as it was at $(wall_clock "$instant"), goes to $folder; the bucket stays as it is"
  if dry_run; then
    say "dry run: nothing done"
    return
  fi
  new_folder "$folder"
  # Locks of runs of that time are nobody's now.
  limited env -u AWS_CA_BUNDLE AWS_PROFILE="${s3_profile[$storage]-${AWS_PROFILE-default}}" rclone copy --config /dev/null --exclude '/locks/**' \
    --s3-version-at "$(date -u -d "@$instant" +%Y-%m-%dT%H:%M:%SZ)" ${s3_ca_file[$storage]:+--ca-cert="${s3_ca_file[$storage]}"} \
    ":s3,provider=$provider,env_auth=true,region=${AWS_DEFAULT_REGION-},endpoint=\"$endpoint\":${address#*/}" "$folder"
  BACKUPPLAN_RECOVERED=$storage=$folder
  storage_is_there "$storage" || die "what was copied is no repository: try another instant"
  say "$(list_points "$storage" | wc -l) points are there. Restore from them with: BACKUPPLAN_RECOVERED=$storage=$folder $script_folder/restore.sh --from $storage"
}
main "$@"
exit
