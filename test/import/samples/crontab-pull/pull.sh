#!/usr/bin/env bash
# usage: pull.sh HOST
HOST="$1"
fetch() {
  local from=$1
  rsync -aHx --numeric-ids --delete --link-dest=../last -e ssh "root@${HOST}:${from}" "/srv/pull/${HOST}/"
}
case "$HOST" in
  web*) fetch /var/www ;;
  *) fetch /var/mail ;;
esac
