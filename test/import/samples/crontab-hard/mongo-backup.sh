#!/bin/bash
KIND=$1
WORK=$(mktemp -d)
mongodump --uri "mongodb://backup:s3cret@mongo1.acme.example:27017/acme" --out "$WORK" || exit 1
tar -C "$WORK" -czf - . | aws s3 cp - "s3://acme-mongo/$KIND/$(date +%s).tgz"
rm -rf "$WORK"
cat <<MAIL | mail -s done ops@example.org
pg_dump fake > /tmp/fake.sql
MAIL
