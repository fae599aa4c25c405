/** Why a folder could not be written, for a person: what is wrong and what to do. */
export type WriteFault = 'outside' | 'read-only' | 'full' | 'locked' | 'unsafe-path' | 'not-a-folder' | 'failed';

export class WriteError extends Error {
  readonly fault: WriteFault;
  /** The path that the fault lies at. */
  readonly path: string;

  constructor(fault: WriteFault, path: string, message: string) {
    super(message);
    this.name = 'WriteError';
    this.fault = fault;
    this.path = path;
  }
}

/** An error of the file system as a WriteError; any other error comes back as it is. `doing` completes "cannot …". */
export function explain(error: unknown, path: string, doing: string): unknown {
  if (error instanceof WriteError) return error;
  switch (systemCode(error)) {
    case undefined:
      return error;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new WriteError(
        'read-only',
        path,
        `cannot ${doing} ${path}: it may not be written to. Give your user the right to write there, or set another folder with 'output'.`,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new WriteError('full', path, `cannot ${doing} ${path}: the disk is full. Nothing was changed; make room and generate again.`);
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new WriteError(
        'not-a-folder',
        path,
        `cannot ${doing} ${path}: a file stands where a folder is needed, or a folder where a file is. Move it away and generate again.`,
      );
    default:
      return new WriteError('failed', path, `cannot ${doing} ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `ENOENT` and the like; undefined for an error that is not the file system's. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
