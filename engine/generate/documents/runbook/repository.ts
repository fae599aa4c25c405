import type { Storage } from '../../../plan/model.ts';

/** Where the points of a system lie on a storage, as the generated scripts lay them out: a folder with the system's name. */
export function repository(storage: Storage, system: string): string {
  const folder = `${(storage.path ?? '').replace(/\/+$/u, '')}/${system}`;
  if (storage.bucket !== undefined) return `s3://${storage.bucket}${folder}`;
  if (storage.host === undefined) return folder;
  return `${storage.user === undefined ? '' : `${storage.user}@`}${storage.host}:${folder}`;
}
