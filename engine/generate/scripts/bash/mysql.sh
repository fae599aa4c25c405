#!/usr/bin/env bash
# MySQL: where it differs from MariaDB. Read after lib.sh and mysql-family.sh, which say what has to be defined here.
# shellcheck source=mysql-family.sh disable=SC2154

product=MySQL programs_word='install mysql-server, or set BACKUPPLAN_MYSQL_BIN' programs_folder=BACKUPPLAN_MYSQL_BIN
declare -gA programs=([server]=mysqld [client]=mysql [dump]=mysqldump [binlog]=mysqlbinlog [admin]=mysqladmin [check]=mysqlcheck)
# A restored server counts transactions anew.
dump_options=(--single-transaction --quick --routines --events --triggers --hex-blob --max-allowed-packet=1G --set-gtid-purged=OFF)
position_option=--source-data=2 replay_options=(--skip-gtids)
server_options=(--skip-replica-start --gtid-mode=OFF --enforce-gtid-consistency=OFF --mysqlx=OFF --secure-file-priv=NULL) any_proxied=''
kept_accounts="'mysql.sys@localhost', 'mysql.session@localhost', 'mysql.infoschema@localhost'" processes=performance_schema.processlist
# Whether GTIDs are on or off, a new file has two events.
log_mark() { query "show binlog events in '$1' limit 2, 1" | cut -f 1,2; }

# ── MySQL: accounts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
# They are the rows of these tables: what mysqldump can write as statements (--users, in MySQL 9) needs roles before it makes them. And log
# may name time zones.
account_tables=(user db tables_priv columns_priv procs_priv proxies_priv global_grants role_edges default_roles password_history)
zone_tables=(time_zone time_zone_leap_second time_zone_name time_zone_transition time_zone_transition_type)
row_options=(--single-transaction --no-create-info --complete-insert --insert-ignore --hex-blob --skip-add-locks --skip-disable-keys
  --set-gtid-purged=OFF)

dump_accounts() {
  limited mysqldump "${server[@]}" "${row_options[@]}" --result-file="$workplace/users.sql" -- mysql "${account_tables[@]}" "${zone_tables[@]}"
}

load_accounts() {
  in_restored "$2" limited_client --binary-mode --database=mysql <"$1/users.sql"
  restored_query "$2" 'flush privileges'
}

# The restored server, where log has been replayed on them, loses those that the running one has, and its own. What is left goes over.
add_accounts() {
  local table to common="('$own_account', $kept_accounts)"
  limited mysql "${server[@]}" --batch --raw --skip-column-names \
    --execute="select concat('drop user if exists ', quote(user), '@', quote(host), ';') from mysql.user where concat(user, '@', host) not in $common" |
    in_restored "$2" limited_client --binary-mode
  for table in "${account_tables[@]}"; do
    to=''
    [[ $table != role_edges ]] || to=to_
    restored_query "$2" "delete from mysql.$table where concat(${to}user, '@', ${to}host) in $common"
  done
  in_restored "$2" mysqldump "${row_options[@]}" -- mysql "${account_tables[@]}" | limited mysql "${server[@]}" --binary-mode --database=mysql
  query 'flush privileges'
}

# ── MySQL: restored servers ───────────────────────────────────────────────────────────────────────────────────────────────────
new_server() { limited mysqld --no-defaults --initialize-insecure --datadir="$1/server" --lower-case-table-names="$2"; }
