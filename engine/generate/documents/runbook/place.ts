/** Where a storage is, and how to look into it. */
import type { Storage } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';

/** Markdown: `s3://shop-backups` or `/srv/backup` on `host`. */
export function storagePlace(storage: Storage): string {
  if (storage.bucket !== undefined) {
    const at = storage.endpoint === undefined ? '' : ` at ${code(storage.endpoint)}`;
    return `bucket ${code(storage.bucket)}${at}`;
  }
  const where = storage.host === undefined ? '' : ` on ${code(storage.host)}`;
  if (storage.path !== undefined) return `${code(storage.path)}${where}`;
  return `${plain(storage.kind)} at ${plain(storage.at)}${where}`;
}

/** A command that shows that the storage is there and can be read. */
export function lookInto(storage: Storage): string {
  if (storage.bucket !== undefined) {
    if (storage.kind === 'gcs') return `gcloud storage ls ${shellWord(`gs://${storage.bucket}/`)}`;
    if (storage.kind === 'azure-blob')
      return `az storage blob list --container-name ${shellWord(storage.bucket)} --num-results 5 --output table`;
    const endpoint = storage.endpoint === undefined ? '' : ` --endpoint-url ${shellWord(storage.endpoint)}`;
    return `aws s3 ls${endpoint} ${shellWord(`s3://${storage.bucket}/`)}`;
  }
  const path = shellWord(storage.path ?? '/');
  if (storage.kind === 'tape') return 'mt status';
  if (storage.host === undefined) return `ls -l ${path}`;
  const login = shellWord(storage.user === undefined ? storage.host : `${storage.user}@${storage.host}`);
  return storage.kind === 'sftp'
    ? `echo ${shellWord(`ls -l ${storage.path ?? '.'}`)} | sftp -b - ${login}`
    : `ssh ${login} ${shellWord(`ls -l ${path}`)}`;
}
