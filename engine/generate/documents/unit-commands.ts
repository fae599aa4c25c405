/** Commands for the timers of a plan, on the machines that they belong on. */
import type { Starter } from '../schedule/systemd.ts';
import { commentText } from '../scripts/quote.ts';
import { shellWord } from './shell.ts';

/** Characters of names that are read in one line; of more, each has one. */
const LINE = 140;

/**
 * `verb`: such as `stop` or `enable --now`. Where several accounts have timers, a comment says whose machine it is. `part`: a comment for
 * those of an account that have it in common.
 */
export function unitCommands(
  verb: string,
  units: readonly Starter[],
  part: (unit: Starter) => string | undefined = () => undefined,
): string {
  const accounts = [...new Set(units.map(({ entry }) => entry.account))];
  return accounts
    .map((account) => {
      const mine = units.filter(({ entry }) => entry.account === account);
      const commands = [...new Set(mine.map(part))].flatMap((comment) => [
        ...(comment === undefined ? [] : [`# ${comment}`]),
        commandOf(
          verb,
          mine.filter((unit) => part(unit) === comment),
        ),
      ]);
      return [
        ...(accounts.length === 1
          ? []
          : [`# On the ${new Set(mine.map(part)).size === 1 ? 'machine' : 'machines'} with the credentials of ${commentText(account)}:`]),
        ...commands,
      ].join('\n');
    })
    .join('\n');
}

function commandOf(verb: string, units: readonly Starter[]): string {
  const files = units.map(({ file }) => shellWord(file));
  const line = files.join(' ');
  return `sudo systemctl ${verb} ${line.length > LINE ? `\\\n  ${files.join(' \\\n  ')}` : line}`;
}
