/** Plans for the benchmarks: as large as is asked for, and the same each time. */

export interface Size {
  readonly systems: number;
  readonly policies: number;
  /** Every system has a size of its own, and with it runs of its own length; else the systems of a policy are alike. */
  readonly distinct?: boolean;
}

const SITES = 4;

/** A company with a cloud, four data centres and as many systems as are asked for, each with one of the policies. */
export function company({ systems, policies, distinct = false }: Size): string {
  const each = <T>(count: number, write: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => write(index));
  return [
    'plan "Company" { owner "sre@company.example"; timezone "Europe/Berlin"; budget 90000 USD/month }',
    'site cloud { kind cloud; provider aws; region "eu-west-1" }',
    ...each(SITES, (site) => `site dc${site} { kind datacenter; region "r${site}" }`),
    ...each(
      SITES,
      (site) => `storage nas${site}: disk { at dc${site}; path "/srv/backup"; read 4 GB/s; write 2500 MB/s; capacity 9000 TB }`,
    ),
    ...each(
      2,
      (vault) =>
        `storage vault${vault}: s3 { at cloud; bucket "b${vault}"; class standard-ia; account backup-admin; immutable ${30 + 5 * vault} days }`,
    ),
    ...each(policies, policy),
    ...each(systems, (system) => systemText(system, system % policies, distinct)),
    'scenario dc-lost { lose dc0; recover at dc1; declare within 30m; provision within 20m }',
    'scenario ransomware { compromise production; detected after 14 days; declare within 1h; provision within 2h }',
    `scenario wrong-delete { corrupt ${each(Math.min(systems, 50), (system) => `s${system}`).join(', ')}; detected after 1 day }`,
    '',
  ].join('\n');
}

function policy(index: number): string {
  const nas = `nas${index % SITES}`;
  const vault = `vault${index % 2}`;
  const time = `${two(index % 24)}:${two((index * 7) % 60)}`;
  const jobs = [
    [`full daily at ${time} to ${nas} using pg_dump`, `copy hourly from ${nas} to ${vault}`],
    [
      `full weekly on sunday at ${time} to ${nas} using pgbackrest`,
      `incremental daily at ${time} to ${nas} using pgbackrest`,
      `log continuous to ${nas}`,
      `copy hourly from ${nas} to ${vault}`,
    ],
    [
      `full every ${[12, 6, 4, 2, 1][(index >> 2) % 5]}h to ${nas} using restic`,
      `copy daily at ${two(index % 24)}:45 from ${nas} to ${vault}`,
    ],
    [
      `full daily at ${time} to ${nas} using pg_basebackup`,
      `log every ${[5, 10, 15, 30][(index >> 2) % 4]}m to ${nas}`,
      `copy every 4h from ${nas} to ${vault}`,
    ],
  ][index % 4];
  return [
    `policy p${index} {`,
    ...(jobs ?? []).map((job) => `  ${job}`),
    `  keep on ${nas} 14 days`,
    `  keep on ${vault} daily for 30 days, monthly for 12 months`,
    '  verify restore weekly on monday at 05:00',
    '}',
  ].join('\n');
}

function systemText(index: number, policy: number, distinct: boolean): string {
  const files = policy % 4 === 2;
  const size = distinct ? index : policy;
  return [
    `system s${index}: ${files ? 'files' : 'postgresql'} {`,
    `  at       dc${policy % SITES}`,
    files ? '  path     "/srv/files"' : `  database "d${index}"`,
    `  size     ${100 + size} GB`,
    `  changes  ${1 + size / 50} GB/day`,
    '  rpo      26h',
    '  rto      12h',
    ...(index % 10 === 9 ? [`  depends  on s${index - 1}`] : []),
    `  backup with p${policy}`,
    '}',
  ].join('\n');
}

/** One system with one job that fires so often: log beside a daily base, or snapshots. */
export function often(job: 'log' | 'snapshot', every: string): string {
  const jobs =
    job === 'log'
      ? `full daily at 02:00 to nas using pg_basebackup; log every ${every} to nas`
      : `snapshot every ${every} to nas; full daily at 02:00 to nas`;
  return `plan "Often" { timezone "Europe/Berlin" }
site here { kind datacenter }
site there { kind datacenter }
storage nas: disk { at here; path "/b" }
storage far: disk { at there; path "/b" }
system orders: postgresql {
  at here; database "orders"; size 100 GB; changes 5 GB/day; rpo 1h
  backup { ${jobs}; copy hourly from nas to far; keep 14 days; keep logs 14 days }
}
`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
