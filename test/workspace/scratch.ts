import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Artifact } from '../../engine/generate/artifact.ts';
import { MANIFEST, type Manifest, manifestFile, manifestText } from '../../engine/generate/manifest.ts';

/** A folder of this test's own, gone after it. Call inside `describe`. */
export function scratch(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** Artifacts with their manifest, as `generate` gives them. */
export function artifacts(files: Readonly<Record<string, string>>, more: Partial<Manifest> = {}): Artifact[] {
  const body = Object.entries(files).map(([file, text]) => ({ path: file, text, executable: file.endsWith('.sh') }));
  const manifest: Manifest = {
    schemaVersion: 1,
    plan: { path: 'shop.backupplan', sha256: 'of the plan', files: [] },
    version: '1.0.0',
    files: body.map(manifestFile),
    ...more,
  };
  return [...body, { path: MANIFEST, text: manifestText(manifest), executable: false }];
}

/** Every file below a folder with its text, hidden ones too. */
export function tree(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name);
    if (statSync(file).isFile()) found[name.split(path.sep).join('/')] = readFileSync(file, 'utf8');
  }
  return found;
}
