/** What a line of a crontab runs, through the scripts that it calls. */
import type { ReadText } from '../plan/project.ts';
import { dumpOf } from './databases.ts';
import { filesOf } from './files.ts';
import { type Output, outputOf } from './output.ts';
import { type BareStep, type NotUnderstood, WHERE } from './reader.ts';
import { secretLines } from './secrets.ts';
import { type Command, literal, type Pipeline, pipelines, type Variables, type Word } from './shell.ts';
import type { Left, Origin, Step, Target, When } from './step.ts';
import { fileTarget, fileWritten, isTransient, placeTarget } from './target.ts';
import { UNKNOWN } from './unknown.ts';
import { nameOf, unwrap } from './unwrap.ts';

/** A call of a tool that has a configuration of its own. */
export interface Call {
  readonly tool: 'borgmatic' | 'pgbackrest';
  readonly origin: Origin;
  readonly when: When;
  readonly configuration?: string;
  /** Of pgBackRest. */
  readonly stanza?: string;
  readonly word: 'full' | 'incremental' | 'differential';
}

export interface Runs {
  readonly steps: Step[];
  readonly calls: Call[];
  readonly left: Left[];
  readonly files: string[];
}

/** What is around a command. */
interface Around {
  readonly host?: string;
  readonly container?: string;
  /** Its files are on that host as well. */
  readonly far?: boolean;
}

/** Scripts call scripts, but not as deep. */
const DEEPEST = 4;
const MOST_SCRIPTS = 50;
/** Nor does anybody look through a plan of more. */
const MOST_STEPS = 600;

const TOO_MANY = `it runs more than ${MOST_STEPS} backups, copies and clean-ups; what follows is not read`;

/** Reads what one line runs. */
export class Run {
  /** Something of it is known, though it may back up nothing. */
  known = false;
  readonly #read: ReadText;
  readonly #when: When;
  readonly #found: Runs;
  readonly #seen = new Set<string>();
  #folder: string;

  constructor(read: ReadText, when: When, home: string, found: Runs) {
    this.#read = read;
    this.#when = when;
    this.#folder = home;
    this.#found = found;
  }

  /** `origin` is where the text stands; of a script, its first line. */
  follow(text: string, origin: Origin, variables: Variables, depth = 0, around: Around = {}): void {
    for (const pipeline of pipelines(text, variables)) {
      for (const command of pipeline)
        this.#command(command, pipeline, { file: origin.file, line: origin.line + command.line - 1 }, variables, depth, around);
    }
  }

  #command(command: Command, pipeline: Pipeline, origin: Origin, variables: Variables, depth: number, around: Around): void {
    const unwrapped = unwrap(command.words);
    const { words } = unwrapped;
    const place = { host: unwrapped.host ?? around.host, container: unwrapped.container ?? around.container, far: around.far };
    const name = nameOf(words[0]);
    if (unwrapped.text !== undefined) {
      if (depth < DEEPEST) this.#inner(unwrapped.text, command, pipeline, origin, variables, depth, place);
      return;
    }
    if (name === 'cd') {
      if (words[1] !== undefined) this.#folder = this.#absolute(words[1]).text;
      return;
    }
    if (this.#tool(words, origin)) return;
    const steps = this.#dump(words, command, pipeline, place) ?? filesOf(words, command, pipeline, (word) => this.#absolute(word));
    if (steps !== undefined) this.#add(steps, origin, place);
    else this.#script(words, origin, variables, depth, place);
  }

  /** Text that a shell is given: its output goes where that of the shell goes. */
  #inner(text: string, command: Command, pipeline: Pipeline, origin: Origin, variables: Variables, depth: number, place: Around): void {
    const { to, file } = outputOf(pipeline, (word) => this.#absolute(word));
    const after = pipeline.slice(pipeline.indexOf(command) + 1);
    for (const inner of pipelines(text, variables)) {
      const last = inner.at(-1);
      const open = to !== undefined && last !== undefined && last.output === undefined;
      const whole = open ? [...inner.slice(0, -1), { ...last, output: command.output }, ...after] : inner;
      // The shell over there has nothing to do with files here, but for what comes back.
      for (const each of inner) {
        const used = open && each === last ? { ...each, output: command.output ?? file } : each;
        this.#command(used, whole, origin, variables, depth + 1, { ...place, far: !open && place.host !== undefined });
      }
    }
  }

