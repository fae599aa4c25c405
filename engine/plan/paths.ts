/** Paths of imports: `/` between their parts, plain (`plans/shop.backupplan`) or as a URI (`file:///plans/shop.backupplan`). */

/** The path of an import, relative to the file that it stands in. In a URI the characters that a URI cannot hold are encoded. */
export function resolveImport(file: string, imported: string): string {
  if (splitOrigin(imported).origin !== '') return canonical(imported);
  const { origin, path } = splitOrigin(file);
  const target = origin === '' ? imported : imported.split('/').map(encodePart).join('/');
  return origin + normalise(target.startsWith('/') ? target : path.slice(0, path.lastIndexOf('/') + 1) + target);
}

/**
 * The import by which `file` reaches `target`, as `resolveImport` reads it: relative to the file, or the whole path of a target that has
 * another origin.
 */
export function importOf(file: string, target: string): string {
  const [from, to] = [splitOrigin(file), splitOrigin(target)];
  if (from.origin !== to.origin) return target;
  const folder = normalise(from.path).split('/').slice(0, -1);
  const parts = normalise(to.path).split('/');
  let shared = 0;
  while (shared < folder.length && shared < parts.length - 1 && folder[shared] === parts[shared]) shared += 1;
  const way = [...folder.slice(shared).map(() => '..'), ...parts.slice(shared)];
  return (from.origin === '' ? way : way.map(decodePart)).join('/');
}

/** One spelling for each path, so that `./shop.backupplan` and `shop.backupplan` are known to be one file. */
export function canonical(path: string): string {
  const parts = splitOrigin(path);
  return parts.origin + normalise(parts.path);
}

/** The last part of a path, for messages and titles. */
export function fileName(path: string): string {
  const { origin, path: local } = splitOrigin(path);
  const name = local.slice(local.lastIndexOf('/') + 1);
  return origin === '' ? name : decodePart(name);
}

/** `file://`, `vscode-vfs://github` and the like; empty for a plain path. */
function splitOrigin(path: string): { origin: string; path: string } {
  const origin = /^[A-Za-z][A-Za-z0-9+.-]+:(?:\/\/[^/]*)?/.exec(path)?.[0] ?? '';
  return { origin, path: path.slice(origin.length) };
}

function normalise(path: string): string {
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!absolute) parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/');
}

/** As editors encode the URIs of their documents, so that an open file and its import are one. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // not encoded after all
  }
}
