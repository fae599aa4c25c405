import { sayDate, sayInstant } from '../../../assess/say.ts';
import { DAY } from '../../../assess/schedule/calendar.ts';
import { element, hint, line, type Markup, path, rect } from '../svg/element.ts';
import { type Drawing, type Key, legend, MARGIN, TOP, WIDTH } from '../svg/frame.ts';
import { type Category, categories } from '../svg/style.ts';
import { label, textWidth } from '../svg/text.ts';
import type { Keeper } from './kept.ts';
import { holeWord, keeperWord, type PointsModel, type PointsShelf, type PointsView } from './model.ts';

const DATES = 104;
const COUNTS = 166;
const LEFT = MARGIN + DATES;
const CHART = WIDTH - 2 * MARGIN - DATES - COUNTS - 14;
const HEAD = 30;
/** What rules keep lies on the line, what else is there under it. */
const ROW = 26;
const UNDER = 11;
const AXIS = 24;

/** A line for each date on each storage: the present is on the right, and a stretch of time is the narrower the longer it is past. */
export function drawPoints(id: string, model: PointsModel): Drawing {
  const { shelves, zone } = model;
  const x = scaleOf(model);
  const row = shelves.some(({ views }) => views.some(({ points }) => points.some(({ by }) => typeof by === 'string'))) ? ROW + UNDER : ROW;
  const body: Markup[] = [];
  let y = TOP + AXIS;
  const bottom = y + shelves.reduce((sum, { views }) => sum + HEAD + views.length * row, 0);
  body.push(...axis(x, y, bottom));
  const keepers = keepersOf(model);
  for (const shelf of shelves) {
    body.push(line(MARGIN, y, WIDTH - MARGIN, y, { class: 's-line' }));
    body.push(label(shelf.storage, { x: MARGIN, y: y + 20, width: WIDTH - 2 * MARGIN, class: 'strong halo' }));
    for (const [index, view] of shelf.views.entries()) {
      body.push(...drawView(id, shelf, view, zone, x, y + HEAD + index * row, (by) => keepers.get(keeperWord(shelf, by)) ?? 'c8'));
    }
    y += HEAD + shelf.views.length * row;
  }
  const holes = shelves.some(({ views }) => views.some((view) => view.holes.length > 0));
  const keys = legend(
    [
      ...[...keepers].map(([text, category]): Key => ({ text, draw: (left, top) => mark(category, left + 11, top + 6) })),
      ...(holes ? [holeKey(id)] : []),
    ],
    MARGIN,
    bottom + 14,
    WIDTH - 2 * MARGIN,
  );
  return { width: WIDTH, height: bottom + 14 + keys.height + 6, body: [...body, ...keys.body] };
}

/** A sign for each rule, in the order of the plan, and then for what is kept for another reason. */
function keepersOf({ shelves }: PointsModel): ReadonlyMap<string, Category> {
  const used = shelves.flatMap((shelf) => {
    const found = new Set(shelf.views.flatMap(({ points }) => points.map(({ by }) => keeperWord(shelf, by))));
    return [...shelf.rules, ...(['needed', 'locked', 'due'] as const).map((by) => keeperWord(shelf, by))].filter((word) => found.has(word));
  });
  const last = (['needed', 'locked', 'due'] as const).map((by) => keeperWord({ rules: [] }, by));
  const words = [...new Set(used)].sort((one, other) => last.indexOf(one) - last.indexOf(other));
  return new Map(words.map((word, index) => [word, categories[Math.min(index, categories.length - 1)] ?? 'c8']));
}

/** From an age in seconds to a place: logarithmic, so that the last days have as much room as the years before. */
function scaleOf({ shelves }: PointsModel): (age: number) => number {
  const ages = shelves.flatMap(({ views }) => views.flatMap(({ at, points }) => points.slice(0, 1).map(({ capture }) => at - capture)));
  const oldest = Math.max(DAY, ...ages) * 1.05;
  const dense = shelves.some(({ views }) =>
    views.some(({ points }) => (points.at(-1)?.capture ?? 0) - (points.at(-2)?.capture ?? 0) < DAY / 2 && points.length > 1),
  );
  const unit = dense ? 3600 : DAY;
  return (age) => LEFT + CHART * (1 - Math.log1p(Math.max(0, age) / unit) / Math.log1p(oldest / unit));
}

const ages: readonly (readonly [number, string])[] = [
  [3600, '1 hour'],
  [6 * 3600, '6 hours'],
  [DAY, '1 day'],
  [3 * DAY, '3 days'],
  [7 * DAY, '1 week'],
  [30 * DAY, '1 month'],
  [91 * DAY, '3 months'],
  [365 * DAY, '1 year'],
  [3 * 365 * DAY, '3 years'],
  [10 * 365 * DAY, '10 years'],
  [30 * 365 * DAY, '30 years'],
];

