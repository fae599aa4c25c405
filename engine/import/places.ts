/** Where machines and buckets stand, as far as their names say it. */
import type { Draft, DraftSite } from './draft.ts';
import type { Target } from './step.ts';

/** The machine that the configuration is of, and the building around it. */
export const THIS_HOST = 'this-host';
export const HERE = 'here';

const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)rsync\.net$/u, 'rsync-net'],
  [/(?:^|\.)borgbase\.com$/u, 'borgbase'],
  [/(?:^|\.)your-(?:storagebox|backup)\.de$/u, 'hetzner'],
  [/(?:^|\.)your-objectstorage\.com$/u, 'hetzner'],
  [/(?:^|\.)amazonaws\.com(?:\.cn)?$/u, 'aws'],
  [/(?:^|\.)backblazeb2\.com$/u, 'backblaze'],
  [/(?:^|\.)wasabisys\.com$/u, 'wasabi'],
  [/(?:^|\.)digitaloceanspaces\.com$/u, 'digitalocean'],
  [/(?:^|\.)r2\.cloudflarestorage\.com$/u, 'cloudflare'],
  [/(?:^|\.)(?:scw\.cloud|ovh\.net|ovh\.us|linodeobjects\.com|vultrobjects\.com)$/u, 'cloud'],
  [/(?:^|\.)(?:storage\.googleapis\.com)$/u, 'gcp'],
];

/** The site of a host; a name of no domain and a private address stand in the same building, until somebody says otherwise. */
export function siteOfHost(draft: Draft, host: string): DraftSite {
  const name = host.toLowerCase();
  const provider = PROVIDERS.find(([pattern]) => pattern.test(name))?.[1];
  if (provider !== undefined) return cloud(draft, provider);
  if (isPrivate(name)) {
    const here = draft.site(HERE, HERE);
    draft.ask(here, `where ${host} stands: nothing that was read says so, and it is taken to be in this building`);
    return here;
  }
  const site = draft.site(`host ${name}`, `${hostLabel(name)}-site`, ['kind datacenter']);
  draft.ask(site, `where ${host} stands; if it is in this building, say \`at ${HERE}\` instead of \`at ${site.name}\``);
  return site;
}

/** What a host may be called: `db1` of `db1.example.com`. */
export function hostLabel(host: string): string {
  return /^[\d.]+$|:/u.test(host) ? host.replaceAll(/[.:]/gu, '-') : (host.split('.')[0] ?? host);
}

function isPrivate(host: string): boolean {
  return !host.includes('.')
    ? !host.includes(':')
    : /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)|\.(?:local|lan|internal|intranet|intra|home|corp|localdomain|home\.arpa|test)$/u.test(
        host,
      );
}

/** The site of a bucket. */
export function siteOfBucket(draft: Draft, { kind, endpoint, region }: Target): DraftSite {
  const host = endpoint?.replace(/^https?:\/\//u, '').replace(/[:/].*$/u, '');
  const through = /^rclone (.*)$/u.exec(endpoint ?? '');
  if (through !== null) {
    const site = draft.site(`rclone ${through[1]}`, through[1] ?? 'remote', ['kind cloud']);
    draft.ask(site, `what the remote ${through[1]} is and where it stands: ask \`rclone config show\`; the storage is drafted as s3`);
    return site;
  }
  if (kind === 'gcs') return cloud(draft, 'gcp');
  if (kind === 'azure-blob') return cloud(draft, 'azure');
  if (kind === 'b2') return cloud(draft, 'backblaze');
  // Endpoints that are left at Amazon: those of China, and of networks.
  if (host === undefined || /amazonaws/u.test(host))
    return cloud(draft, 'aws', region ?? /s3[.-]([a-z]{2}-[a-z]+-\d)\./u.exec(host ?? '')?.[1]);
  return siteOfHost(draft, host);
}

function cloud(draft: Draft, provider: string, region?: string): DraftSite {
  const known = region === undefined || !/^[a-z0-9-]{3,30}$/u.test(region) ? undefined : region;
  const lines = [
    'kind cloud',
    ...(provider === 'cloud' ? [] : [`provider ${provider}`]),
    ...(known === undefined ? [] : [`region "${known}"`]),
  ];
  const site = draft.site(`cloud ${provider} ${known ?? ''}`, [provider, known].filter((part) => part !== undefined).join('-'), lines);
  if (known === undefined) draft.ask(site, 'the region');
  return site;
}
