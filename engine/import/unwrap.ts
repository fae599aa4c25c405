/** What a command runs in the end: without `sudo`, `flock`, `docker exec`, `ssh` and the like around it. */
import type { Word } from './shell.ts';

export interface Unwrapped {
  readonly words: readonly Word[];
  /** Shell text, where the command is given as one: `sh -c "…"`. */
  readonly text?: string;
  /** The machine that it runs on, where `ssh` goes there. */
  readonly host?: string;
  /** The container or pod that it runs in. */
  readonly container?: string;
}

interface Wrapper {
  /** Options that take a value. */
  readonly valued?: readonly string[];
  /** Words between the options and the command. */
  readonly skip?: number;
  /** What the last of these is. */
  readonly names?: 'host' | 'container';
}

const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: ['-u', '-g', '-h', '-p', '--user', '--group'] },
  doas: { valued: ['-u'] },
  nice: { valued: ['-n'] },
  ionice: { valued: ['-c', '-n', '-p'] },
  flock: { valued: ['-w', '-E', '--timeout'], skip: 1 },
  timeout: { valued: ['-k', '-s'], skip: 1 },
  setpriv: {},
  runuser: { valued: ['-u'] },
  gosu: { skip: 1 },
  chronic: {},
  cronic: {},
  nohup: {},
  exec: {},
  command: {},
  setsid: {},
  env: { valued: ['-u', '-C'] },
  time: { valued: ['-o', '-f'] },
  ssh: { valued: ['-i', '-p', '-o', '-l', '-F', '-J', '-c', '-b'], skip: 1, names: 'host' },
  'docker exec': { valued: ['-e', '-u', '-w', '--env', '--user', '--workdir'], skip: 1, names: 'container' },
  'podman exec': { valued: ['-e', '-u', '-w', '--env', '--user', '--workdir'], skip: 1, names: 'container' },
  'docker-compose exec': { valued: ['-e', '-u', '-w', '--env', '--user', '--index'], skip: 1, names: 'container' },
  'kubectl exec': { valued: ['-n', '-c', '--namespace', '--container', '--context'], skip: 1, names: 'container' },
};

/** More wrappers around one command than anybody writes. */
const MOST = 12;

export function unwrap(words: readonly Word[]): Unwrapped {
  let left = words;
  const found: { host?: string; container?: string } = {};
  for (let turn = 0; turn < MOST; turn++) {
    const shell = shellText(left);
    if (shell !== undefined) return { words: left, text: shell, ...found };
    const plain = withoutOptions(left);
    const name = nameOf(plain[0]);
    const two = `${name} ${plain[1]?.text ?? ''}`;
    const wrapper = wrappers[two] ?? wrappers[name];
    if (wrapper === undefined) break;
    const [inside, named] = behind(plain.slice(two in wrappers ? 2 : 1), wrapper);
    if (wrapper.names !== undefined && named !== undefined) found[wrapper.names] = named.text.replace(/^.*@/u, '');
    if (inside.length === 0) break;
    left = inside;
    // `ssh host "…"` is text for a shell there; so is `flock file -c "…"`.
    const [only] = left;
    if (only !== undefined && left.length === 1 && /\s/u.test(only.text)) return { words: left, text: only.text, ...found };
    if (left[0]?.text === '-c' && left[1] !== undefined) return { words: left, text: left[1].text, ...found };
  }
  return { words: left, ...found };
}

export function nameOf(word: Word | undefined): string {
  const text = word?.text ?? '';
  return text.slice(text.lastIndexOf('/') + 1);
}

/** `docker compose -f x exec …` as `docker-compose exec …`. */
function withoutOptions(words: readonly Word[]): readonly Word[] {
  const [first, second] = words;
  const name = nameOf(first);
  if (name === 'docker' && second?.text === 'compose') return composed(words.slice(2));
  if (name === 'docker-compose') return composed(words.slice(1));
  return words;
}

function composed(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex(({ text }) => text === 'exec');
  const known = { text: 'docker-compose', unknowns: [] };
  return at === -1 ? [known, ...words] : [known, ...words.slice(at)];
}

function behind(words: readonly Word[], { valued = [], skip = 0 }: Wrapper): [readonly Word[], Word | undefined] {
  const isOption = (word: Word | undefined): boolean => word?.text.startsWith('-') === true || /^\w+=/u.test(word?.text ?? '');
  const pass = (from: number): number => {
    let index = from;
    while (isOption(words[index]) && words[index]?.text !== '-c') index += valued.includes(words[index]?.text ?? '') ? 2 : 1;
    return words[index]?.text === '--' ? index + 1 : valued.includes('-c') && words[index]?.text === '-c' ? pass(index + 2) : index;
  };
  const at = pass(0);
  const inside = words.slice(at + skip);
  return [inside[0]?.text === '--' ? inside.slice(1) : inside, skip === 0 ? undefined : words[at + skip - 1]];
}

/** The text of `sh -c TEXT` and `su USER -c TEXT`. */
function shellText(words: readonly Word[]): string | undefined {
  if (!/^(?:ba|da|z|k)?sh$|^su$|^runuser$/u.test(nameOf(words[0]))) return undefined;
  const at = words.findIndex(({ text }, index) => index > 0 && (/^-[a-z]*c$/u.test(text) || text === '--command'));
  return at === -1 ? undefined : words[at + 1]?.text;
}
