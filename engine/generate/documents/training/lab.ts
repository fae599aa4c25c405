import { chains } from '../../scripts/coverage.ts';
import { installFolder, scriptFolder } from '../../scripts/names.ts';
import { fence, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { list, size } from '../words.ts';

/** The smallest system that has a script, restored into a new folder. */
export function lab({ plan, files }: DocumentSource): string {
  const [easiest] = chains(plan)
    .filter(({ system, block }) => files.has(`scripts/${scriptFolder(system, block)}/restore.sh`))
    .toSorted((one, other) => (one.system.size?.value ?? Infinity) - (other.system.size?.value ?? Infinity));
  if (easiest === undefined)
    return 'No restore script is generated for this plan: take the smallest system, and do the steps of a runbook that restore it, on a machine apart from production.';
  const { system, block, engine } = easiest;
  const file = shellWord(`${installFolder(plan)}/scripts/${scriptFolder(system, block)}/restore.sh`);
  const command = engine.user === 'root' ? `sudo ${file}` : `sudo -u ${engine.user} ${file}`;
  const what = system.size === undefined ? plain(system.name) : `${plain(system.name)} (${size(system.size.value)})`;
  const steps = [
    'Look at the list: find the oldest point, the newest one, and say how old each is.',
    'Let the script say what it would do, and put its estimate beside yours.',
    'Restore the newest point. It goes into a new folder; nothing that runs is touched.',
    'Look into what was restored: is it what it should be? How long did it take, and how long does the runbook say?',
    'Do it again with the oldest point.',
  ];
  return [
    `${what} on a machine apart from production, from ${list(easiest.storages.map(({ name }) => plain(name)))}.`,
    fence('bash', [`${command} --list`, `${command} --dry-run`, command].join('\n')),
    steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
  ].join('\n\n');
}
