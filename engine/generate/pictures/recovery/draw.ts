import type { RecoveryStepKind } from '../../../assess/assessment.ts';
import { sayDuration } from '../../../assess/say.ts';
import { hint, line, type Markup, path, rect } from '../svg/element.ts';
import { type Drawing, type Key, legend, MARGIN, swatch, TOP, WIDTH } from '../svg/frame.ts';
import { sign } from '../svg/marks.ts';
import { patternFill } from '../svg/patterns.ts';
import { marks } from '../svg/scale.ts';
import type { Category } from '../svg/style.ts';
import { columnWidth, label, textWidth } from '../svg/text.ts';
import { type RecoveryModel, type RecoveryRow, stepWords, usedSteps } from './model.ts';

const ANSWERS = 128;
const ROW = 48;
const BAR = 18;
const AXIS = 22;

/** What is waited is a line, everything else a bar. */
const fills: Readonly<Record<Exclude<RecoveryStepKind, 'wait'>, Category>> = {
  declare: 'c4',
  provision: 'c7',
  retrieve: 'c6',
  transfer: 'c1',
  replay: 'c3',
  step: 'c2',
  redeploy: 'c5',
  failover: 'c8',
};

/** Where time lies in the picture. */
interface Chart {
  readonly left: number;
  readonly width: number;
  /** Seconds at its right edge. */
  readonly most: number;
  readonly x: (seconds: number) => number;
}

/** A row for each system in the order in which they are begun; time goes from left to right. */
export function drawRecovery(id: string, model: RecoveryModel): Drawing {
  const { rows } = model;
  const names = columnWidth(
    rows.map(({ system }) => system),
    174,
    250,
  );
  const left = MARGIN + names;
  const width = WIDTH - MARGIN - left - ANSWERS - 12;
  const most = scaleOf(model);
  const x = (seconds: number): number => left + (Math.min(seconds, most) / most) * width;
  const chart = { left, width, most, x };
  const top = TOP + AXIS;
  const bottom = top + rows.length * ROW;
  const body: Markup[] = [];
  for (const mark of marks(most, 6)) {
    body.push(line(x(mark), top - 4, x(mark), bottom, { class: 's-line' }));
    body.push(label(sayDuration(mark), { x: x(mark), y: top - 8, size: 'small', anchor: 'middle', class: 'soft' }));
  }
  const places = new Map(rows.map(({ system }, index) => [system, top + index * ROW]));
  for (const row of rows) body.push(...waiting(row, places, chart));
  rows.forEach((row, index) => {
    body.push(...drawRow(id, row, top + index * ROW, chart));
  });
  const used = usedSteps(model);
  const keys = legend(
    [
      ...used.map((step): Key => (step === 'wait' ? waitKey : swatch(id, fills[step], stepWords[step]))),
      ...(rows.some(({ critical }) => critical) ? [criticalKey(id)] : []),
    ],
    MARGIN,
    bottom + 12,
    WIDTH - 2 * MARGIN,
  );
  const categories = used.flatMap((step) => (step === 'wait' ? [] : [fills[step]]));
  return { width: WIDTH, height: bottom + 12 + keys.height + 6, categories: [...categories, 'c1'], body: [...body, ...keys.body] };
}

/** Targets that are much later than the last system would make everything else too small to see. */
function scaleOf({ last, rows }: RecoveryModel): number {
  const targets = rows.flatMap(({ target = 0 }) => (target <= 1.6 * last ? [target] : []));
  return Math.max(last, ...targets, 60) * 1.02;
}

/** From when the awaited system is back down to the one that waited. */
function waiting({ system, steps, critical }: RecoveryRow, places: ReadonlyMap<string, number>, { x }: Chart): readonly Markup[] {
  return steps.flatMap(({ step, start, seconds, for: awaited = '' }) => {
    const from = places.get(awaited);
    const to = places.get(system);
    if (step !== 'wait' || from === undefined || to === undefined) return [];
    const at = x(start + seconds);
    const [begin, end] = [from + 8 + BAR, to + 8];
    return [
      path({ class: critical ? 's-ink' : 's-soft', 'stroke-width': critical ? 2 : 1 }, ['M', at, begin, 'L', at, end]),
      path({ class: critical ? 'f-ink' : 'f-soft', fill: undefined }, ['M', at - 4, end - 6, 'L', at + 4, end - 6, 'L', at, end, 'Z']),
    ];
  });
}

