#!/bin/bash
set -euo pipefail
# Nightly dumps. Ask Jo before you change anything.
DIR=/backup/db
STAMP=$(date +%Y%m%d)
export PGPASSWORD="hunter2"
mkdir -p "$DIR"
for db in orders customers; do
  pg_dump -h db1.internal -U backup -Fc "$db" > "$DIR/$db-$STAMP.dump"
done
mysqldump --single-transaction -uroot -phunter2 wordpress | gzip > ${DIR}/wordpress-${STAMP}.sql.gz
find "$DIR" -name '*.dump' -mtime +14 -delete
