import { group, line, type Markup, rect } from '../svg/element.ts';
import { type Drawing, type Key, legend, MARGIN, TOP, WIDTH } from '../svg/frame.ts';
import { sign, type Tone } from '../svg/marks.ts';
import { label } from '../svg/text.ts';
import type { Verdict } from '../verdict.ts';
import type { MatrixCell, MatrixModel } from './model.ts';

const NAMES = 150;
const LEAST = 158;
const HALF = 22;
const ROW = 2 * HALF + 6;
const HEAD = 30;

/** A row for each system; in each cell what is lost stands over when it is back. */
export function drawMatrix(id: string, { scenarios, systems }: MatrixModel): Drawing {
  const columns = Math.max(1, scenarios.length);
  const column = Math.max(LEAST, (WIDTH - 2 * MARGIN - NAMES) / columns);
  const width = 2 * MARGIN + NAMES + columns * column;
  const left = (index: number): number => MARGIN + NAMES + index * column;
  const body: Markup[] = scenarios.map((name, index) =>
    label(name, { x: left(index) + 4, y: TOP + 20, width: column - 8, class: 'strong' }),
  );
  let y = TOP + HEAD;
  for (const { name, exempt, cells } of systems) {
    body.push(line(MARGIN, y, width - MARGIN, y, { class: 's-line' }));
    body.push(label(name, { x: MARGIN, y: y + 21, width: NAMES - 10, class: 'strong' }));
    if (exempt !== undefined)
      body.push(label(`not assessed: ${exempt}`, { x: left(0) + 4, y: y + 21, width: columns * column - 8, class: 'soft' }));
    else body.push(...cells.flatMap((found, index) => drawCell(id, found, left(index) + 2, y + 3, column - 4)));
    y += ROW;
  }
  body.push(line(MARGIN, y, width - MARGIN, y, { class: 's-line' }));
  const keys = legend(
    [key('met', 'good'), key('not met', 'bad'), key('no target, or not known', 'plain'), gone(id)],
    MARGIN,
    y + 14,
    width - 2 * MARGIN,
  );
  return { width, height: y + 14 + keys.height + 6, body: [...body, ...keys.body] };
}

function drawCell(id: string, found: MatrixCell | undefined, x: number, y: number, width: number): readonly Markup[] {
  if (found === undefined) return [label('not affected', { x: x + 6, y: y + HALF + 4, width: width - 12, size: 'small', class: 'soft' })];
  return [...half(id, ['lost', 'RPO'], found.loss, x, y, width), ...half(id, ['back', 'RTO'], found.recovery, x, y + HALF, width)];
}

function half(
  id: string,
  [what, goal]: readonly [string, string],
  { text, target, tone, sign: drawn, shut }: Verdict,
  x: number,
  y: number,
  width: number,
): readonly Markup[] {
  const ground = rect(x, y, width, HALF - 1, { class: `f-${tone}` });
  const edge = shut ? [rect(x, y, 20, HALF - 1, { fill: `url(#${id}-shut)` })] : [sign(drawn, tone, x + 6, y + 6)];
  const about = target === undefined ? '' : `${goal} ${target}`;
  const room = width - 30;
  const aimWidth = Math.min(room * 0.42, 76);
  return [
    ground,
    ...edge,
    label(`${what} ${text}`, { x: x + 24, y: y + 15, width: room - aimWidth - 4, class: tone }),
    label(about, { x: x + width - 6, y: y + 15, width: aimWidth, size: 'small', anchor: 'end', class: tone }),
  ];
}

function key(text: string, tone: Tone): Key {
  const drawn = { good: 'check', bad: 'cross', plain: 'dash' } as const;
  return {
    text,
    draw: (x, y) => group({}, [rect(x, y - 1, 22, 14, { class: `f-${tone}` }), sign(drawn[tone], tone, x + 6, y + 1)]),
  };
}

function gone(id: string): Key {
  return { text: 'nothing is left to recover from', draw: (x, y) => rect(x, y - 1, 22, 14, { fill: `url(#${id}-shut)` }) };
}
