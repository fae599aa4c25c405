import type { Chain } from '../../scripts/coverage.ts';
import { keyOn } from '../../scripts/settings.ts';
import { code, plain } from '../markdown/escape.ts';
import { list } from '../words.ts';

/** A sentence for the keys of age among which some are the password of a repository too; empty where there are none. */
export function twoKinds(covered: readonly Chain[], keys: readonly string[]): string {
  const lines = keys.flatMap((key) => {
    const mine = covered.filter(
      (chain) => chain.engine.encrypts !== undefined && chain.storages.some((storage) => keyOn(chain, storage) === key),
    );
    const systems = [...new Set(mine.map(({ system }) => plain(system.name)))];
    return mine.length === 0
      ? []
      : [
          ` For ${list(systems)} ${code(key)} is a password, and no such file: give each a file of its own, or better declare a second ${code('key')} in the plan.`,
        ];
  });
  return lines.join('');
}
