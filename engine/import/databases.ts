/** Commands that dump databases. */
import { Arguments } from './arguments.ts';
import type { Command, Word } from './shell.ts';
import type { Source } from './step.ts';
import { UNKNOWN } from './unknown.ts';
import { nameOf } from './unwrap.ts';

/** What a command dumps, and the file or folder that it goes to; undefined where the output is the dump. */
export interface Dump {
  readonly source: Source;
  readonly tool: string;
  readonly file?: Word;
}

type Reader = (words: readonly Word[], command: Command) => Dump | undefined;

const SERVER = ['h', 'host', 'p', 'port', 'P', 'U', 'u', 'username', 'user'];

const readers: Readonly<Record<string, Reader>> = {
  pg_dump(words, command) {
    const given = new Arguments(words, [
      ...SERVER,
      'd',
      'dbname',
      'f',
      'file',
      'F',
      'format',
      'n',
      'schema',
      't',
      'table',
      'T',
      'N',
      'j',
      'jobs',
      'Z',
      'compress',
      'E',
      'S',
    ]);
    const database = given.value('d', 'dbname') ?? given.rest[0] ?? command.sets.get('PGDATABASE');
    return {
      source: server('postgresql', given, command, database === undefined ? [] : [database]),
      tool: 'pg_dump',
      file: given.value('f', 'file'),
    };
  },
  pg_dumpall(words, command) {
    const given = new Arguments(words, [...SERVER, 'd', 'dbname', 'f', 'file', 'l']);
    return { source: server('postgresql', given, command, []), tool: 'pg_dump', file: given.value('f', 'file') };
  },
  pg_basebackup(words, command) {
    const given = new Arguments(words, [
      ...SERVER,
      'D',
      'pgdata',
      'F',
      'format',
      'X',
      'wal-method',
      'Z',
      'r',
      'c',
      'checkpoint',
      'l',
      'label',
      'S',
      'd',
      'T',
      't',
    ]);
    const unknown = ['whether its log is archived: ask postgresql.conf for archive_command'];
    return { source: { ...server('postgresql', given, command, []), unknown }, tool: 'pg_basebackup', file: given.value('D', 'pgdata') };
  },
  mysqldump: mysql('mysql', 'mysqldump'),
  'mariadb-dump': mysql('mariadb', 'mariadb-dump'),
  mongodump(words, command) {
    const given = new Arguments(words, [
      'h',
      'host',
      'port',
      'db',
      'd',
      'out',
      'o',
      'uri',
      'u',
      'username',
      'p',
      'password',
      'c',
      'collection',
      'authenticationDatabase',
    ]);
    const database = given.value('db', 'd');
    const source = server('mongodb', given, command, database === undefined ? [] : [database]);
    return { source, tool: 'mongodump', file: given.value('archive', 'out', 'o') };
  },
  'redis-cli'(words, command) {
    const given = new Arguments(words, ['h', 'p', 'a', 'u', 'n', 's', 'rdb', 'user', 'pass']);
    const file = given.value('rdb');
    return file === undefined ? undefined : { source: server('redis', given, command, []), tool: 'redis-cli', file };
  },
  sqlite3(words) {
    const [file, ...statements] = new Arguments(words, ['cmd']).rest;
    const copied = statements.flatMap((each) => {
      const match = /^\s*(?:\.backup\s+(?:main\s+)?|VACUUM\s+INTO\s+)['"]?([^'"]+)['"]?/iu.exec(each.text);
      return match === null ? [] : [{ ...each, text: match[1] ?? '' }];
    })[0];
    if (file === undefined || copied === undefined) return undefined;
    return {
      source: { kind: 'sqlite', databases: [], paths: known([file]), excludes: [], label: label(file.text) },
      tool: 'sqlite3',
      file: copied,
    };
  },
  etcdctl(words, command) {
    const given = new Arguments(words, ['endpoints', 'cacert', 'cert', 'key', 'user', 'password']);
    const [snapshot, save, file] = given.rest;
    return snapshot?.text === 'snapshot' && save?.text === 'save'
      ? { source: server('etcd', given, command, []), tool: 'etcdctl', file }
      : undefined;
  },
};

/** Reads one command of a pipeline; undefined where it dumps nothing. */
export function dumpOf(words: readonly Word[], command: Command): Dump | undefined {
  const name = nameOf(words[0]);
  return Object.hasOwn(readers, name) ? readers[name]?.(words.slice(1), command) : undefined;
}