function drawRow(id: string, row: RecoveryRow, y: number, chart: Chart): readonly Markup[] {
  const { system, from, verdict, critical, slack, target, because } = row;
  const source = from === undefined || from.startsWith('standby') ? from : `from ${from}`;
  const more = [told(critical, slack), source ?? ''].filter((text) => text !== '');
  const answers = chart.left + chart.width + 12;
  const room = chart.left - MARGIN - 12;
  return [
    line(MARGIN, y, WIDTH - MARGIN, y, { class: 's-line' }),
    label(system, { x: MARGIN, y: y + 20, width: room, class: critical ? 'strong' : undefined }),
    label(more.join(', '), { x: MARGIN, y: y + 36, width: room, size: 'small', class: 'soft' }),
    ...(because === undefined ? row.steps.flatMap((step) => drawStep(id, row, step, y, chart)) : hopeless(id, row, y, chart, because)),
    ...(target === undefined || because !== undefined ? [] : goal(target, row, y, chart)),
    sign(verdict.sign, verdict.tone, answers, y + 11),
    label(verdict.text, { x: answers + 16, y: y + 21, width: ANSWERS - 16, class: verdict.tone }),
    label(target === undefined ? 'no RTO' : `RTO ${sayDuration(target)}, ${verdict.word}`, {
      x: answers,
      y: y + 38,
      width: ANSWERS,
      size: 'small',
      class: 'soft',
    }),
  ];
}

function told(critical: boolean, slack: number | undefined): string {
  if (critical) return 'critical path';
  if (slack === undefined) return '';
  // To the minute, rounded down: there is little room, and nobody should rely on the last second.
  return `slack ${sayDuration(slack < 600 ? slack : Math.floor(slack / 60) * 60)}`;
}

function drawStep(
  id: string,
  { system, critical }: RecoveryRow,
  { step, start, seconds, for: of }: RecoveryRow['steps'][number],
  y: number,
  { x }: Chart,
): readonly Markup[] {
  if (seconds === 0) return [];
  const [left, right] = [x(start), x(start + seconds)];
  if (step === 'wait')
    return [
      path({ class: 's-soft', 'stroke-width': 1.5, 'stroke-dasharray': '2 3' }, ['M', left, y + 8 + BAR / 2, 'L', right, y + 8 + BAR / 2]),
    ];
  const about = `${system}: ${stepWords[step].toLowerCase()}${of === undefined ? '' : ` ("${of}")`}, ${sayDuration(seconds)}`;
  const { fill, class: edge } = patternFill(id, fills[step]);
  return [
    rect(
      left,
      y + 8,
      Math.max(1, right - left),
      BAR,
      { fill, class: critical ? 's-ink' : edge, 'stroke-width': critical ? 2 : 1 },
      hint(about),
    ),
  ];
}

function hopeless(id: string, { verdict }: RecoveryRow, y: number, { left, width }: Chart, because: string): readonly Markup[] {
  return [
    rect(left, y + 8, width, BAR, verdict.shut ? { fill: `url(#${id}-shut)` } : { class: 'f-plain' }),
    label(because, { x: left, y: y + 40, width, size: 'small', class: verdict.tone }),
  ];
}

/** The target as a line across the row; beyond the scale as a word at its end. */
function goal(target: number, { verdict }: RecoveryRow, y: number, { left, width, most, x }: Chart): readonly Markup[] {
  const beyond = target > most;
  const text = `RTO ${sayDuration(target)}${beyond ? ' →' : ''}`;
  const at = beyond ? left + width : x(target);
  const right = at - left > textWidth(text, 'small') + 4;
  return [
    ...(beyond ? [] : [path({ class: `s-${verdict.tone}-ink`, 'stroke-width': 2 }, ['M', at, y + 3, 'L', at, y + 44])]),
    label(text, { x: right ? at - 4 : at + 4, y: y + 41, size: 'small', anchor: right ? 'end' : 'start', class: `${verdict.tone} halo` }),
  ];
}

const waitKey: Key = {
  text: 'Wait for another system',
  draw: (x, y) => path({ class: 's-soft', 'stroke-width': 1.5, 'stroke-dasharray': '2 3' }, ['M', x, y + 6, 'L', x + 22, y + 6]),
};

function criticalKey(id: string): Key {
  return {
    text: 'Critical path: whatever makes it longer makes the last system later',
    draw: (x, y) => rect(x + 1, y, 20, 12, { fill: patternFill(id, 'c1').fill, class: 's-ink', 'stroke-width': 2 }),
  };
}
