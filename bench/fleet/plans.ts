/** A fleet for the benchmarks: many small plans that share their places and policies by imports. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const TEAMS = 50;
const POLICIES = 8;

export interface Fleet {
  readonly plans: number;
  /** Every system has a size of its own, and with it runs of its own length; else many are alike. */
  readonly distinct?: boolean;
}

/** Writes the plans, and the two files that they import, below a folder; the same ones each time. Returns what it has written. */
export function writeFleet(
  folder: string,
  { plans, distinct = false }: Fleet,
): readonly { readonly path: string; readonly text: string }[] {
  const files: { path: string; text: string }[] = [];
  const write = (name: string, lines: readonly string[]): void => {
    const file = { path: path.join(folder, name), text: `${lines.join('\n')}\n` };
    mkdirSync(path.dirname(file.path), { recursive: true });
    writeFileSync(file.path, file.text);
    files.push(file);
  };
  write('shared/places.backupplan', [
    'site berlin { kind datacenter; region "eu-central" }',
    'site ireland { kind cloud; provider aws; region "eu-west-1" }',
    'storage nas: nas { at berlin; path "/srv/backup"; account storage-admin; encrypted; capacity 900 TB }',
    'storage vault: s3 { at ireland; bucket "fleet"; account backup-admin; immutable 35 days; encrypted }',
    'scenario datacenter-lost { lose berlin; recover at ireland; declare within 30m; provision within 1h; drill every 6 months }',
  ]);
  write('shared/policies.backupplan', [
    'import "places.backupplan"',
    ...Array.from({ length: POLICIES }, (_, index) =>
      [
        `policy p${index} {`,
        `  full daily at 0${index}:${10 + index} to nas`,
        index % 2 === 0 ? '  copy after full from nas to vault' : '  copy hourly from nas to vault',
        '  keep on nas 14 days',
        '  keep on vault daily for 30 days, monthly for 12 months',
        '  verify restore weekly on monday at 05:00',
        '}',
      ].join('\n'),
    ),
  ]);
  for (let plan = 0; plan < plans; plan++) {
    const team = plan % TEAMS;
    const [rows, bytes] = distinct ? [20 + plan / 10, 50 + plan / 10] : [20 + ((plan * 7) % 97), 50 + ((plan * 11) % 89)];
    write(`teams/t${two(team)}/service-${plan}.backupplan`, [
      'import "../../shared/places.backupplan"',
      'import "../../shared/policies.backupplan"',
      `plan "Service ${plan}" { owner "team-${team}@fleet.example"; timezone "Europe/Berlin"; notify "mailto:team-${team}@fleet.example" }`,
      system(`db${plan}`, 'postgresql', `database "d${plan}"; size ${rows} GB`, plan),
      system(`files${plan}`, 'files', `path "/srv/${plan}"; size ${bytes} GB`, plan + 3),
    ]);
  }
  return files;
}

function system(name: string, kind: string, about: string, index: number): string {
  return `system ${name}: ${kind} { at berlin; ${about}; changes ${1 + (index % 4)} GB/day; rpo 26h; rto ${4 + (index % 3)}h; backup with p${index % POLICIES} }`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
