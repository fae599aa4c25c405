/** Where a storage is, how to look into it, and how to bring something from it. */
import type { Storage } from '../../../plan/model.ts';
import { endpointOf } from '../../scripts/remote.ts';
import { code, plain } from '../markdown/escape.ts';
import { given, shellWord } from '../shell.ts';

/** Markdown: a bucket, or a path and its host. */
export function storagePlace(storage: Storage): string {
  if (storage.bucket !== undefined) {
    const at = storage.endpoint === undefined ? '' : ` at ${code(storage.endpoint)}`;
    return `bucket ${code(storage.bucket)}${at}`;
  }
  const where = storage.host === undefined ? '' : ` on ${code(storage.host)}`;
  if (storage.path !== undefined) return `${code(storage.path)}${where}`;
  return `${plain(storage.kind)} at ${plain(storage.at)}${where}`;
}

/** A command that shows the newest things on the storage, the newest last where the tool can sort. */
export function lookInto(storage: Storage): string {
  const bucket = bucketAddress(storage);
  switch (bucket === undefined ? storage.kind : bucketTool(storage)) {
    case 'aws':
      return `aws s3 ls --recursive${endpoint(storage)} ${bucket} | sort | tail -n 40`;
    case 'gcloud':
      return `gcloud storage ls --long --recursive ${bucket} | sort -k 2 | tail -n 40`;
    case 'az':
      return `az storage blob list --container-name ${bucket} --query "sort_by([], &properties.lastModified)[-40:].name" --output tsv`;
    case 'b2':
      return `b2 ls --long --recursive ${bucket} | sort -k 3 | tail -n 40`;
    case 'tape':
      return 'mt status';
    case 'sftp':
      return `echo ${shellWord(`ls -ltr ${storage.path ?? '.'}`)} | sftp -b - ${login(storage)}`;
    default: {
      const find = `find ${shellWord(storage.path ?? '/')} -maxdepth 4 -printf '%T+ %p\\n' | sort | tail -n 40`;
      return storage.host === undefined ? find : `ssh ${login(storage)} ${shellWord(find)}`;
    }
  }
}

/** What is on the storage lies elsewhere, and has to be brought to the machine that restores it. */
export function isRemote(storage: Storage): boolean {
  return storage.bucket !== undefined || storage.host !== undefined;
}

/** A command that copies what the variable `from` names on the storage to the path in the variable `to`. */
export function bring(storage: Storage, from: string, to: string, what: 'file' | 'folder'): string {
  const bucket = bucketAddress(storage);
  const folder = what === 'folder' ? ' --recursive' : '';
  switch (bucket === undefined ? storage.kind : bucketTool(storage)) {
    case 'aws':
      return `aws s3 cp${folder}${endpoint(storage)} ${bucket}${given(from)} ${given(to)}`;
    case 'gcloud':
      return `gcloud storage cp${folder} ${bucket}${given(from)} ${given(to)}`;
    case 'az':
      return what === 'folder'
        ? `az storage blob download-batch --source ${bucket} --pattern ${given(from)}'/*' --destination ${given(to)}`
        : `az storage blob download --container-name ${bucket} --name ${given(from)} --file ${given(to)}`;
    case 'b2':
      return what === 'folder' ? `b2 sync ${bucket}${given(from)} ${given(to)}` : `b2 file download ${bucket}${given(from)} ${given(to)}`;
    case 'sftp':
      return `sftp -r ${login(storage)}:${given(from)} ${given(to)}`;
    default:
      return `rsync --archive ${login(storage)}:${given(from)}${what === 'folder' ? '/' : ''} ${given(to)}`;
  }
}

function bucketTool({ kind }: Storage): 'aws' | 'gcloud' | 'az' | 'b2' {
  switch (kind) {
    case 'gcs':
      return 'gcloud';
    case 'azure-blob':
      return 'az';
    case 'b2':
      return 'b2';
    default:
      return 'aws';
  }
}

/** A word of the shell, ending where the name of an object begins. */
function bucketAddress(storage: Storage): string | undefined {
  const { bucket } = storage;
  if (bucket === undefined) return undefined;
  const scheme = { aws: 's3://', gcloud: 'gs://', b2: 'b2://', az: undefined }[bucketTool(storage)];
  return shellWord(scheme === undefined ? bucket : `${scheme}${bucket}/`);
}

function endpoint(storage: Storage): string {
  return storage.endpoint === undefined ? '' : ` --endpoint-url ${shellWord(endpointOf(storage))}`;
}

function login(storage: Storage): string {
  const host = storage.host ?? '';
  return shellWord(storage.user === undefined ? host : `${storage.user}@${host}`);
}
