/** Crontabs: those of a user, and those of the system, which name the user. */
import type { ReadText } from '../plan/project.ts';
import { Run, type Runs, startingVariables } from './runs.ts';
import { rhythmOf } from './schedule.ts';
import { secretLines, withoutPassword } from './secrets.ts';

export interface CrontabReading extends Runs {
  readonly notify: readonly string[];
  readonly zone?: string;
}

const FIELDS = /^\s*(@\w+|[\d*][\d*/,-]*\s+(?:[\d*/,A-Za-z-]+\s+){3}[\d*/,A-Za-z-]+)\s+(.*)$/u;

/** `read` gives the text of scripts by their path. */
export function readCrontab(text: string, file: string, read: ReadText): CrontabReading {
  const settings = new Map<string, string>();
  const found: Runs = { steps: [], calls: [], left: [], files: [] };
  const lines = text.split(/\r?\n/u);
  const system = hasUsers(lines);
  for (const [index, line] of lines.entries()) {
    const origin = { file, line: index + 1 };
    if (/^\s*(?:#|$)/u.test(line)) continue;
    const setting = /^\s*([A-Za-z_]\w*)\s*=\s*["']?(.*?)["']?\s*$/u.exec(line);
    if (setting !== null) {
      const [, name = '', value = ''] = setting;
      settings.set(name, value);
      found.left.push(...secretLines(`${name}=${value}`, origin));
      continue;
    }
    const entry = FIELDS.exec(line);
    if (entry === null) {
      found.left.push({ origin, because: 'it is no line of a crontab' });
      continue;
    }
    const [, fields = '', rest = ''] = entry;
    const [, user = 'root', command = ''] = system ? (/^(\S+)\s+(.*)$/u.exec(rest) ?? []) : [rest, 'root', rest];
    const rhythm = rhythmOf(fields);
    if (typeof rhythm === 'string') {
      found.left.push({ origin, because: rhythm });
      continue;
    }
    const home = settings.get('HOME') ?? (system ? (user === 'root' ? '/root' : `/home/${user}`) : '~');
    const when = { ...rhythm, run: index + 1 };
    found.left.push(...secretLines(shellOf(command), origin));
    const before = count(found);
    const run = new Run(read, when, home, found);
    run.follow(shellOf(command), origin, startingVariables(settings, home));
    if (count(found) === before && !run.known)
      found.left.push({ origin, because: `nothing in it is a backup that is understood: ${programOf(command)}` });
  }
  return { ...found, notify: addresses(settings.get('MAILTO')), zone: settings.get('CRON_TZ') };
}

function count({ steps, calls, left }: Runs): number {
  return steps.length + calls.length + left.length;
}

/** In the crontab of the system a user stands before each command. A command that is a user's name is rarer than that. */
function hasUsers(lines: readonly string[]): boolean {
  const commands = lines.flatMap((line) => (/^\s*#/u.test(line) ? [] : (FIELDS.exec(line)?.[2] ?? [])));
  return commands.length > 0 && commands.every((command) => /^(?:[a-z_][a-z0-9_-]*)\s+\S/u.test(command) && !programs.test(command));
}

const programs =
  /^(?:sh|bash|cd|test|sudo|nice|ionice|flock|env|find|tar|rsync|restic|borg|borgmatic|pgbackrest|pg_\w+|mysqldump|mongodump|mariadb-\w+|sqlite3|aws|rclone|docker|docker-compose|kubectl|ssh|scp|cp|rm|echo|certbot|php|python3?|curl|wget|timeout|chronic|sleep|command|run-parts|umask|export|etcdctl|redis-cli|gsutil|s3cmd|logrotate|fstrim|apt|perl|node|ruby|mount|nohup|source)\s/u;

/** Behind a `%` stands what a command reads; `\%` is a `%`. */
function shellOf(command: string): string {
  return command.replace(/(?<!\\)%[\s\S]*$/u, '').replaceAll('\\%', '%');
}

/** The program alone: what follows it may be a secret. */
function programOf(command: string): string {
  const words = withoutPassword(command)
    .replaceAll(/(?<=^|\s)\w+=(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|\\.|[^\s"'\\])*/gu, '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const [first = 'nothing', second = first] = words;
  const program = /^(?:\S*\/)?(?:python|perl|php|ruby|node)[\d.]*$/u.test(first) ? second : first;
  return program.slice(program.lastIndexOf('/') + 1).slice(0, 40);
}

function addresses(mailto: string | undefined): readonly string[] {
  return (mailto ?? '').split(',').flatMap((each) => (/^[^\s@]+@[^\s@]+$/u.test(each.trim()) ? [`mailto:${each.trim()}`] : []));
}
