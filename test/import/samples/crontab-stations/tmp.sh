#!/bin/bash
T=/tmp/wiki_$(date +%s)
mkdir -p $T
pg_dump wiki -f $T/wiki.sql
cp -r /var/lib/wiki/uploads $T/
tar czf $T.tgz $T
scp $T.tgz store@vault.example.net:/srv/wiki/
rm -rf $T $T.tgz
