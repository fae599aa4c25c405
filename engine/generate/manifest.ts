/**
 * `manifest.json` of a generated folder: which plan it came from, and what each file held when it was generated, so that a file that
 * somebody has edited since is known.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Project } from '../plan/project.ts';
import type { Artifact } from './artifact.ts';
import { withoutKept } from './keep.ts';

export const MANIFEST = 'manifest.json';
/** Where a person begins in the folder. */
export const README = 'README.md';

export interface ManifestFile {
  readonly path: string;
  /** Of the text as generated, UTF-8, in hexadecimal. */
  readonly sha256: string;
  /** Of the text without what a person may write between `keep` markers; only for Markdown. */
  readonly body?: string;
}

export interface Manifest {
  readonly schemaVersion: 1;
  /** The plan's files with their hashes, the plan itself first. Paths are relative to the plan's folder. */
  readonly plan: { readonly path: string; readonly sha256: string; readonly files: readonly ManifestFile[] };
  /** Version of the product that wrote the folder. */
  readonly version: string;
  /** True where only some parts were generated: what an older manifest lists beside them still holds. */
  readonly partial?: true;
  readonly files: readonly ManifestFile[];
}

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The plan's files as `manifest.json` lists them. */
export function planFiles(project: Project): readonly ManifestFile[] {
  return project.files.map((file) => ({ path: relativePath(project.root.path, file.path), sha256: hashText(file.text) }));
}

/**
 * The plan's hash: of a plan in one file, the file's SHA-256; of a plan with imports, the SHA-256 of what `sha256sum` prints for its
 * files, the plan first, the imports in the order that they are met.
 */
export function planHash(project: Project): string {
  const files = planFiles(project);
  const [only] = files;
  if (only !== undefined && files.length === 1) return only.sha256;
  return hashText(files.map((file) => `${file.sha256}  ${file.path}\n`).join(''));
}

export function manifestOf(project: Project, artifacts: readonly Artifact[], version: string, partial: boolean): Manifest {
  return {
    schemaVersion: 1,
    plan: { path: fileName(project.root.path), sha256: planHash(project), files: planFiles(project) },
    version,
    ...(partial ? { partial: true } : {}),
    files: artifacts.map(manifestFile).toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

export function manifestFile(artifact: Artifact): ManifestFile {
  const entry = { path: artifact.path, sha256: hashText(artifact.text) };
  return artifact.path.endsWith('.md') ? { ...entry, body: hashText(withoutKept(artifact.text)) } : entry;
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What stands in a `manifest.json`; undefined where it is none (a later version's, or damaged). */
export function readManifest(text: string): Manifest | undefined {
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null;
    if (value === null || typeof value !== 'object' || value.schemaVersion !== 1 || !Array.isArray(value.files)) return undefined;
    if (!value.files.every((file) => typeof file?.path === 'string' && typeof file.sha256 === 'string')) return undefined;
    return value as Manifest;
  } catch {
    return undefined;
  }
}

/** `path` seen from the folder of `root`, never absolute: a file that lies on another drive or scheme goes by its name. */
export function relativePath(root: string, path: string): string {
  const from = root.split('/').slice(0, -1);
  const to = path.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  // Two drives, two schemes, or a place and a name without one: there is no way from one to the other.
  const rooted = (first: string | undefined): boolean => first === '' || first === '..' || (first?.includes(':') ?? false);
  if (shared === 0 && (rooted(from[0]) || rooted(to[0]))) return fileName(path);
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

export function fileName(path: string): string {
  return path.split('/').at(-1) ?? path;
}
