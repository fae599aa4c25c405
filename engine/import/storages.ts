/** The storages of a draft: folders that lie in each other are one, and so is all that goes to one bucket. */
import type { Draft, DraftStorage } from './draft.ts';
import { HERE, siteOfBucket, siteOfHost, THIS_HOST } from './places.ts';
import { quote } from './print.ts';
import type { Sealed, Target } from './step.ts';
import { within } from './target.ts';

export class Storages {
  readonly #draft: Draft;
  /** The outermost of those that are used, by host. */
  readonly #roots: readonly Target[];
  readonly #known = new WeakMap<Target, Target>();

  constructor(draft: Draft, targets: readonly Target[]) {
    this.#draft = draft;
    const folders = targets.filter(({ bucket, path }) => bucket === undefined && path !== undefined);
    this.#roots = folders.filter((each) => !folders.some((other) => inside(other, each) && !inside(each, other)));
  }

  /** The storage of a target, declared where it is new. */
  of(target: Target, sealed?: Sealed): DraftStorage {
    const root = this.rootOf(target);
    const storage = this.#draft.storage(keyOf(root), nameOf(root), root.kind, () => this.#lines(root));
    if (sealed !== undefined) this.#seal(storage, sealed);
    this.#questions(storage, root);
    return storage;
  }

  /** What the storage of a target is declared as: the target, or the folder around it that is used as well. */
  rootOf(target: Target): Target {
    const known = this.#known.get(target);
    if (known !== undefined) return known;
    const around = target.bucket === undefined ? this.#roots.find((root) => inside(root, target)) : undefined;
    this.#known.set(target, around ?? target);
    return around ?? target;
  }

  /** Whether what is said about a target holds for a storage: the same, around it, or in it. */
  covers(storage: DraftStorage, target: Target): boolean {
    if (target.bucket !== undefined) return this.#draft.storages.get(keyOf(target)) === storage;
    return this.#roots.some((root) => this.#draft.storages.get(keyOf(root)) === storage && (inside(root, target) || inside(target, root)));
  }

  /** Whether a rule for one target holds for what is written to another: the same, or a folder in it. */
  holds(rule: Target, { bucket, ...to }: Target): boolean {
    return rule.bucket === undefined ? bucket === undefined && inside(rule, to) : keyOf(rule) === keyOf({ bucket, ...to });
  }

  #lines(target: Target): readonly string[] {
    const { kind, path, bucket, endpoint, host, user } = target;
    const lines = (site: string): string[] => [
      `at ${site}`,
      ...(host === undefined ? [] : [`host ${quote(host)}`]),
      ...(user === undefined ? [] : [`user ${quote(user)}`]),
      ...(bucket === undefined ? [] : [`bucket ${quote(bucket)}`]),
      ...(endpoint === undefined || endpoint.startsWith('rclone ')
        ? []
        : [`endpoint ${quote(endpoint.includes('://') ? endpoint : `https://${endpoint}`)}`]),
      ...(path === undefined || bucket !== undefined ? [] : [`path ${quote(path)}`]),
    ];
    if (host !== undefined) return lines(siteOfHost(this.#draft, host).name);
    if (bucket !== undefined || !['disk', 'nas', 'removable'].includes(kind)) return lines(siteOfBucket(this.#draft, target).name);
    return lines(kind === 'disk' ? THIS_HOST : HERE);
  }

  #questions(storage: DraftStorage, { kind, path, bucket }: Target): void {
    const draft = this.#draft;
    if (kind === 'disk')
      draft.ask(storage, `what ${path} is on: a disk of this machine is taken; ask \`findmnt -T\`. A NAS or a USB drive stands elsewhere`);
    if (kind === 'nas' || kind === 'removable')
      draft.ask(storage, `where ${path} really is, and whether it is always there; ask \`findmnt -T\``);
    if (bucket !== undefined || kind === 's3')
      draft.ask(storage, 'immutable, account: whether it is locked against deletion, and whose keys can delete there');
    if (!storage.lines.some((line) => line.startsWith('encrypted')))
      draft.ask(storage, 'encrypted: nothing that was read says that what lies there is encrypted');
  }

  #seal(storage: DraftStorage, sealed: Sealed): void {
    if (storage.lines.some((line) => line.startsWith('encrypted'))) return;
    if (sealed !== 'here') {
      storage.lines.push('encrypted');
      if (sealed === 'store') return;
      this.#draft.ask(
        storage,
        'key: where the passphrase is kept that a command fetches, and whether it can be had when this machine is gone',
      );
      return;
    }
    const key = this.#draft.key(storage.name, `${storage.name}-key`, [`kept at ${THIS_HOST}`]);
    this.#draft.ask(key, 'where else the passphrase is kept: it was found on this machine only, and without it nothing can be read');
    storage.lines.push(`encrypted with ${key.name}`);
  }
}

/** The folder of a target on this machine; undefined elsewhere. */
export function folderOf({ host, bucket, path }: Target): string | undefined {
  return host === undefined && bucket === undefined ? path : undefined;
}

function inside(outer: Target, { host, path, bucket }: Target): boolean {
  return (
    bucket === undefined &&
    outer.bucket === undefined &&
    outer.host === host &&
    path !== undefined &&
    outer.path !== undefined &&
    within(outer.path, path)
  );
}

const keys = new WeakMap<Target, string>();

function keyOf(target: Target): string {
  const key = keys.get(target) ?? newKey(target);
  keys.set(target, key);
  return key;
}

function newKey({ kind, bucket, endpoint = '', host = '', path = '' }: Target): string {
  return bucket === undefined ? JSON.stringify([host, path]) : JSON.stringify([kind, bucket, endpoint]);
}

function nameOf({ bucket, host, path = '', kind }: Target): string {
  if (bucket !== undefined) return bucket;
  if (host !== undefined)
    return /borgbase/u.test(host)
      ? 'borgbase'
      : /^[\d.:]+$/u.test(host)
        ? `${kind}-${host.split('.').at(-1)}`
        : (host.split('.')[0] ?? host);
  return path.slice(path.lastIndexOf('/') + 1) || kind;
}
