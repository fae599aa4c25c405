#!/usr/bin/env bash
# Packed storages: those that are reached over SFTP or as a bucket, and those that are encrypted. Read after lib.sh, which turns here where
# a storage `is_packed`.
# shellcheck source=lib.sh disable=SC2154
#
# There a point is SYSTEM/points/NAME/ with manifest.json, as it stands in the point and in clear; the archive point.tar.zst, or
# point.tar.zst.age; packed, which is "SHA256 SIZE KEY SHA256" of the archive and of the manifest, KEY being `-` where there is none; and,
# written last, available: without that it is no point. A file of log is SYSTEM/log/SHELF/NAME.ARCHIVED.SIZE.SHA256.SHA256-OF-THE-OBJECT.zst, or ….zst.age, so
# that its name says what an index says elsewhere, also to who has no key.
#
# Here there is a view of it, $state/views/STORAGE/SYSTEM, which is what lib.sh reads as a storage's folder: small files as they are, an
# empty file as long as each file of log, and the index of these. Contents are fetched when they are needed.

# What a script sets: how each packed storage is reached (`packed`: local, sftp or s3), the host or the endpoint, the folder or the bucket
# with what comes below it, and the class of large objects in a bucket; the keys of the plan.
declare -gA packed_host=() packed_place=() packed_class=() storage_key=()
# Settings of the host: the file of each key, by the plan's name of it; by storage, what SFTP needs, the profile of a bucket's credentials and the
# file of an authority that the system does not know.
declare -gA key_file=() sftp_port=() sftp_key_file=() sftp_known_hosts=() s3_profile=() s3_ca_file=()
# The hashes of what lies on a storage as log, by storage and object, once all of it was read.
declare -gA log_hash=()

# ── Reaching a storage ────────────────────────────────────────────────────────────────────────────────────────────────────────
# far STORAGE COMMAND ARGUMENTS…: rclone, to which the storage is `store:`. No file of settings is read, and no secret is handed over:
# rclone reads it from the files that the settings of the host name.
far() {
  local -x TZ=UTC AWS_EC2_METADATA_DISABLED=${AWS_EC2_METADATA_DISABLED-true} RCLONE_CONFIG_STORE_TYPE=${packed[$1]}
  case ${packed[$1]} in
    sftp)
      local -x RCLONE_CONFIG_STORE_HOST=${packed_host[$1]#*@} RCLONE_CONFIG_STORE_PORT=${sftp_port[$1]-22} RCLONE_CONFIG_STORE_KEY_FILE=${sftp_key_file[$1]}
      local -x RCLONE_CONFIG_STORE_KNOWN_HOSTS_FILE RCLONE_CONFIG_STORE_SHELL_TYPE=none RCLONE_CONFIG_STORE_DISABLE_HASHCHECK=true
      RCLONE_CONFIG_STORE_KNOWN_HOSTS_FILE=$(known_hosts "$1")
      [[ ${packed_host[$1]} != *@* ]] || local -x RCLONE_CONFIG_STORE_USER=${packed_host[$1]%@*}
      ;;
    s3)
      local -x RCLONE_CONFIG_STORE_ENV_AUTH=true RCLONE_CONFIG_STORE_NO_CHECK_BUCKET=true RCLONE_CONFIG_STORE_PROVIDER=Other
      local -x RCLONE_CONFIG_STORE_ENDPOINT=${packed_host[$1]} RCLONE_CONFIG_STORE_REGION=${AWS_DEFAULT_REGION-} AWS_PROFILE=${s3_profile[$1]-${AWS_PROFILE-default}}
      [[ -z ${s3_ca_file[$1]-} ]] || local -x RCLONE_CA_CERT=${s3_ca_file[$1]}
      [[ ${packed_host[$1]} != *.amazonaws.com ]] || RCLONE_CONFIG_STORE_PROVIDER=AWS
      # Each of its regions has a host of its own, which rclone knows.
      [[ ${packed_host[$1]} != https://s3.amazonaws.com ]] || RCLONE_CONFIG_STORE_ENDPOINT=''
      ;;
  esac
  limited env -u AWS_CA_BUNDLE rclone --config /dev/null --quiet --retries 1 --low-level-retries 4 --contimeout 15s --use-server-modtime "${@:2}"
}
known_hosts() { printf '%s' "${sftp_known_hosts[$1]-${HOME-}/.ssh/known_hosts}"; } # STORAGE
far_place() { printf 'store:%s' "${packed_place[$1]%/}"; }                       # STORAGE
far_chain() { printf 'store:%s/%s' "${packed_place[$1]%/}" "$chain_folder"; }    # STORAGE

# can_reach STORAGE: false where this host has no settings for it. What was recovered to a folder is read there:
# BACKUPPLAN_RECOVERED=STORAGE=FOLDER.
can_reach() {
  local program
  if [[ ${BACKUPPLAN_RECOVERED-} == "$1="* ]]; then packed[$1]=local packed_place[$1]=${BACKUPPLAN_RECOVERED#*=} storage_path[$1]=${BACKUPPLAN_RECOVERED#*=}; fi
  for program in rclone zstd; do
    command -v "$program" >/dev/null || {
      say "$program is not installed here: storage $1 cannot be reached without it"
      return 1
    }
  done
  case ${packed[$1]} in
    sftp)
      if [[ -z ${sftp_key_file[$1]-} ]]; then
        say "no private key for $1: say sftp_key_file[$1] in the settings of this host"
        return 1
      fi
      is_private "${sftp_key_file[$1]}" || return 1
      if [[ ! -s $(known_hosts "$1") ]]; then
        say "no file with the keys of the host of $1: say sftp_known_hosts[$1] in the settings of this host"
        return 1
      fi
      ;;
    s3) [[ -z ${AWS_SHARED_CREDENTIALS_FILE-} ]] || is_private "$AWS_SHARED_CREDENTIALS_FILE" ;;
  esac
}
# is_private FILE: as need_private, but what is wrong with one storage ends nothing that another can do.
is_private() { (need_private "$1"); }

