main() {
  (($# == 2)) || wrong_use 'usage: restore-wal.sh NAME PATH (PostgreSQL calls it: restore-wal.sh %f %p)'
  is_log_name "$1" || return 1
  local from folder line
  for from in "${log_storages[@]}"; do
    folder=$(log_path "$from")
    if ! storage_is_there "$from" || [[ ! -f $folder/$1 ]]; then continue; fi
    line=$(index_line "$folder" "$1")
    if [[ -n $line && $(sha256_of "$folder/$1") != "${line##* }" ]]; then
      say "$1 on $from is damaged; trying the next storage"
      continue
    fi
    cp -- "$folder/$1" "$2" && return 0
  done
  # PostgreSQL asks for what may not exist; that is no error worth a line.
  return 1
}
main "$@"
exit
