/** How to keep what a court or an investigation asks for from being pruned: the same way as the runbooks stop pruning. */
import { pointStorages } from '../../../checks/backups.ts';
import { type System, spanSeconds } from '../../../plan/model.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, fence, plain } from '../markdown/escape.ts';
import { pointUnits } from '../runbook/hold-points.ts';
import type { DocumentSource } from '../source.ts';
import { unitCommands } from '../unit-commands.ts';
import { list, span } from '../words.ts';

export function hold(source: DocumentSource): string {
  const { plan } = source;
  const systems = plan.systems.filter(({ blocks }) => blocks.some((block) => pointStorages(block).length > 0));
  if (systems.length === 0) return 'There is nothing to hold: no restore point is kept.';
  const locked = plan.storages.filter(({ immutable }) => immutable !== undefined && spanSeconds(immutable.value) > 0);
  const grace = locked.map(({ name, immutable }) => `${plain(name)} (${immutable === undefined ? '' : span(immutable.value)})`);
  const steps = [
    `Write the hold into ${linkTo('Holds and changes')}: which systems, what span of time, on whose word, since when, and who ends it.`,
    `Stop what removes points of these systems. Points are pruned after each run that ends on a storage, so no new points come either: go on with the next step on the same day.\n\n${systems.map((system) => indented(stop(source, system))).join('\n\n')}\n`,
    `Take the rules away for as long as the hold lasts: write ${code('keep forever')} instead of the ${code('keep')} of these systems into ${code(source.planFile)}, generate again, put the new scripts in place, and start again what was stopped. Backups go on, and nothing is pruned.`,
    'When the hold ends, put the rules back and generate again: the next run prunes what has become too old.',
  ];
  return [
    ...(grace.length === 0
      ? []
      : [
          `What is locked cannot go before its lock ends, whatever happens: ${list(grace)}, counted from the arrival of each point. That is the time there is to act in.`,
        ]),
    steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
  ].join('\n\n');
}

function stop(source: DocumentSource, system: System): string {
  const units = pointUnits(source, [{ system }]);
  const jobs = system.blocks.flatMap((block) => [...block.jobs.filter(({ word }) => word !== 'log'), ...block.copies]);
  // What follows another has no timer, and is not started once the other stands still.
  const others = jobs.filter(
    ({ id, schedule }) => (schedule === 'continuous' || !('after' in schedule)) && !units.some(({ entry }) => entry.id === id),
  );
  const rest =
    others.length === 0 ? '' : `stop ${list(others.map(({ id }) => code(id)))} where ${others.length === 1 ? 'it is' : 'they are'} started`;
  if (units.length === 0) return `${plain(system.name)}: ${rest}.`;
  const command = fence('bash', unitCommands('stop', units));
  return `${plain(system.name)}, on the machines that run its jobs:\n\n${command}${rest === '' ? '' : `\n\nAnd ${rest}.`}`;
}

/** As part of a list item. */
function indented(text: string): string {
  return text.replace(/^(?=.)/gmu, '   ');
}
