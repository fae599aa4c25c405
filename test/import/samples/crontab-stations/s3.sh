#!/bin/bash
NOW=$(date +%F)
FILE=/backup/crm/crm-$NOW.sql.gz
mysqldump crm | gzip > $FILE
aws s3 cp "$FILE" s3://crm-backups/daily/