function axis(x: (age: number) => number, top: number, bottom: number): readonly Markup[] {
  const drawn: Markup[] = [label('that day', { x: LEFT + CHART, y: top - 9, size: 'small', anchor: 'end', class: 'soft' })];
  let free = LEFT + CHART - textWidth('that day', 'small') - 8;
  for (const [age, text] of ages) {
    const at = x(age);
    const half = textWidth(text, 'small') / 2;
    if (at < LEFT || at - half < MARGIN || at + half > free) continue;
    free = at - half - 8;
    drawn.push(line(at, top - 4, at, bottom, { class: 's-line' }));
    drawn.push(label(text, { x: at, y: top - 9, size: 'small', anchor: 'middle', class: 'soft' }));
  }
  return drawn;
}

function drawView(
  id: string,
  shelf: PointsShelf,
  { at, points, holes }: PointsView,
  zone: string,
  x: (age: number) => number,
  y: number,
  category: (by: Keeper) => Category,
): readonly Markup[] {
  const middle = y + ROW / 2 - 4;
  const oldest = points[0];
  const marks: Markup[] = [];
  const drawn = new Set<string>();
  for (const { capture, by } of points) {
    const [place, of] = [x(at - capture), category(by)];
    // Where several would cover each other, one is drawn.
    const key = `${Math.round(place * 2)} ${of}`;
    if (drawn.has(key)) continue;
    drawn.add(key);
    marks.push(mark(of, place, middle + (typeof by === 'string' ? UNDER : 0), `${sayInstant(capture, zone)}: ${keeperWord(shelf, by)}`));
  }
  const told = oldest === undefined ? 'nothing is there' : `${points.length}, from ${sayDate(oldest.capture, zone)} on`;
  return [
    label(sayDate(at, zone), { x: MARGIN, y: middle + 4, width: DATES - 8, size: 'small', class: 'soft' }),
    ...(oldest === undefined ? [] : [path({ class: 's-soft' }, ['M', x(at - oldest.capture), middle, 'L', LEFT + CHART, middle])]),
    ...holes.map((hole) =>
      rect(
        x(at - hole.from),
        middle - 9,
        x(at - hole.to) - x(at - hole.from),
        18,
        { fill: `url(#${id}-shut)` },
        hint(holeWord(shelf, hole, zone)),
      ),
    ),
    ...marks,
    label(told, { x: LEFT + CHART + 14, y: middle + 4, width: COUNTS, size: 'small', class: oldest === undefined ? 'bad' : undefined }),
  ];
}

/** A sign of about 9 units around its middle, with a shape of its own for each category. */
function mark(category: Category, x: number, y: number, about?: string): Markup {
  const filled = { class: `f-${category}`, fill: undefined };
  const hints = about === undefined ? [] : [hint(about)];
  const shape = (steps: readonly (string | number)[]): Markup => element('path', { ...filled, d: placed(steps, x, y) }, ...hints);
  switch (category) {
    case 'c1':
      return element('circle', { ...filled, cx: x, cy: y, r: 4 }, ...hints);
    case 'c2':
      return rect(x - 3.5, y - 3.5, 7, 7, filled, ...hints);
    case 'c3':
      return shape(['M', 0, -5.5, 'L', 5.5, 0, 'L', 0, 5.5, 'L', -5.5, 0, 'Z']);
    case 'c4':
      return shape(['M', 0, -5, 'L', 5, 4, 'L', -5, 4, 'Z']);
    case 'c5':
      return shape(['M', 0, 5, 'L', 5, -4, 'L', -5, -4, 'Z']);
    case 'c6':
      return rect(x - 1.5, y - 7, 3, 14, filled, ...hints);
    case 'c7':
      return element('circle', { class: `s-${category}`, fill: 'none', 'stroke-width': 2, cx: x, cy: y, r: 3.5 }, ...hints);
    case 'c8':
      return element(
        'path',
        { class: `s-${category}`, fill: 'none', 'stroke-width': 2, d: placed(['M', -4, -4, 'L', 4, 4, 'M', -4, 4, 'L', 4, -4], x, y) },
        ...hints,
      );
  }
}

function placed(steps: readonly (string | number)[], x: number, y: number): string {
  let across = true;
  return steps
    .map((step) => {
      if (typeof step === 'string') return step;
      const place = step + (across ? x : y);
      across = !across;
      return String(Number(place.toFixed(2)));
    })
    .join(' ');
}

function holeKey(id: string): Key {
  return { text: 'a period of a rule without a restore point', draw: (x, y) => rect(x, y, 22, 12, { fill: `url(#${id}-shut)` }) };
}
