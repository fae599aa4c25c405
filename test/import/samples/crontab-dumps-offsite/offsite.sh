#!/bin/sh
. /opt/backup/restic.env
restic backup /backup --tag nightly
restic forget --keep-daily 7 --keep-weekly 5 --keep-monthly 12 --prune
