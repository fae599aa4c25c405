/** The recovery order of a scenario: who comes back when, who waits for whom, and what must not take longer. */
import { sayDuration } from '../../../assess/say.ts';
import type { Scenario } from '../../../plan/model.ts';
import type { Picture, PictureSource } from '../picture.ts';
import { framed, idOf } from '../svg/frame.ts';
import { drawRecovery } from './draw.ts';
import { type RecoveryModel, recoveryModel, recoveryTable } from './model.ts';

export function recoveryPicture(source: PictureSource, scenario: Scenario): Picture {
  const model = recoveryModel(source, scenario);
  const about = {
    kind: 'recovery',
    of: scenario.name,
    name: `recovery-${scenario.name}`,
    title: `${scenario.name}: the order of recovery`,
    description: described(model),
  } as const;
  return {
    ...about,
    table: recoveryTable(model),
    draw: (style) =>
      framed(
        about,
        'Time since detection, from left to right. Slack: how much later a system may be back without the last one being later',
        style,
        drawRecovery(idOf(about), model),
      ),
  };
}

function described({ scenario, rows, last }: RecoveryModel): string {
  if (rows.length === 0) return `The scenario ${scenario} affects no system, so there is nothing to recover.`;
  const known = rows.filter(({ verdict }) => verdict.seconds !== undefined);
  const path = rows.filter(({ critical }) => critical).map(({ system }) => system);
  const late = rows.filter(({ verdict }) => verdict.word === 'not met').length;
  const sentences = [
    `A chart of how ${rows.length} ${rows.length === 1 ? 'system comes' : 'systems come'} back in the scenario ${scenario}.`,
    known.length === 0
      ? 'Of none is it known when it is back.'
      : `The last one that comes back is back after ${sayDuration(last)}; the critical path is ${path.join(', then ')}.`,
    late === 0 ? 'No RTO is missed.' : `${late} ${late === 1 ? 'RTO is' : 'RTOs are'} missed.`,
  ];
  return sentences.join(' ');
}
