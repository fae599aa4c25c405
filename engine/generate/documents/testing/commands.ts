import { holding } from '../../../assess/cost/test-restores.ts';
import { chains } from '../../scripts/coverage.ts';
import { installFolder, scriptFolder } from '../../scripts/names.ts';
import { code, fence, plain } from '../markdown/escape.ts';
import { given, shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { list } from '../words.ts';

/** The commands of a restore into a sandbox, system by system; what has no script is done as the runbooks say. */
export function commands({ plan, files }: DocumentSource): string {
  const covered = chains(plan).filter(({ system, block }) => files.has(`scripts/${scriptFolder(system, block)}/restore.sh`));
  const parts = covered.map(({ system, block, engine, storages }) => {
    const file = shellWord(`${installFolder(plan)}/scripts/${scriptFolder(system, block)}/restore.sh`);
    const command = engine.user === 'root' ? `sudo ${file}` : `sudo -u ${engine.user} ${file}`;
    const lines = ['STORAGE=', 'POINT=', `${command} --list`, `${command} --from ${given('STORAGE')} --point ${given('POINT')}`];
    const read = storages
      .filter(({ name }) => holding(plan, block).some((storage) => storage.name === name))
      .map(({ name }) => plain(name));
    return `${plain(system.name)}, from ${list(read)}:\n\n${fence('bash', lines.join('\n'))}`;
  });
  const byHand = plan.systems.flatMap((system) =>
    system.blocks.flatMap((block) => {
      const script = covered.find((chain) => chain.system.name === system.name && chain.block.index === block.index);
      return holding(plan, block)
        .filter(({ name }) => !script?.storages.some((storage) => storage.name === name))
        .map(({ name }) => `${plain(system.name)} from ${plain(name)}`);
    }),
  );
  return [
    ...(parts.length === 0
      ? []
      : [
          `On a machine apart from production: the list names the points with their dates, and the restore goes into a new folder; nothing that runs is touched. ${code('STORAGE')} and ${code('POINT')} are those of the calendar.`,
          ...parts,
        ]),
    ...(byHand.length === 0
      ? []
      : [`By hand, since no script is generated for it: ${list([...new Set(byHand)])}. The runbooks have the steps.`]),
  ].join('\n\n');
}
