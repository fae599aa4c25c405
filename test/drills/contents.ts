/** Everything that a restore has to bring back, as text that can be compared. */
import assert from 'node:assert/strict';
import type { Server } from './server.ts';

/** Rows of all tables, owners, grants and settings of a database, and the roles with their passwords. */
export async function contents(server: Server, database: string, socket?: string): Promise<string> {
  const tables = (
    await server.query(
      database,
      "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public' order by 1",
      socket,
    )
  ).split('\n');
  const rows = await Promise.all(tables.map((table) => server.query(database, `select * from ${table} as row order by row::text`, socket)));
  const about = await server.query(
    database,
    `select relname, relkind, relowner::regrole, relacl from pg_class where relnamespace = 'public'::regnamespace order by 1;
     select datname, datdba::regrole, datacl, encoding, datcollate from pg_database where datname = current_database();
     select setrole::regrole, setconfig from pg_db_role_setting where setdatabase = (select oid from pg_database where datname = current_database());
     select rolname, rolsuper, rolcanlogin, rolconnlimit, rolpassword from pg_authid where rolname !~ '^pg_' order by 1;
     select roleid::regrole, member::regrole, admin_option from pg_auth_members where roleid >= 16384 order by 1, 2;`,
    socket,
  );
  return [...tables.map((table, index) => `${table}\n${rows[index]}`), about].join('\n');
}

/** Asserts that two contents are the same; where not, tells the first lines that differ, for the whole is long. */
export function assertSame(found: string, wanted: string): void {
  const there = found.split('\n');
  const expected = wanted.split('\n');
  const index = expected.findIndex((line, at) => line !== there[at]);
  assert.deepEqual(index < 0 ? [] : there.slice(index, index + 5), index < 0 ? [] : expected.slice(index, index + 5));
  assert.equal(there.length, expected.length);
}

/** A database as a shop has it: an owner, a role with few rights, a table with a sequence, and values that are hard to carry. */
export async function loadShop(server: Server, database: string): Promise<void> {
  await server.query(
    'postgres',
    `create role shop login password 'geheim'; create role reader; grant reader to shop; create role "o'neill" login connection limit 3;
     create database ${quoted(database)} owner shop; alter database ${quoted(database)} set work_mem = '8MB';`,
  );
  await server.query(
    database,
    `set role shop;
     create table orders (id bigserial primary key, customer text not null, total numeric(12, 2), placed timestamptz default clock_timestamp());
     insert into orders (customer, total) select md5(g::text), g * 1.01 from generate_series(1, 5000) g;
     create table odd (id int primary key, word text, raw bytea);
     insert into odd values (1, E'new\\nline, \\'quotes\\', \\\\ and \\u00fcml\\u00e4ut', '\\x00ff'), (2, null, null), (3, '', '\\x');
     grant select on orders to reader;
     create index on orders (customer);`,
  );
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
