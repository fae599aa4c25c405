import { sayDuration } from '../../../assess/say.ts';
import { group, line, type Markup, rect } from '../svg/element.ts';
import { type Drawing, type Key, legend, MARGIN, TOP, WIDTH } from '../svg/frame.ts';
import { sign, type Tone } from '../svg/marks.ts';
import { columnWidth, label, textWidth } from '../svg/text.ts';
import { fitting, type Verdict } from '../verdict.ts';
import type { MatrixCell, MatrixModel, MatrixRow } from './model.ts';

/** The narrowest column that has room for `back 9 days 23h`. */
const LEAST = 152;
const HALF = 22;
const ROW = 2 * HALF + 6;
const HEAD = 30;

/** A row for each system; in each cell what is lost stands over when it is back. */
export function drawMatrix(id: string, { scenarios, systems }: MatrixModel): Drawing {
  const columns = Math.max(1, scenarios.length);
  const names = columnWidth(
    systems.map(({ name }) => name),
    140,
    280,
  );
  const column = Math.max(LEAST, (WIDTH - 2 * MARGIN - names) / columns);
  const width = 2 * MARGIN + names + columns * column;
  const left = (index: number): number => MARGIN + names + index * column;
  const body: Markup[] = scenarios.map((name, index) =>
    label(name, { x: left(index) + 4, y: TOP + 20, width: column - 8, class: 'strong' }),
  );
  let y = TOP + HEAD;
  for (const row of systems) {
    const { name, exempt, cells } = row;
    body.push(line(MARGIN, y, width - MARGIN, y, { class: 's-line' }));
    body.push(label(name, { x: MARGIN, y: y + 21, width: names - 10, class: 'strong' }));
    if (exempt !== undefined)
      body.push(label(`not assessed: ${exempt}`, { x: left(0) + 4, y: y + 21, width: columns * column - 8, class: 'soft' }));
    else {
      body.push(label(targets(row), { x: MARGIN, y: y + 39, width: names - 10, size: 'small', class: 'soft' }));
      body.push(...cells.flatMap((found, index) => drawCell(id, row, found, left(index) + 2, y + 3, column - 4)));
    }
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

function targets({ rpo, rto }: MatrixRow): string {
  const told = [rpo === undefined ? '' : `RPO ${sayDuration(rpo)}`, rto === undefined ? '' : `RTO ${sayDuration(rto)}`];
  return told.filter((text) => text !== '').join(', ') || 'no targets';
}

function drawCell(id: string, row: MatrixRow, found: MatrixCell | undefined, x: number, y: number, width: number): readonly Markup[] {
  if (found === undefined) return [label('not affected', { x: x + 6, y: y + HALF + 4, width: width - 12, size: 'small', class: 'soft' })];
  const own = (what: string, target: string | undefined, usual: number | undefined): string =>
    target === undefined || (usual !== undefined && target === sayDuration(usual)) ? '' : `${what} ${target}`;
  return [
    ...half(id, 'lost', found.loss, own('RPO', found.loss.target, row.rpo), x, y, width),
    ...half(id, 'back', found.recovery, own('RTO', found.recovery.target, row.rto), x, y + HALF, width),
  ];
}

/** `own`: the scenario's own target, where it has another one than the system. */
function half(id: string, what: string, verdict: Verdict, own: string, x: number, y: number, width: number): readonly Markup[] {
  const { text, seconds, tone, shut } = verdict;
  const room = width - 30;
  const wanted = own === '' ? 0 : textWidth(own, 'small') + 10;
  const fits = (candidate: string): boolean => textWidth(`${what} ${candidate}`, 'text') <= room - wanted;
  const figure = seconds === undefined ? text : fitting(seconds, fits);
  const told = fits(figure) ? wanted : 0;
  return [
    rect(x, y, width, HALF - 1, { class: `f-${tone}` }),
    shut ? rect(x, y, 20, HALF - 1, { fill: `url(#${id}-shut)` }) : sign(verdict.sign, tone, x + 6, y + 6),
    label(`${what} ${figure}`, { x: x + 24, y: y + 15, width: room - told, class: tone }),
    ...(told === 0 ? [] : [label(own, { x: x + width - 6, y: y + 15, size: 'small', anchor: 'end', class: tone })]),
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
