/** From the text of a plan to the generated files on the disk, as `backupplan generate` writes them. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { examineAfresh } from '../../engine/examine.ts';
import { planHash } from '../../engine/generate/manifest.ts';
import { scriptArtifacts } from '../../engine/generate/scripts/scripts.ts';
import { type As, type Environment, type Outcome, run } from './commands.ts';

/** Where generated files are installed and run. */
export interface Host {
  /** The folder that everything of a drill lies in. */
  readonly root: string;
  readonly environment: Environment;
  readonly as?: As;
}

/** Writes the files of a plan below `out` in the host's folder; throws where the plan has errors of language. */
export function generateInto(host: Host, text: string): void {
  const { plan, assessment, project, faults } = examineAfresh('drill.backupplan', (file) =>
    file === 'drill.backupplan' ? text : undefined,
  );
  const problems = project.files.flatMap(({ tree }) => tree.problems);
  if (problems.length > 0) throw new Error(`the drill's plan is wrong: ${problems.map(({ message }) => message).join('\n')}`);
  if (faults.length > 0) throw faults[0]?.error;
  const out = path.join(host.root, 'out');
  for (const artifact of scriptArtifacts(plan, assessment, planHash(project))) {
    const file = path.join(out, artifact.path);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, artifact.text);
    chmodSync(file, artifact.executable ? 0o755 : 0o644);
  }
}

/** Runs a generated script (`orders/full-nas.sh`). */
export function script(host: Host, name: string, ...args: readonly string[]): Promise<Outcome> {
  return run(path.join(host.root, 'out/scripts', name), args, host.environment, '', host.as);
}

/** As `script`; throws with what it said where it fails. */
export async function mustScript(host: Host, name: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await script(host, name, ...args);
  if (code !== 0) throw new Error(`${name}: exit code ${code}\n${stderr}${stdout}`);
  return stdout + stderr;
}

/** The lines of the journal, as a reader of JSON sees them; of one user where each has a state folder of its own. */
export function journal(host: Host, user = ''): Record<string, unknown>[] {
  const text = readFileSync(path.join(host.root, 'state', user, 'journal.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
}