function mysql(kind: 'mysql' | 'mariadb', tool: string): Reader {
  return (words, command) => {
    // A password may be attached to `-p`, and holds no options.
    const given = new Arguments(words.map(attached), [
      'h',
      'host',
      'P',
      'port',
      'u',
      'user',
      'r',
      'result-file',
      'S',
      'socket',
      'T',
      'tab',
      'w',
      'where',
      'ignore-table',
    ]);
    const all = given.has('all-databases', 'A');
    const databases = all ? [] : given.has('databases', 'B') ? given.rest : given.rest.slice(0, 1);
    const unknown = kind === 'mysql' ? ['whether the server is MySQL or MariaDB: mysqldump speaks to both'] : [];
    return { source: { ...server(kind, given, command, databases), unknown }, tool, file: given.value('r', 'result-file') };
  };
}

function attached(word: Word): Word {
  return /^-p./u.test(word.text) ? { text: '-p', unknowns: [] } : word;
}

function server(kind: Source['kind'], given: Arguments, { sets }: Command, databases: readonly Word[]): Source {
  const urls = [...databases, ...given.values(...(kind === 'redis' ? ['u'] : ['uri']))];
  const url = urls
    .map(({ text }) => urlParts(text) ?? (kind === 'postgresql' ? settingParts(text) : undefined))
    .find((parts) => parts !== undefined);
  const host = url?.host ?? plain(given.value('h', 'host') ?? sets.get('PGHOST'));
  const port =
    url?.port ??
    plain(kind === 'mysql' || kind === 'mariadb' ? given.value('P', 'port') : (given.value('p', 'port') ?? sets.get('PGPORT')));
  const user =
    url?.user ??
    plain(kind === 'mysql' || kind === 'mariadb' ? given.value('u', 'user') : (given.value('U', 'username') ?? sets.get('PGUSER')));
  const names = url === undefined ? known(databases) : kind === 'redis' || url.database === undefined ? [] : [url.database];
  return {
    kind,
    host: host === undefined || /^(?:localhost|127\.|::1|\/|@)/u.test(host) ? undefined : host,
    port: port === undefined || !/^\d{1,5}$/u.test(port) ? undefined : Number(port),
    user,
    databases: names,
    paths: [],
    excludes: [],
    ...(databases.length > 0 && names.length === 0
      ? { unknown: ['which databases there are: a variable or a loop says so when it runs'] }
      : {}),
  };
}

interface Parts {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly database?: string;
}

/** The parts of `postgresql://user:password@host:port/database` that are no secret. */
function urlParts(text: string): Parts | undefined {
  const match =
    /^(?:postgres(?:ql)?|mysql|mariadb|rediss?|mongodb(?:\+srv)?):\/\/(?:([^:@/]*)(?::[^@/]*)?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?/u.exec(
      text,
    );
  if (match === null) return undefined;
  const part = (index: number): string | undefined => {
    const value = match[index];
    return value === undefined || value === '' || value.includes(UNKNOWN) ? undefined : value;
  };
  return { user: part(1), host: part(2), port: part(3), database: part(4) };
}

/** The same of `host=db user=backup password=… dbname=shop`. */
function settingParts(text: string): Parts | undefined {
  if (!/^\s*\w+\s*=/u.test(text)) return undefined;
  const part = (name: string): string | undefined => {
    const [, value] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*'?([^\\s']+)`, 'u').exec(text) ?? [];
    return value?.includes(UNKNOWN) === true ? undefined : value;
  };
  return { user: part('user'), host: part('host'), port: part('port'), database: part('dbname') };
}

function plain(word: Word | undefined): string | undefined {
  return word === undefined || word.text === '' || word.text.includes(UNKNOWN) ? undefined : word.text;
}

function known(words: readonly Word[]): string[] {
  return words.flatMap(({ text }) => (text === '' || text.includes(UNKNOWN) ? [] : [text]));
}

/** What a file of a database may be called: by itself, or where its name says nothing by what is around it. */
function label(path: string): string {
  const parts = path.split('/').map((part) => part.replace(/\.(?:db|sqlite3?|sql)$/u, ''));
  return parts.findLast((part) => part !== '' && !/^(?:db|database|data|main|app)$/u.test(part)) ?? 'sqlite';
}
