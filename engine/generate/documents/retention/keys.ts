import { sealedStorages } from '../../../checks/security/encryption.ts';
import { type Key, spanSeconds } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { counted, duration, list, span } from '../words.ts';
import { lives } from './erasure.ts';

/** For how long a key is needed after it has been changed: until the last point that was written with it is gone. */
export function keys(source: Source): string {
  const { plan } = source;
  const sealed = sealedStorages(plan, plan.systems);
  const used = plan.keys.filter(({ name }) => sealed.some(({ key }) => key === name));
  if (used.length === 0)
    return `No key of the plan encrypts a backup. Where one does, say ${code('encrypted with KEY')}: then the plan knows what is lost with it.`;
  const rows = used.map((key) => {
    const mine = sealed.filter((each) => each.key === key.name);
    const longest = Math.max(
      ...mine.map(({ system, storage }) => lives(source, system).find((life) => life.storage === storage.name)?.seconds ?? Infinity),
    );
    return [
      plain(key.name),
      list([...new Set(mine.map(({ storage }) => plain(storage.name)))]),
      list([...new Set(mine.map(({ system }) => plain(system.name)))]),
      key.rotateEvery === undefined ? 'never' : span(key.rotateEvery),
      longest === Infinity ? 'for ever' : duration(longest),
      versions(key, longest),
    ];
  });
  return [
    'A key that has been changed is destroyed only when the last point that was written with it is gone; destroyed sooner, it takes those points with it. The same goes for the password of a repository, and for the version of the tool that reads it.',
    table(['Key', 'Reads', 'Of', 'Changed every', 'An old one is needed for', 'To be kept at once'], rows),
  ].join('\n\n');
}

function versions({ rotateEvery }: Key, longest: number): string {
  if (rotateEvery === undefined || longest === Infinity) return '';
  return counted(Math.ceil(longest / spanSeconds(rotateEvery)) + 1, 'version');
}
