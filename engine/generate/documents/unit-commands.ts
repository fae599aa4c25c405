/** Commands for the timers of a plan, on the machines that they belong on. */
import type { Starter } from '../schedule/systemd.ts';
import { commentText } from '../scripts/quote.ts';
import { shellWord } from './shell.ts';

/** Characters of names that are read in one line; of more, each has one. */
const LINE = 140;

/** `verb`: such as `stop` or `enable --now`. Where several accounts have timers, a comment says whose machine it is. */
export function unitCommands(verb: string, units: readonly Starter[]): string {
  const accounts = [...new Set(units.map(({ entry }) => entry.account))];
  return accounts
    .map((account) => {
      const files = units.filter(({ entry }) => entry.account === account).map(({ file }) => shellWord(file));
      const line = files.join(' ');
      const command = `sudo systemctl ${verb} ${line.length > LINE ? `\\\n  ${files.join(' \\\n  ')}` : line}`;
      return accounts.length === 1 ? command : `# On the machine with the credentials of ${commentText(account)}:\n${command}`;
    })
    .join('\n');
}
