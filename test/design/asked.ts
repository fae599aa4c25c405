/** Plans that ask for a backup and have none. */

export interface Asked {
  readonly kind: string;
  readonly size: number;
  /** Percent of the size that changes a day. */
  readonly changes: number;
  readonly rpo: string;
  readonly rto: string;
  readonly retain: string;
  readonly criticality: string;
  readonly detected: string;
  readonly storages: readonly string[];
  readonly budget: number;
}

export const kinds = ['postgresql', 'mariadb', 'files', 'sqlite', 'redis', 'vm'];
const storages: Readonly<Record<string, string>> = {
  nas: 'nas { at office; path "/srv/backup"; capacity 20 TB; encrypted }',
  disk: 'disk { at office; path "/srv/disk"; capacity 2 TB; encrypted }',
  vault: 's3 { at cloud; bucket "b"; class standard-ia; account backup-admin; immutable 35 days; encrypted }',
  glacier: 's3 { at cloud; bucket "g"; class glacier-flexible; account backup-admin; immutable 35 days; encrypted }',
  far: 'sftp { at annex; host "backup.example.com"; path "/srv/backup"; account annex-admin; price 0.004 USD/GB/month; encrypted }',
  rented: 'b2 { at other; bucket "r"; account backup-admin; fee 5 USD/month; immutable 40 days; optional; encrypted }',
};
const nameless = 's3 { at cloud; bucket "n"; endpoint "https://s3.example.net"; account backup-admin; immutable 35 days; encrypted }';
export const storageNames = Object.keys(storages);

const settings: Readonly<Record<string, string>> = {
  postgresql: 'database "app"',
  mariadb: 'database "app", "mysql"',
  files: 'path "/srv/files"',
  sqlite: 'path "/var/lib/app.db"',
  redis: '',
  vm: '',
};

export function askedText({ kind, size, changes, rpo, rto, retain, criticality, detected, storages: names, budget }: Asked): string {
  return `plan "Asked" { owner "ops@example.com"; timezone "Europe/Berlin"; notify "mailto:ops@example.com"; budget ${budget} USD/month }
site office { kind office; region "eu-central" }
site cloud { kind cloud; provider aws; region "eu-west-1" }
site annex { kind building; region "eu-north" }
site other { kind cloud; provider backblaze; region "eu-west" }
${names.map((name) => `storage ${name}: ${storages[name] ?? nameless}`).join('\n')}
system app: ${kind} {
  at           office
  ${settings[kind]}
  size         ${size} GB
  changes      ${(size * changes) / 100} GB/day
  criticality  ${criticality}
  rpo          ${rpo}
  rto          ${rto}${retain === '' ? '' : `\n  retain       ${retain}`}
}
scenario office-lost { lose office; recover at cloud; declare within 30m; provision within 30m }
scenario ransomware { compromise production; detected after ${detected}; declare within 30m; provision within 1h }
scenario wrong-delete { corrupt app; detected after 1 day; declare within 15m; provision within 0m }
`;
}
