/** What becomes of a repository of restic or Borg that is there already, once scripts are generated from the draft. */
import type { Save, Target } from './step.ts';
import { within } from './target.ts';

/** `note` is for whoever reads the plan, `path` a question about the storage. */
interface Present {
  readonly note?: string;
  readonly path?: string;
}

/**
 * Undefined where nothing is generated for the storage. `storage` is what is declared of it, which may lie around the repository, and
 * `folder` what the scripts of the chain write to below it.
 */
export function presentRepository({ tool, to }: Save, storage: Target, folder: string): Present | undefined {
  const { kind, path = '', bucket, endpoint = '' } = storage;
  const isFolder = bucket === undefined && path.startsWith('/');
  const isBucket = tool === 'restic' && kind === 's3' && bucket !== undefined && !endpoint.startsWith('rclone ');
  if ((tool !== 'restic' && tool !== 'borg') || !(isFolder || isBucket)) return undefined;
  const present = shown(to);
  // Of a bucket the draft has no prefix.
  const own = shown({ ...storage, path: isBucket ? folder : `${path === '/' ? '' : path}/${folder}` });
  if (present === own)
    return { path: `${present} is a repository, and scripts of \`generate\` would write into it; give them another place` };
  if (tool === 'borg' && within(present, own))
    return { path: `${present} is a repository, and Borg makes none in it: scripts of \`generate\` need the folder around it, or another` };
  return {
    note: `the repository at ${present} stays as it is, with all that is in it; scripts of \`generate\` make one of their own at ${own}`,
  };
}

function shown({ host, bucket, path = '' }: Target): string {
  if (bucket !== undefined) return path === '' ? bucket : `${bucket}/${path}`;
  return host === undefined ? path : `${host}:${path}`;
}
