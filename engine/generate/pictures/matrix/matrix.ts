/** The scenario matrix: every system in every scenario, with what it promises and whether that is kept. */
import { counted } from '../../documents/words.ts';
import type { Picture, PictureSource } from '../picture.ts';
import { framed, idOf } from '../svg/frame.ts';
import { drawMatrix } from './draw.ts';
import { type MatrixModel, matrixModel, matrixTable } from './model.ts';

export function matrixPicture(source: PictureSource): Picture {
  const model = matrixModel(source);
  const about = {
    kind: 'matrix',
    name: 'scenario-matrix',
    title: `${source.plan.title}: loss and recovery in every scenario`,
    description: described(model),
  } as const;
  return {
    ...about,
    table: matrixTable(model),
    draw: (style) =>
      framed(
        about,
        'Worst-case loss and recovery time of every system in every scenario, beside their targets',
        style,
        drawMatrix(idOf(about), model),
      ),
  };
}

function described({ scenarios, systems }: MatrixModel): string {
  const verdicts = systems.flatMap(({ cells }) => cells.flatMap((found) => (found === undefined ? [] : [found.loss, found.recovery])));
  const count = (word: string): number => verdicts.filter((verdict) => verdict.word === word).length;
  const gone = verdicts.filter(({ shut }) => shut).length;
  return `A table of ${counted(systems.length, 'system')} and ${counted(scenarios.length, 'scenario')}. Of the targets for loss and recovery ${count('met')} are met and ${count('not met')} are not${gone === 0 ? '' : `; ${counted(gone, 'time')} nothing is left to recover from`}.`;
}
