#!/usr/bin/env bash
# The backup script that everybody has written once, line by line as it is found in the wild. The drills show what becomes of it.
# usage: naive.sh dump DATABASE FOLDER | check FILE | prune FOLDER | archive PATH NAME FOLDER | archive-once PATH NAME FOLDER | base FOLDER
case $1 in
  dump)
    mkdir -p "$3"
    sh -c "pg_dump -Fc $2 | gzip > $3/$(date +%F).dump.gz"
    ;;
  dump-with-password)
    pg_dump -Fc "postgresql://postgres:$4@/$2?host=$PGHOST" > "$3/with-password.dump"
    ;;
  check) gunzip -c "$2" | pg_restore -l > /dev/null && echo "backup is good" ;;
  prune) find "$2" -name '*.dump.gz' -mtime +30 -delete ;;
  archive) cp "$2" "$4/$3" ;;
  archive-once) test ! -f "$4/$3" && cp "$2" "$4/$3" ;;
  base) pg_basebackup -D "$2/$(date +%F-%H%M%S)" -c fast ;;
esac
