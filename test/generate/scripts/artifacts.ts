import { examineAfresh } from '../../../engine/examine.ts';
import type { Artifact } from '../../../engine/generate/artifact.ts';
import { scriptArtifacts } from '../../../engine/generate/scripts/scripts.ts';
import type { Plan } from '../../../engine/plan/model.ts';

export function planOf(text: string): Plan {
  return examineAfresh('test.backupplan', (file) => (file === 'test.backupplan' ? text : undefined)).plan;
}

/** What a plan's text gives. */
export function artifactsOf(text: string): Artifact[] {
  const { plan, assessment } = examineAfresh('test.backupplan', (file) => (file === 'test.backupplan' ? text : undefined));
  return scriptArtifacts(plan, assessment, '0'.repeat(64));
}

/** The text of one file; throws where it is not among them. */
export function textOf(text: string, path: string): string {
  const artifacts = artifactsOf(text);
  const found = artifacts.find((artifact) => artifact.path === path);
  if (found === undefined) throw new Error(`no ${path} among ${artifacts.map((artifact) => artifact.path).join(', ')}`);
  return found.text;
}
