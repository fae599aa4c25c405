#!/usr/bin/env bash
# Git: how repositories are read and brought back. Read after lib.sh, which says what has to be defined here.
# shellcheck source=lib.sh disable=SC2154

# What a script of a git system sets after it has read this file: the repositories, absolute paths, bare or with a working tree.
repositories=()

# Repositories may belong to others than whoever runs this, and nothing of our own settings counts.
git_at() { GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null limited git -c safe.directory='*' -C "$@"; } # FOLDER ARGUMENT…

connect() {
  local repository
  run_stage=connect
  run_tool=$(git --version) || die "git is not installed"
  run_server=$run_tool
  for repository in "${repositories[@]}"; do
    git_at "$repository" rev-parse --git-dir >/dev/null 2>&1 || die "there is no repository $repository that can be read"
  done
}

# A bundle has all branches, tags, notes and stashes; where HEAD points is written beside it. Settings, hooks and what nobody has
# committed are not in a bundle.
write_point() {
  local repository name number=0
  local -a files=()
  run_captured=$(date +%s)
  for repository in "${repositories[@]}"; do
    number=$((number + 1))
    name=$(printf 'repository-%03d.bundle' "$number")
    run_stage="bundle $name"
    say "bundling $repository"
    [[ -n $(git_at "$repository" for-each-ref --count=1) ]] || die "$repository has no commits yet: take it out of the plan until it has"
    git_at "$repository" bundle create --quiet "$workplace/$name" --all HEAD
    printf '%s %s %s\n' "$name" "$(git_at "$repository" rev-parse --is-bare-repository)" "$(git_at "$repository" symbolic-ref --quiet HEAD || git_at "$repository" rev-parse HEAD)" >>"$workplace/heads"
    files+=("$(manifest_file "$name" "$repository")")
  done
  files+=("$(manifest_file heads)")
  run_bytes=$(bytes_below "$workplace")
  write_manifest '  "method": "bundle",' "${files[@]}"
}

# Git itself reads all of a bundle only when it is taken in, which a restore does; here it is compared with what was written.
check_point() {
  local sum size name rest
  check_files "$1" || return 1
  while read -r sum size name rest; do
    [[ $name != *.bundle ]] || git_at / bundle list-heads "$1/$name" >/dev/null || return 1
  done < <(manifest_files "$1")
}

# take_in POINT-FOLDER NAME INTO: a bare mirror, whose HEAD is as it was.
take_in() {
  local bare head
  limited git init --quiet --bare --template= -- "$3"
  git_at "$3" fetch --quiet --no-auto-gc "$1/$2" '+refs/*:refs/*'
  read -r bare head < <(sed -n "s/^$2 //p" "$1/heads")
  if [[ $head == refs/* ]]; then
    git_at "$3" symbolic-ref HEAD "$head"
  else
    git_at "$3" fetch --quiet --no-auto-gc "$1/$2" HEAD
    git_at "$3" update-ref --no-deref HEAD "$head"
  fi
  git_at "$3" fsck --full --no-dangling >/dev/null || die "$2 is damaged"
  # The same names at the same commits.
  [[ $(git_at "$3" for-each-ref --format='%(objectname) %(refname)') == "$(git_at / bundle list-heads "$1/$2" | grep -v -x -e '[0-9a-f]* HEAD' | sort -k 2)" ]] || die "$2 did not come back whole"
}

# Below INTO every repository has the path that it had.
restore_point() {
  local entry
  while IFS= read -r -d '' entry; do
    run_stage="take in ${entry%% *}"
    mkdir -p -- "$2${entry#* }"
    take_in "$1" "${entry%% *}" "$2${entry#* }"
  done < <(placed_files "$1" .bundle)
  sync -f "$2"
}
check_restored() {
  local entry count=0 commits=0
  run_stage='check restored'
  while IFS= read -r -d '' entry; do
    commits=$((commits + $(git_at "$2${entry#* }" rev-list --all --count)))
    count=$((count + 1))
  done < <(placed_files "$1" .bundle)
  say "checked: $count repositories, $commits commits"
}
restored_words() { printf 'The repositories lie below %s, bare: git clone from there' "$1"; }

# The damaged repositories stay beside the new ones, with their settings and hooks.
replace_system() {
  local entry path stamp bare head fresh
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  stop_services
  while IFS= read -r -d '' entry; do
    path=${entry#* } fresh=${entry#* }.restored-$stamp
    run_stage="replace $path"
    read -r bare head < <(sed -n "s/^${entry%% *} //p" "$1/heads")
    mkdir -p -- "$fresh"
    if [[ $bare == true ]]; then
      take_in "$1" "${entry%% *}" "$fresh"
    else
      take_in "$1" "${entry%% *}" "$fresh/.git"
      git_at "$fresh/.git" config core.bare false
      git_at "$fresh" reset --quiet --hard
    fi
    if [[ -e $path ]]; then
      apply_attributes "$(attributes_of "$path")" "$fresh"
      if [[ $(id -u) == 0 ]]; then chown -R -h --reference="$path" -- "$fresh"; fi
    fi
    sync -f "$fresh"
    [[ ! -e $path ]] || mv -T -- "$path" "$path.damaged-$stamp"
    mv -T -- "$fresh" "$path"
  done < <(placed_files "$1" .bundle)
  start_services
  say "the repositories are replaced; the old ones are called PATH.damaged-$stamp, with their settings and hooks. Take a full backup now"
}
