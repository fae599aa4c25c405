#!/bin/sh
set -e
OUT=/var/backups/stack
docker exec -i stack-db-1 pg_dump -U nextcloud nextcloud | gzip -c > "$OUT/nextcloud.sql.gz"
docker compose -f /opt/stack/compose.yaml exec -T redis redis-cli --rdb /data/dump.rdb