  #dump(
    words: readonly Word[],
    command: Command,
    pipeline: Pipeline,
    { host, container, far }: Around,
  ): readonly BareStep[] | NotUnderstood | undefined {
    const dump = dumpOf(words, command);
    if (dump === undefined) return undefined;
    const given = dump.file === undefined ? undefined : this.#absolute(dump.file);
    const output: Output = given === undefined ? outputOf(pipeline, (word) => this.#absolute(word)) : { to: fileTarget(given) };
    const { to, file = given, by = { tool: dump.tool }, sealed, lost = WHERE } = output;
    if (to === undefined) return lost;
    if (given !== undefined && container !== undefined)
      return { because: `it writes into the container ${container}; where that lies, its volumes say` };
    const there: Target = far === true && to.kind !== 's3' ? { kind: 'sftp', host, path: to.path } : to;
    const source = { ...dump.source, host: dump.source.host ?? host, label: dump.source.label ?? container };
    return [{ does: 'save', source, word: 'full', to: there, sealed, ...by, ...fileWritten(file) }];
  }

  #add(found: readonly BareStep[] | NotUnderstood, origin: Origin, { host }: Around): void {
    if ('because' in found) {
      this.#found.left.push({ origin, because: found.because });
      return;
    }
    for (const step of found) {
      if (this.#found.steps.length >= MOST_STEPS) {
        if (this.#found.left.at(-1)?.because !== TOO_MANY) this.#found.left.push({ origin, because: TOO_MANY });
        return;
      }
      const there =
        step.does === 'save' && step.source.host === undefined && host !== undefined ? { ...step, source: { ...step.source, host } } : step;
      this.#found.steps.push({ ...there, origin, when: this.#when });
    }
  }

  #tool(words: readonly Word[], origin: Origin): boolean {
    const tool = nameOf(words[0]);
    if (tool !== 'borgmatic' && tool !== 'pgbackrest') return false;
    this.known = true;
    const option = (...names: readonly string[]): string | undefined => {
      const at = words.findIndex(({ text }) => names.some((name) => text === name || text.startsWith(`${name}=`)));
      const text = words[at]?.text ?? '';
      return at === -1 ? undefined : text.includes('=') ? text.slice(text.indexOf('=') + 1) : words[at + 1]?.text;
    };
    const says = (word: string): boolean => words.some(({ text }) => text === word);
    const actions = ['list', 'info', 'check', 'prune', 'compact', 'extract', 'verify', 'expire', 'restore'];
    const backs = tool === 'pgbackrest' ? says('backup') : says('create') || !actions.some(says);
    if (!backs) return true;
    const type = option('--type');
    const word = tool === 'borgmatic' || type === 'full' ? 'full' : type === 'diff' ? 'differential' : 'incremental';
    const configuration = tool === 'borgmatic' ? option('--config', '-c') : option('--config');
    this.#found.calls.push({ tool, origin, when: this.#when, configuration, stanza: option('--stanza'), word });
    return true;
  }

  /** Reads a script, if the command is one that can be read. */
  #script(words: readonly Word[], origin: Origin, variables: Variables, depth: number, place: Around): void {
    const shell = /^(?:ba|da|z|k)?sh$|^source$|^\.$/u.test(nameOf(words[0]));
    const at = shell ? words.findIndex(({ text }, index) => index > 0 && !text.startsWith('-')) : 0;
    const word = words[at];
    if (word === undefined || !(shell || word.text.includes('/')) || depth >= DEEPEST || this.#seen.size >= MOST_SCRIPTS) return;
    const file = this.#absolute(word).text;
    const sourced = nameOf(words[0]) === 'source' || nameOf(words[0]) === '.';
    const key = JSON.stringify(words.map(({ text }) => text));
    if (this.#seen.has(key)) return;
    const text = this.#read(file);
    if (text === undefined || !(shell || isShell(file, text))) {
      if (looksLikeBackup(file))
        this.#found.left.push({
          origin,
          because: text === undefined ? `the script ${file} cannot be read here` : `${file} is no shell script, and is not read`,
        });
      return;
    }
    this.#seen.add(key);
    if (!this.#found.files.includes(file)) this.#found.files.push(file);
    this.#found.left.push(...secretLines(text, { file, line: 1 }));
    const inner: Variables = sourced ? variables : new Map(variables);
    if (!sourced) for (const [index, argument] of words.slice(at + 1, at + 10).entries()) inner.set(String(index + 1), argument);
    this.follow(text, { file, line: 1 }, inner, depth + 1, place);
  }

  #absolute(word: Word): Word {
    const { text } = word;
    // A folder for a while: it is the same one as long as the script runs.
    if (isTransient(text)) return { text: text.replaceAll(UNKNOWN, '_'), unknowns: [] };
    if (/^(?:[/~\ue000:-]|[\w+-]+:|[^\s/]+@)/u.test(text) || placeTarget(word)?.kind === 'sftp') return word;
    return { ...word, text: `${this.#folder}/${text.replace(/^\.\//u, '')}` };
  }
}

function isShell(file: string, text: string): boolean {
  const [first = ''] = text.split('\n', 1);
  return first.startsWith('#!') ? /\b(?:ba|da|z|k|a)?sh\b/u.test(first) : /\.(?:sh|bash)$/u.test(file);
}

function looksLikeBackup(file: string): boolean {
  return /backup|dump|archiv|snapshot|sync/iu.test(file);
}

/** The variables that a line of cron begins with. */
export function startingVariables(settings: ReadonlyMap<string, string>, home: string): Variables {
  return new Map([['HOME', literal(home)], ...[...settings].map(([name, value]) => [name, literal(value)] as const)]);
}