packed_is_there() { # STORAGE
  can_reach "$1" || return 1
  if [[ -n ${storage_path[$1]-} ]]; then
    has_marker "$1" || return 1
  else
    [[ $(far "$1" cat "$(far_place "$1")/.backupplan-storage") == "$1" ]] || return 1
  fi
  refresh_view "$1"
}
need_packed() { # STORAGE
  packed_is_there "$1" || die "storage $1 is not there: $(place_words "$1") is not reached, or its .backupplan-storage is missing or names another storage. If it is new, run scripts/prepare.sh $1"
}
place_words() { printf '%s' "${packed_host[$1]:+${packed_host[$1]}: }${packed_place[$1]}"; } # STORAGE

# mark_far STORAGE: what prepare.sh does with a storage that is no folder here.
mark_far() {
  local marker there
  marker=$(far_place "$1")/.backupplan-storage
  can_reach "$1" || die "$1 cannot be reached from here"
  # Of a bucket what is not there is empty, of a host it is an error like others; what is written is read again.
  there=$(far "$1" cat "$marker" 2>/dev/null || true)
  [[ -z $there || $there == "$1" ]] || wrong_use "$(place_words "$1") is marked as the storage $there"
  if dry_run; then
    say "would mark $(place_words "$1") as $1"
    return
  fi
  printf '%s\n' "$1" | far "$1" rcat "$marker"
  [[ $(far "$1" cat "$marker") == "$1" ]] || die "$(place_words "$1") does not give back what was written there"
  say "$(place_words "$1") is marked as $1; without this file nothing is written there"
}

# settle STORAGE PATH: what was written below its folder here is on the disk, and its readers' to read.
settle() {
  [[ ${packed[$1]} == local ]] || return 0
  let_read "${packed_place[$1]}/$chain_folder/$2"
  sync -f "${packed_place[$1]}/$chain_folder/$2"
}
# put STORAGE FILE PATH: a file of ours, below the chain's folder there, in place of what is there.
put() {
  far "$1" copyto --ignore-times "$2" "$(far_chain "$1")/$3" && settle "$1" "$3"
}

# ── The view ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
view_path() { printf '%s/views/%s/%s' "$state" "$(safe_name "$1")" "$chain_folder"; } # STORAGE

