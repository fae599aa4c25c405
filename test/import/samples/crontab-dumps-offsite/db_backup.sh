#!/bin/bash
# dump all databases, keep two weeks
set -euo pipefail
BACKUP_DIR=/backup/db
KEEP=14
DATE=$(date +%Y%m%d)
export PGPASSWORD='s3cret!'

for DB in shop crm; do
  pg_dump -h localhost -U backup -Fc "$DB" > "$BACKUP_DIR/$DB-$DATE.dump"
done

mysqldump --single-transaction -u root -p'hunter2' wikidb | gzip > "$BACKUP_DIR/wikidb-$DATE.sql.gz"

# rotate
find "$BACKUP_DIR" -type f -mtime +$KEEP -delete
curl -fsS https://hc-ping.com/aaaa-bbbb > /dev/null
