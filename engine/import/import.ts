/** From the backups that there are to a plan of them: crontabs with their scripts, borgmatic, pgBackRest. Nothing of what is read is run. */
import type { ReadText } from '../plan/project.ts';
import { assemble, type Understood } from './assemble.ts';
import { readBorgmatic } from './borgmatic.ts';
import { readCrontab } from './crontab.ts';
import { readPgbackrest } from './pgbackrest.ts';
import { printDraft } from './print.ts';
import type { Call } from './runs.ts';
import { ImportError, type Left, type Step } from './step.ts';

export type SourceKind = 'crontab' | 'borgmatic' | 'pgbackrest';

export interface ImportSource {
  readonly path: string;
  readonly text: string;
  /** Undefined: told from its text. */
  readonly kind?: SourceKind;
}

export interface Imported {
  /** A plan, formatted. */
  readonly text: string;
  readonly systems: number;
  readonly storages: number;
  /** What stands in the plan, with the line that says it. */
  readonly understood: readonly Understood[];
  readonly left: readonly Left[];
  /** What the plan says and nobody said. */
  readonly assumed: readonly string[];
  /** What nobody who was read knows, by the name that it is about. */
  readonly unknown: readonly { readonly about: string; readonly what: string }[];
  /** All files that were read. */
  readonly files: readonly string[];
}

/** `read` gives the text of scripts and configurations that a crontab names. Throws ImportError where nothing is a backup. */
export function importPlan(sources: readonly ImportSource[], read: ReadText): Imported {
  const kinds = sources.map((source) => ({ ...source, kind: source.kind ?? kindOf(source) }));
  const crontabs = kinds.filter(({ kind }) => kind === 'crontab').map(({ path, text }) => readCrontab(text, path, read));
  const calls = crontabs.flatMap((each) => each.calls);
  const configurations = [...kinds.filter(({ kind }) => kind !== 'crontab'), ...called(calls, kinds, read)];
  const steps: Step[] = crontabs.flatMap((each) => each.steps);
  const left: Left[] = crontabs.flatMap((each) => each.left);
  for (const { kind, text, path } of configurations) {
    const own = calls.filter(
      (call) => call.tool === kind && (call.configuration === undefined || fileName(call.configuration) === fileName(path)),
    );
    const found = kind === 'borgmatic' ? readBorgmatic(text, path, own) : readPgbackrest(text, path, own);
    steps.push(...found.steps);
    left.push(...found.left);
  }
  for (const call of calls)
    if (!configurations.some(({ kind }) => kind === call.tool))
      left.push({ origin: call.origin, because: `${call.tool} runs here, and its configuration cannot be read; name it as well` });
  if (!steps.some(({ does }) => does === 'save')) throw new ImportError(nothing(sources, left));
  const files = [
    ...new Set([...kinds.map(({ path }) => path), ...crontabs.flatMap((each) => each.files), ...configurations.map(({ path }) => path)]),
  ];
  const names = files.map(fileName);
  const zone = crontabs.find((each) => each.zone !== undefined)?.zone;
  const reading = {
    steps: [...new Map(steps.map((step) => [JSON.stringify(step), step])).values()],
    left,
    notify: [...new Set(crontabs.flatMap((each) => each.notify))],
    zone,
  };
  const { draft, understood, assumed, left: unknown } = assemble(reading, names.slice(0, 3).join(', '));
  const asked = [...draft.sites.values(), ...draft.storages.values(), ...draft.keys.values(), ...draft.systems.values()];
  return {
    text: printDraft(draft, `Imported from ${names[0]}`, [
      `Drafted from ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}. It says what is done today, not what should be.`,
      'Lines with TODO say what could not be read there: put it in, and take the line out.',
    ]),
    systems: draft.systems.size,
    storages: draft.storages.size,
    understood: understood.toSorted(byPlace(files)),
    left: [...new Map([...left, ...unknown].map((each) => [JSON.stringify(each), each])).values()],
    assumed: [...new Set(assumed)],
    unknown: [
      ...draft.plan.unknown.map((what) => ({ about: 'the plan', what })),
      ...asked.flatMap(({ name, unknown }) => unknown.map((what) => ({ about: name, what }))),
      ...[...draft.systems.values()].flatMap(({ name, blocks }) =>
        blocks.flatMap(({ unknown }) => unknown.map((what) => ({ about: name, what }))),
      ),
    ],
    files,
  };
}

/** Configurations that a crontab's calls name, or that stand where the tools look for them. */
function called(
  calls: readonly Call[],
  given: readonly { readonly kind: SourceKind; readonly path: string }[],
  read: ReadText,
): readonly { readonly kind: SourceKind; readonly path: string; readonly text: string }[] {
  const found = new Map<string, { readonly kind: SourceKind; readonly path: string; readonly text: string }>();
  for (const { tool, configuration } of calls) {
    if (given.some(({ kind }) => kind === tool)) continue;
    const usual =
      tool === 'borgmatic'
        ? ['/etc/borgmatic/config.yaml', '/etc/borgmatic.yaml']
        : ['/etc/pgbackrest/pgbackrest.conf', '/etc/pgbackrest.conf'];
    for (const path of configuration === undefined ? usual : [configuration]) {
      const text = read(path);
      if (text === undefined) continue;
      found.set(path, { kind: tool, path, text });
      break;
    }
  }
  return [...found.values()];
}

function kindOf({ path, text }: ImportSource): SourceKind {
  if (/\.ya?ml$/u.test(path)) return 'borgmatic';
  if (/^\s*\[[^\]\n]+\]\s*$/mu.test(text) && /^\s*(?:pg|db|repo)\d*-[\w-]+\s*=/mu.test(text)) return 'pgbackrest';
  if (/^(?:location|source_directories|repositories):/mu.test(text)) return 'borgmatic';
  return 'crontab';
}

function nothing(sources: readonly ImportSource[], left: readonly Left[]): string {
  const names = sources.map(({ path }) => fileName(path)).join(', ');
  const reasons = left.slice(0, 5).map(({ origin, because }) => `\n  ${fileName(origin.file)}:${origin.line}: ${because}`);
  return `nothing in ${names} is a backup that is understood; no plan was drafted.${reasons.join('')}`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function byPlace(files: readonly string[]): (one: Understood, other: Understood) => number {
  return (one, other) => files.indexOf(one.origin.file) - files.indexOf(other.origin.file) || one.origin.line - other.origin.line;
}