# refresh_view STORAGE: one listing, and what is new in it. Each file takes its place at once, `available` as the last.
refresh_view() {
  local view path
  view=$(view_path "$1")
  mkdir -p -- "$view/points" "$view/log" "$view/.incoming" || return 1
  (
    flock -w 600 7 || exit 1
    : >>"$view/.listing"
    list_far "$1" "$view" || exit 1
    cut -d ';' -f 1 "$view/.listing.new" | sort >"$view/.there"
    {
      comm -13 "$view/.listing" "$view/.listing.new" | cut -d ';' -f 1
      comm -13 <(small_files "$view") "$view/.there"
    } | grep -v -e '/point\.tar\.zst' -e '^log/.*/' -e '^log/\.' | sort -u >"$view/.wanted" || true
    if [[ -s $view/.wanted ]]; then
      far "$1" copy --ignore-times --no-traverse --files-from-raw "$view/.wanted" "$(far_chain "$1")" "$view/.incoming" || exit 1
      while IFS= read -r path; do
        mkdir -p -- "$(dirname -- "$view/$path")" && mv -f -- "$view/.incoming/$path" "$view/$path" || exit 1
      done < <(grep -v '/available$' "$view/.wanted" || true; grep '/available$' "$view/.wanted" || true)
    fi
    forget_gone "$view" || exit 1
    index_far_log "$view" || exit 1
    mv -f -- "$view/.listing.new" "$view/.listing"
  ) 7>"$view/.lock"
}
# list_far STORAGE VIEW: lines "PATH;SIZE;TIME", sorted, of all that the chain has there. A folder that is not there (3) is empty.
list_far() {
  local code=0
  far "$1" lsf -R --files-only --format pst --fast-list "$(far_chain "$1")" 2>"$2/.said" >"$2/.listing.new" || code=$?
  ((code == 0 || code == 3)) || {
    cat -- "$2/.said" >&2
    return 1
  }
  sort -o "$2/.listing.new" -- "$2/.listing.new"
}
# forget_gone VIEW: what the new listing does not have; of a point that has gone, all of it.
forget_gone() {
  local path
  while IFS= read -r path; do
    rm -f -- "$1/$path"
    [[ $path != points/* || -e $1/${path%/*}/manifest.json || -e $1/${path%/*}/sending ]] || drop_view "$1/points" "${path#points/}"
  done < <(comm -23 <(small_files "$1") "$1/.there")
}
# Those of the view that mirror one there.
small_files() { # VIEW
  (cd -- "$1" && find . -type f ! -path '*/.*' ! -name 'sending*' \( ! -path './log/*' -o -name until -o -name written -o -name pruned-before \) -printf '%P\n') | sort
}
drop_view() { # POINTS-FOLDER NAME[/FILE]
  local name=${2%%/*}
  if [[ -d $1/$name ]]; then
    mv -T -- "$1/$name" "$1/.retired-$name"
    remove_tree "$1/.retired-$name"
  fi
}
# index_far_log VIEW: lines "NAME ARCHIVED SHA256 SIZE SHA256-OF-THE-OBJECT PATH" in .objects, and from them what a folder of log has.
index_far_log() {
  local size name
  sed -n 's|^\(log/[^/;]*/\([^/;]*\)\.\([0-9]*\)\.\([0-9]*\)\.\([0-9a-f]\{64\}\)\.\([0-9a-f]\{64\}\)\.zst\(\.age\)\{0,1\}\);.*$|\2 \3 \5 \4 \6 \1|p' "$1/.listing.new" |
    sort -n -k 2,2 >"$1/log/.objects"
  cut -d ' ' -f 1-3 "$1/log/.objects" >"$1/log/.index.new" && mv -f -- "$1/log/.index.new" "$1/log/index"
  while read -r name; do rm -f -- "$1/log/$name"; done < <(comm -23 <(placeholders "$1") <(cut -d ' ' -f 1 "$1/log/.objects" | sort))
  while read -r size name; do truncate -s "$size" -- "$1/log/$name"; done < <(awk 'FILENAME == "-" { there[$1]; next } !($1 in there) { print $4, $1 }' - "$1/log/.objects" < <(placeholders "$1"))
}
placeholders() { find "$1/log" -maxdepth 1 -type f ! -name '.*' ! -name index ! -name until ! -name written ! -name pruned-before -printf '%f\n' | sort; } # VIEW

# ── Packing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
spool() { printf '%s/spool' "${BACKUPPLAN_SPOOL:-$state}"; }
need_room() { # BYTES
  local free folder
  folder=$(spool)
  mkdir -p -- "$folder"
  free=$(df --output=avail -B 1 -- "$folder" | tail -n 1)
  ((free >= $1 + $1 / 5)) || die "$folder has $free bytes free; $1 and a fifth are needed: say BACKUPPLAN_SPOOL in the settings of this host"
}
need_packed_space() { # STORAGE WORD
  local newest bytes free
  newest=$(list_points "$1" | cut -d ' ' -f 3 | grep -e "-$2\$" | tail -n 1 || true)
  [[ -n $newest ]] || return 0
  bytes=$(manifest_field "$(point_path "$1" "$newest")" bytes)
  need_room "$bytes"
  [[ -n ${storage_path[$1]-} ]] || return 0
  read -r _ bytes _ <"$(point_path "$1" "$newest")/packed"
  free=$(df --output=avail -B 1 -- "${storage_path[$1]}" | tail -n 1)
  ((free >= bytes + bytes / 5)) || die "storage $1 has $free bytes free; the last point took $bytes"
}

key_of() { printf '%s' "${storage_key[$1]:--}"; } # STORAGE
# A file of age: identities, which read and write, or recipients, which only write.
file_of() { printf '%s' "${key_file[$1]-}"; } # KEY
is_identity() { grep -qs -e '^AGE-SECRET-KEY-' -e '^AGE-PLUGIN-' -e '^-----BEGIN ' -- "$1"; } # FILE
need_key() { # KEY: to write with it
  [[ $1 != - ]] || return 0
  local file
  file=$(file_of "$1")
  command -v age >/dev/null || die 'age is not installed: what is encrypted goes through it'
  [[ -n $file ]] || die "no file of the key $1: say key_file[$1] in the settings of this host"
  [[ -r $file ]] || die "the file of the key $1 cannot be read: $file"
  if is_identity "$file"; then need_private "$file"; fi
}
need_key_to_read() { # KEY
  need_key "$1"
  [[ $1 == - ]] || is_identity "$(file_of "$1")" || die "$(file_of "$1") can only write with the key $1: to read, this host needs its identity (AGE-SECRET-KEY-…)"
}
seal() { # KEY: encrypts its input
  if [[ $1 == - ]]; then
    cat
  elif is_identity "$(file_of "$1")"; then
    limited age --encrypt --identity "$(file_of "$1")"
  else
    limited age --encrypt --recipients-file "$(file_of "$1")"
  fi
}
unseal() { if [[ $1 == - ]]; then cat; else limited age --decrypt --identity "$(file_of "$1")"; fi; } # KEY

# summed FILE: passes its input on, and writes its hash into the file.
summed() {
  local code=0
  tee >(sha256_in >"$1") || code=$?
  wait "$!"
  return "$code"
}
archive_name() { if [[ $1 == - ]]; then printf 'point.tar.zst'; else printf 'point.tar.zst.age'; fi; } # KEY
key_in() { cut -d ' ' -f 3 "$1/packed"; }                                                          # VIEW-OF-POINT
# far_sum STORAGE PATH: "SHA256 SIZE" of what lies there, read from there. What is not there has the hash of nothing. False where the
# storage does not answer, for that says nothing of what lies on it.
far_sum() {
  local code=0 work size
  work=$(mktemp "$state/sum-XXXXXX")
  if [[ ${packed[$1]} == local && -e ${packed_place[$1]}/$chain_folder/$2 ]]; then forget_cache "${packed_place[$1]}/$chain_folder/$2"; fi
  size=$(far "$1" cat "$(far_chain "$1")/$2" 2>"$work.said" | summed "$work" | wc -c) || code=$?
  printf '%s %s\n' "$(<"$work")" "$size"
  ((code == 0)) || cat -- "$work.said" >&2
  rm -f -- "$work" "$work.said"
  # 3 and 4: it is not there. What a disk here does not give back is damaged.
  ((code == 0 || code == 3 || code == 4)) || [[ ${packed[$1]} == local ]] || {
    say "$2 could not be read from $1 just now"
    return 1
  }
}

# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
start_packed() { # STORAGE WORD
  local left points
  points=$(points_path "$1")
  need_key "$(key_of "$1")"
  clear_unsent "$1" job
  mkdir -p -- "$(spool)"
  for left in "$(spool)/.partial-$system_folder.$(safe_name "$1")."*; do
    [[ ! -d $left ]] || remove_tree "$left"
  done
  while run_point=$(date -u +%Y%m%dT%H%M%SZ)-$2 && [[ -e $points/$run_point ]]; do sleep 1; done
  workplace=$(spool)/.partial-$system_folder.$(safe_name "$1").$run_point
  mkdir -- "$workplace"
}
finish_packed() { # STORAGE
  sync -f "$workplace"
  forget_cache "$workplace"
  run_stage=verify
  check_point "$workplace" || die "the new point is not whole"
  send_point "$1" "$workplace" job
  keep_base_files "$1" "$workplace"
  remove_tree "$workplace"
  workplace=''
}

# put_stream STORAGE PATH BYTES: its input. A bucket takes ten thousand parts, and is not told how many bytes will come: about so many.
put_stream() {
  local chunk=$(($3 / 8000 / 1048576 + 16))
  far "$1" rcat --s3-storage-class "${packed_class[$1]-}" --s3-chunk-size "${chunk}Mi" --s3-upload-concurrency $((chunk > 64 ? 1 : 4)) "$(far_chain "$1")/$2"
}

# send_point STORAGE FOLDER WHO: as the point run_point. Until `available` is there, the note `sending` in the view says who has to clear
# it away.
send_point() {
  local view key archive sum
  key=$(key_of "$1") view=$(point_path "$1" "$run_point")
  archive=points/$run_point/$(archive_name "$key")
  need_key "$key"
  mkdir -p -- "$view"
  printf '%s\n' "$3" >"$view/sending"
  run_stage="send $run_point"
  say "sending $run_point to $1"
  limited tar --create --sparse --exclude=./available --exclude=./damaged --file=- -C "$2" . | zstd -q -T0 | seal "$key" | summed "$view/sending.sum" |
    put_stream "$1" "$archive" "$(bytes_below "$2")"
  settle "$1" "$archive"
  run_stage="read back $run_point"
  sum=$(far_sum "$1" "$archive")
  [[ ${sum% *} == "$(<"$view/sending.sum")" ]] || die "what lies on $1 is not what was sent"
  publish_packed "$1" "$2/manifest.json" "$sum $key"
}
# publish_packed STORAGE MANIFEST PACKED: to what is said of the archive comes the hash of the manifest. What is small is read back too,
# and then the point is one.
publish_packed() {
  local view name lock fresh there
  view=$(point_path "$1" "$run_point") there=$(far_chain "$1")/points/$run_point
  run_stage=publish
  run_sha256=$(sha256_of "$2")
  # A listing from before must not take out of the view what comes in.
  exec {lock}>"$(view_path "$1")/.lock"
  flock -w 600 "$lock"
  fresh=$view/.scratch-publish
  [[ ! -d $fresh ]] || remove_tree "$fresh"
  mkdir -- "$fresh"
  cp -- "$2" "$fresh/manifest.json"
  printf '%s %s\n' "$3" "$run_sha256" >"$fresh/packed"
  far "$1" copy --ignore-times "$fresh" "$there"
  settle "$1" "points/$run_point"
  far "$1" hashsum sha256 --download --include '/{manifest.json,packed}' "$there" | sort | cmp -s -- - <(cd -- "$fresh" && sha256sum -- * | sort) || die "what lies on $1 is not what was sent"
  date +%s >"$fresh/available"
  put "$1" "$fresh/available" "points/$run_point/available"
  far "$1" cat "$there/available" | cmp -s -- - "$fresh/available" || die "what lies on $1 is not what was sent"
  for name in manifest.json packed available; do mv -f -- "$fresh/$name" "$view/$name"; done
  rmdir -- "$fresh"
  exec {lock}>&-
  rm -f -- "$view/sending" "$view/sending.sum"
  say "point $run_point is on $1"
}

# clear_unsent STORAGE WHO: what killed runs of ours left there without `available`, and what anybody left two days ago.
clear_unsent() {
  local view name before
  view=$(view_path "$1")
  before=$(date -u -d '2 days ago' '+%Y-%m-%d %H:%M:%S')
  while read -r name; do
    # It was killed in the last moment: the point is one.
    if [[ -f $view/points/$name/available && $(<"$view/points/$name/available") =~ ^[0-9]{9,}$ ]]; then
      rm -f -- "$view/points/$name/sending"
    elif clear_far "$1" "$name"; then
      drop_view "$view/points" "$name"
    else
      say "what a killed run left of $name is still on $1, which lets us remove nothing; it is no point"
    fi
  done < <(
    grep -lsxF -- "$2" "$view"/points/*/sending | sed 's|/sending$||; s|.*/||' || true
    awk -F '[/;]' -v before="$before" '$1 == "points" { time = $NF; if (time > last[$2]) last[$2] = time; if ($3 == "available") whole[$2] }
      END { for (name in last) if (!(name in whole) && last[name] < before) print name }' "$view/.listing"
  )
}
# clear_far STORAGE NAME: what makes it a point goes first. Earlier versions, where a bucket keeps them, stay.
clear_far() {
  local code=0
  far "$1" delete --include '/available' "$(far_chain "$1")/points/$2" || code=$?
  ((code == 0 || code == 3)) || return 1
  code=0
  far "$1" delete --rmdirs "$(far_chain "$1")/points/$2" || code=$?
  ((code == 0 || code == 3))
}

# Where the storage refuses, the point stays, which does no harm but to the bill: that is said, and the run goes on.
remove_packed() { # STORAGE NAME…
  local storage=$1 name
  for name in "${@:2}"; do
    if clear_far "$storage" "$name"; then
      drop_view "$(points_path "$storage")" "$name"
    else
      warn "$storage does not let us remove $name"
    fi
  done
}
mark_packed() { # STORAGE NAME
  local view
  view=$(point_path "$1" "$2")
  date -u +%Y-%m-%dT%H:%M:%SZ >"$view/damaged"
  put "$1" "$view/damaged" "points/$2/damaged"
}

# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# What is fetched lies here until the script ends.
begin_scratch() {
  scratch=$(spool)/.scratch-$system_folder.$(safe_name "$run_job")
  [[ ! -d $scratch ]] || remove_tree "$scratch"
  mkdir -p -- "$scratch/points" "$scratch/log"
}

bring_packed() { # STORAGE NAME: with all that it rests on
  local name bytes=0
  local -a names=()
  mapfile -t names < <(printf '%s\n' "$2" | with_bases "$1")
  for name in "${names[@]}"; do bytes=$((bytes + $(manifest_field "$(point_path "$1" "$name")" bytes))); done
  need_room "$bytes"
  for name in "${names[@]}"; do unpack_point "$1" "$name" "$scratch/points/$name"; done
  brought=$scratch/points/$2
}
unpack_point() { # STORAGE NAME INTO
  local view sum size key code=0 archive
  view=$(point_path "$1" "$2")
  read -r sum size key _ <"$view/packed"
  need_key_to_read "$key"
  archive=points/$2/$(archive_name "$key")
  run_stage="fetch $2 from $1"
  say "fetching $2 from $1 ($size bytes)"
  mkdir -- "$3"
  far "$1" cat "$(far_chain "$1")/$archive" | summed "$scratch/sum" | unseal "$key" | zstd -qdc |
    limited tar --extract --preserve-permissions --no-same-owner --file=- -C "$3" || code=$?
  if ((code != 0)) || [[ $(<"$scratch/sum") != "$sum" ]]; then
    read_packed "$1" "$2" || die "$2 on $1 is not what was written: choose another with --point or --from (see --list)"
    [[ $key == - ]] || die "$2 on $1 is as it was written, but $(file_of "$key") does not open it: is that another key than the one it was written with?"
    die "$2 could not be unpacked, though it is on $1 as it was written"
  fi
  cmp -s -- "$view/manifest.json" "$3/manifest.json" || die "the manifest of $2 on $1 is not the one in its archive"
}
# read_packed STORAGE NAME: what lies there is what was written. No key is needed.
read_packed() {
  local sum size key manifest found
  read -r sum size key manifest <"$(point_path "$1" "$2")/packed"
  found=$(far_sum "$1" "points/$2/$(archive_name "$key")") || die "the storage $1 does not answer"
  [[ $found == "$sum $size" ]] || {
    say "the archive of $2 on $1 is not what was written"
    return 1
  }
  found=$(far_sum "$1" "points/$2/manifest.json") || die "the storage $1 does not answer"
  [[ ${found% *} == "$manifest" ]] || {
    say "the manifest of $2 on $1 is not what was written"
    return 1
  }
}

# What the next incremental looks at in its base is kept here, so that the base need not be fetched for it.
keep_base_files() { # STORAGE FOLDER
  local file kept
  ((${#base_files[@]} > 0)) || return 0
  for kept in "$(points_path "$1")"/*/.scratch-base; do
    [[ ! -d $kept ]] || remove_tree "$kept"
  done
  kept=$(point_path "$1" "$run_point")/.scratch-base
  for file in "${base_files[@]}"; do
    [[ -f $2/$file ]] || continue
    mkdir -p -- "$(dirname -- "$kept/$file")"
    cp -- "$2/$file" "$kept/$file"
  done
}
bring_packed_base() { # STORAGE NAME
  local file
  brought=$(point_path "$1" "$2")/.scratch-base
  for file in "${base_files[@]}"; do
    if [[ ! -f $brought/$file ]]; then
      begin_scratch
      bring_packed "$1" "$2"
      return
    fi
  done
}

# ── Copies ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
carry_point() { # FROM TO NAME: to a packed storage
  local source
  source=$(point_path "$1" "$3")
  if ! is_packed "$1"; then
    open_point "$source"
    check_point "$source" || die "$3 on $1 is damaged"
    send_point "$2" "$source" "copy $1"
  elif [[ $(key_in "$source") == "$(key_of "$2")" ]]; then
    forward_point "$1" "$2" "$source"
  else
    need_room "$(manifest_field "$source" bytes)"
    workplace=$(spool)/.partial-$system_folder.copy-$(safe_name "$1")-$(safe_name "$2")
    [[ ! -d $workplace ]] || remove_tree "$workplace"
    unpack_point "$1" "$3" "$workplace"
    send_point "$2" "$workplace" "copy $1"
    remove_tree "$workplace"
    workplace=''
  fi
}
# forward_point FROM TO VIEW: the archive as it is, so that no key is needed.
forward_point() {
  local sum size key archive view
  read -r sum size key _ <"$3/packed"
  archive=points/$run_point/$(archive_name "$key") view=$(point_path "$2" "$run_point")
  mkdir -p -- "$view"
  printf 'copy %s\n' "$1" >"$view/sending"
  far "$1" cat "$(far_chain "$1")/$archive" | put_stream "$2" "$archive" "$size"
  settle "$2" "$archive"
  run_stage="read back $run_point"
  [[ $(far_sum "$2" "$archive") == "$sum $size" ]] || die "the copy of $run_point on $2 is not what was sent"
  publish_packed "$2" "$3/manifest.json" "$sum $size $key"
}

# ── Log ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
# log_there STORAGE SHELF NAME: paths of what is there of a file of log. The marker is looked for in the same call.
log_there() {
  local found
  [[ -z ${storage_path[$1]-} ]] || has_marker "$1" || return 1
  found=$(far "$1" lsf -R --files-only --include '/.backupplan-storage' --include "/$chain_folder/log/$2/$3.*" "$(far_place "$1")") || return 1
  grep -qxF .backupplan-storage <<<"$found" || {
    say "storage $1 is not there: its .backupplan-storage is missing"
    return 1
  }
  grep -vxF .backupplan-storage <<<"$found" | sed "s|^$chain_folder/||" | grep -E "/$3\.[0-9]+\.[0-9]+\.[0-9a-f]{64}\.[0-9a-f]{64}\.zst(\.age)?\$" || true
}

# store_packed_log STORAGE SOURCE NAME ARCHIVED: as store_segment.
store_packed_log() {
  local there sum size file object key shelf=${3:0:log_shelf}
  can_reach "$1" || return 1
  there=$(log_there "$1" "$shelf" "$3") || return 1
  sum=$(sha256_of "$2") size=$(stat -c %s -- "$2") || return 1
  if [[ -n $there ]]; then
    # A run that was given up may have brought it too, after all.
    grep -qvF ".$size.$sum." <<<"$there" || return 0
    say "$3 is on $1 with other contents: it stays as it is. Two servers may be writing to one archive"
    return 1
  fi
  key=$(key_of "$1")
  (need_key "$key") || return 1
  mkdir -p -- "$(spool)" || return 1
  rm -f -- "$(spool)/.partial-$system_folder.$3".*
  file=$(spool)/.partial-$system_folder.$3.$BASHPID
  object=''
  if zstd -q <"$2" | seal "$key" >"$file"; then
    object=log/$shelf/$3.$4.$size.$sum.$(sha256_of "$file").zst
    [[ $key == - ]] || object+=.age
    put_log_object "$1" "$file" "$object" || object=''
  fi
  rm -f -- "$file"
  [[ -n $object ]] || return 1
  see_log_object "$1" "$3" "$object" "$size" "$4" "$sum"
}
# put_log_object STORAGE FILE PATH: it has its name only when it was read back; a bucket shows nothing before it is whole. The last
# hash in its name is its own.
put_log_object() {
  local partial=$3 sum
  [[ ${packed[$1]} == s3 ]] || partial=log/.partial-${3##*/}
  put "$1" "$2" "$partial" || return 1
  sum=$(far_sum "$1" "$partial") || return 1
  [[ $3 == *".${sum%% *}.zst"* ]] || {
    say "what lies on $1 is not what was sent"
    return 1
  }
  [[ $partial == "$3" ]] || far "$1" moveto "$(far_chain "$1")/$partial" "$(far_chain "$1")/$3" || return 1
  settle "$1" "$3"
}
# see_log_object STORAGE NAME PATH SIZE ARCHIVED SHA256: in the view at once; what watches that goes on. The next listing shows it anyway.
see_log_object() {
  local folder sum
  folder=$(log_path "$1")
  sum=${3%.zst*}
  mkdir -p -- "$folder" || return 0
  (
    flock -w 30 7 || exit 0
    printf '%s %s %s %s %s %s\n' "$2" "$5" "$6" "$4" "${sum##*.}" "$3" >>"$folder/.objects"
    printf '%s %s %s\n' "$2" "$5" "$6" >>"$folder/index"
    truncate -s "$4" -- "$folder/$2"
  ) 7>"${folder%/log}/.lock"
}

# What is not there ends the log, for who replays it; a storage that does not answer must not.
no_answer=126
# log_object STORAGE NAME: its line in the view, or by a look at the storage; nothing where it has none.
log_object() {
  local line path
  line=$(grep -s "^$2 " "$(log_path "$1")/.objects" | tail -n 1 || true)
  if [[ -z $line ]]; then
    path=$(log_there "$1" "${2:0:log_shelf}" "$2") || return "$no_answer"
    line=$(tail -n 1 <<<"$path" | sed -n "s/^.*\/$2\.\([0-9]*\)\.\([0-9]*\)\.\([0-9a-f]*\)\.\([0-9a-f]*\)\.zst.*\$/$2 \1 \3 \2 \4 &/p")
  fi
  printf '%s\n' "$line"
}
# fetch_packed_log STORAGE NAME FILE: false (1) where it is not there, or damaged; 126 where the storage does not answer.
fetch_packed_log() {
  local line name archived sum size own path key=- turn code
  [[ " ${BACKUPPLAN_LOST-} " != *" $1 "* ]] && can_reach "$1" || return 1
  line=$(log_object "$1" "$2") || return
  [[ -n $line ]] || return 1
  read -r name archived sum size own path <<<"$line"
  if [[ $path == *.age ]]; then
    key=$(key_of "$1")
    (need_key_to_read "$key") || return 1
  fi
  for turn in 1 3 9; do
    code=0
    far "$1" cat "$(far_chain "$1")/$path" >"$3.object" || code=$?
    ((code != 0 && code != 3 && code != 4)) || break
    sleep "$turn"
  done
  ((code == 0 || code == 3 || code == 4)) || return "$no_answer"
  if unseal "$key" <"$3.object" | zstd -qdc >"$3.partial" && [[ $(sha256_of "$3.partial") == "$sum" ]]; then
    rm -f -- "$3.object"
    mv -f -- "$3.partial" "$3"
    return
  fi
  say "log $2 on $1 is damaged"
  rm -f -- "$3.object" "$3.partial"
  return 1
}
# know_lost STORAGE…: those that are not there now are not asked for each file of log again, and their silence ends nothing.
know_lost() {
  local storage
  export BACKUPPLAN_LOST=''
  for storage in "$@"; do
    ! is_packed "$storage" || storage_is_there "$storage" || BACKUPPLAN_LOST+=" $storage"
  done
}
packed_log_at() { # STORAGE NAME: prints where it lies here, fetched if it was not yet
  local file=$scratch/log/$2
  [[ -f $file ]] || fetch_packed_log "$1" "$2" "$file" || return
  printf '%s' "$file"
}

# packed_log_is_whole STORAGE NAME: all of the log is read at once. No key is needed.
packed_log_is_whole() {
  local own path name archived sum size
  [[ -n ${log_hash["$1 read"]-} ]] || read_packed_log "$1"
  while read -r name archived sum size own path; do
    # There again with other contents is as good as damaged.
    [[ ${log_hash["$1 $path"]-} == "$own" && $sum == "${index_sum[$2]}" ]] || return 1
  done < <(grep -s "^$2 " "$(log_path "$1")/.objects")
}

read_packed_log() { # STORAGE
  local own path hashes code=0
  hashes=$(mktemp "$state/hashes-XXXXXX")
  far "$1" hashsum sha256 --download "$(far_chain "$1")/log" >"$hashes" || code=$?
  while read -r own path; do log_hash["$1 log/$path"]=$own; done <"$hashes"
  rm -f -- "$hashes"
  # What a disk here does not give back is damaged; a storage that does not answer says nothing.
  ((code == 0 || code == 3)) || [[ ${packed[$1]} == local ]] || die "the log on $1 could not be read just now"
  log_hash["$1 read"]=yes
}

carry_log() { # FROM TO NAME: where one of the two is packed
  local file name archived sum size own path
  if is_packed "$1" && is_packed "$2"; then
    read -r name archived sum size own path < <(log_object "$1" "$3")
    if [[ $path == *.zst && $(key_of "$2") == - ]] || [[ $path == *.age && $(key_of "$1") == "$(key_of "$2")" ]]; then
      far "$1" cat "$(far_chain "$1")/$path" >"$scratch/object"
      [[ $(sha256_of "$scratch/object") == "$own" ]] || die "log $3 on $1 is damaged"
      put_log_object "$2" "$scratch/object" "$path" || return 1
      see_log_object "$2" "$3" "$path" "$size" "$archived" "$sum"
      return
    fi
  fi
  file=$(log_at "$1" "$3") || die "log $3 on $1 is damaged"
  [[ $(sha256_of "$file") == "${index_sum[$3]}" ]] || die "log $3 on $1 is damaged"
  store_log "$2" "$file" "$3" "${index_time[$3]}" || return 1
  ! is_packed "$1" || rm -f -- "$file"
}

note_packed_log() { # STORAGE NAME TEXT
  local folder
  folder=$(log_path "$1")
  printf '%s\n' "$3" >"$folder/.$2.new"
  put "$1" "$folder/.$2.new" "log/$2"
  mv -f -- "$folder/.$2.new" "$folder/$2"
}
remove_packed_log() { # STORAGE NAME…
  local folder
  folder=$(log_path "$1")
  printf '%s\n' "${@:2}" >"$folder/.going"
  awk 'FILENAME == ARGV[1] { going[$1]; next } $1 in going { print $6 }' "$folder/.going" "$folder/.objects" >"$folder/.paths"
  far "$1" delete --files-from-raw "$folder/.paths" "$(far_chain "$1")" || warn "$1 does not let us remove log"
  refresh_view "$1"
  say "removed what is not kept of the log on $1"
}
