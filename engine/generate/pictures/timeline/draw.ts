import { sayDuration, sayInstant } from '../../../assess/say.ts';
import { DAY, zoneOf } from '../../../assess/schedule/calendar.ts';
import { hint, line, type Markup, path, rect } from '../svg/element.ts';
import { type Drawing, type Key, legend, MARGIN, swatch, TOP, WIDTH } from '../svg/frame.ts';
import { patternFill } from '../svg/patterns.ts';
import type { Category } from '../svg/style.ts';
import { columnWidth, label, textWidth } from '../svg/text.ts';
import type { Load } from './load.ts';
import type { Night, Panel, Row, TimelineModel } from './model.ts';
import type { LaneWord } from './runs.ts';
import { lengthOf } from './table.ts';

const HEAD = 26;
const NAME = 22;
const LANE = 20;
const BAR = 11;
/** More runs than this are drawn as one band. */
const MOST = 60;

const fills: Readonly<Record<LaneWord, Category>> = {
  full: 'c1',
  incremental: 'c3',
  differential: 'c5',
  snapshot: 'c6',
  log: 'c7',
  copy: 'c2',
  verify: 'c4',
};

interface Chart {
  readonly id: string;
  readonly zone: string;
  readonly left: number;
  readonly width: number;
  readonly x: (instant: number) => number;
}

/** The week, then each night in which clocks change; a line for each job, under the name of its system. */
export function drawTimeline(id: string, model: TimelineModel): Drawing {
  const { week, nights, zone } = model;
  const names = columnWidth(
    week.rows.map(({ lane }) => lane.text),
    150,
    236,
  );
  const body: Markup[] = [];
  let y = TOP;
  for (const panel of [week, ...nights.filter(({ rows }) => rows.length > 0)]) {
    const chart = chartOf(id, zone, names, panel);
    const drawn = drawPanel(panel, chart, y);
    body.push(...drawn.body);
    y = drawn.bottom + 22;
  }
  const keys = legend(keysOf(id, model), MARGIN, y - 6, WIDTH - 2 * MARGIN);
  const used = [...wordsOf(model).map((word) => fills[word]), 'c2', 'c8'] as const;
  return { width: WIDTH, height: y + keys.height, categories: used, body: [...body, ...keys.body] };
}

/** A night has room at its right for what lies between two runs. */
function chartOf(id: string, zone: string, names: number, panel: Panel): Chart {
  const left = MARGIN + names;
  const width = WIDTH - MARGIN - left - ('at' in panel ? 130 : 0);
  return {
    id,
    zone,
    left,
    width,
    x: (instant) => left + ((Math.min(panel.to, Math.max(panel.from, instant)) - panel.from) / (panel.to - panel.from)) * width,
  };
}

function drawPanel(panel: Panel | Night, chart: Chart, top: number): { readonly bottom: number; readonly body: readonly Markup[] } {
  const lanes: Markup[] = [];
  let y = top + HEAD + 24;
  const begin = y - 4;
  let system = '';
  for (const row of panel.rows) {
    if (row.lane.system.name !== system) {
      system = row.lane.system.name;
      lanes.push(line(MARGIN, y, WIDTH - MARGIN, y, { class: 's-line' }));
      lanes.push(label(system, { x: MARGIN, y: y + 16, width: WIDTH - 2 * MARGIN, class: 'strong halo' }));
      y += NAME;
    }
    lanes.push(...drawRow(row, panel, chart, y));
    y += LANE;
  }
  if (panel.loads.length > 0) {
    lanes.push(line(MARGIN, y, WIDTH - MARGIN, y, { class: 's-line' }));
    lanes.push(label('Storages: runs at once', { x: MARGIN, y: y + 16, width: WIDTH - 2 * MARGIN, class: 'strong halo' }));
    y += NAME;
  }
  for (const load of panel.loads) {
    lanes.push(...drawLoad(load, panel, chart, y));
    y += LANE;
  }
  if ('at' in panel)
    lanes.push(label('from run to run', { x: chart.left + chart.width + 10, y: begin - 4, width: 118, size: 'small', class: 'soft' }));
  const title = label(panel.title, { x: MARGIN, y: top + 18, width: WIDTH - 2 * MARGIN, class: 'strong' });
  return { bottom: y, body: [title, ...('at' in panel ? hours(panel, chart, begin, y) : days(panel, chart, begin, y)), ...lanes] };
}

function days({ from, to }: Panel, { x, zone }: Chart, top: number, bottom: number): readonly Markup[] {
  const clock = zoneOf(zone);
  const first = Math.floor(clock.local(from) / DAY);
  const found: Markup[] = [];
  for (let day = first; clock.instant(day * DAY) < to; day++) {
    const [begin, end] = [x(clock.instant(day * DAY)), x(clock.instant((day + 1) * DAY))];
    found.push(line(begin, top - 4, begin, bottom, { class: 's-line' }));
    found.push(
      label(`${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day - first]}`, {
        x: (begin + end) / 2,
        y: top - 8,
        size: 'small',
        anchor: 'middle',
        class: 'soft',
      }),
    );
  }
  return found;
}

/** What the wall clock shows at each hour that passes; the instant of the change is a strong line. */
function hours({ from, to, at }: Night, { x, zone }: Chart, top: number, bottom: number): readonly Markup[] {
  const found: Markup[] = [];
  for (let instant = Math.ceil(from / 3600) * 3600; instant < to; instant += 3600) {
    const changed = instant === at;
    found.push(line(x(instant), top - 4, x(instant), bottom, { class: changed ? 's-bad-ink' : 's-line', 'stroke-width': changed ? 2 : 1 }));
    // Where there is little room, every other hour, the one of the change among them.
    if (x(from + 3600) - x(from) < 40 && ((instant - at) / 3600) % 2 !== 0) continue;
    const time = sayInstant(instant, zone).replace(/^.* /u, '');
    found.push(label(time, { x: x(instant), y: top - 8, size: 'small', anchor: 'middle', class: changed ? 'bad' : 'soft' }));
  }
  return found;
}

function drawRow(row: Row, panel: Panel, chart: Chart, y: number): readonly Markup[] {
  const { lane, runs, skipped, closed, next, gap } = row;
  const { id, zone, x, left, width } = chart;
  const { fill, class: edge } = patternFill(id, fills[lane.word]);
  const bar = y + 4;
  const drawn: Markup[] = [label(lane.text, { x: MARGIN + 10, y: y + 14, width: left - MARGIN - 18, size: 'small', class: 'soft' })];
  for (let index = 0; index < closed.length; index += 2) {
    const [from = 0, to = 0] = closed.slice(index, index + 2);
    drawn.push(rect(x(from), y + 1, x(to) - x(from), LANE - 2, { class: 'f-plain' }));
  }
  if (lane.continuous) {
    drawn.push(rect(left, bar + 3, width, 5, { fill, class: edge }, hint(`${lane.text}: all the time`)));
  } else if (runs.length > MOST) {
    const about = `${lane.text}: ${runs.length} runs, ${sayDuration(lengthOf(row))} at most`;
    drawn.push(rect(left, bar, width, BAR, { fill, class: edge, 'stroke-dasharray': '2 2' }, hint(about)));
    const text = `${lane.when}: ${runs.length} runs`;
    drawn.push(rect(left + 10, bar - 2, Math.min(width - 20, textWidth(text, 'small') + 12), BAR + 4, { class: 'f-paper' }));
    drawn.push(label(text, { x: left + 16, y: y + 14, width: width - 32, size: 'small' }));
  } else {
    for (const { start, end } of runs) {
      const about = `${lane.text}, ${sayInstant(start, zone)}${end > start ? `, ${sayDuration(end - start)}` : ''}`;
      drawn.push(rect(x(start), bar, Math.max(2, x(end) - x(start)), BAR, { fill, class: edge }, hint(about)));
    }
  }
  if (skipped.length > MOST) {
    const text = `${skipped.length} do not happen`;
    drawn.push(rect(left, bar + BAR - 2, width, 5, { fill: `url(#${id}-shut)` }, hint(`${lane.text}: ${text}`)));
    drawn.push(label(text, { x: left + width - 8, y: y + 14, width: width / 2, size: 'small', anchor: 'end', class: 'bad halo' }));
  } else drawn.push(...skipped.map(({ at, because }) => skippedMark(x(at), bar, because)));
  if (next !== undefined)
    drawn.push(label(`next ${sayInstant(next, zone)}`, { x: left + 6, y: y + 14, width: width - 12, size: 'small', class: 'soft halo' }));
  if ('at' in panel && gap !== undefined)
    drawn.push(label(sayDuration(gap), { x: left + width + 10, y: y + 14, width: 118, size: 'small' }));
  return drawn;
}

/** Crossed out where another run keeps it out; a ring where a stronger job does its work. */
function skippedMark(x: number, y: number, because: 'stronger' | 'running'): Markup {
  const middle = y + BAR / 2;
  if (because === 'running')
    return path({ class: 's-bad-ink', 'stroke-width': 2 }, [
      'M',
      x - 3,
      middle - 4,
      'L',
      x + 5,
      middle + 4,
      'M',
      x - 3,
      middle + 4,
      'L',
      x + 5,
      middle - 4,
    ]);
  return path({ class: 's-soft', 'stroke-width': 1.5 }, [
    'M',
    x + 1,
    middle - 3.5,
    'L',
    x + 4.5,
    middle,
    'L',
    x + 1,
    middle + 3.5,
    'L',
    x - 2.5,
    middle,
    'Z',
  ]);
}

function drawLoad({ storage, stretches, most }: Load, { from, to }: Panel, { id, x, left, width }: Chart, y: number): readonly Markup[] {
  const text = most === 1 ? storage : `${storage}, up to ${most}`;
  return [
    label(text, { x: MARGIN + 10, y: y + 14, width: left - MARGIN - 18, size: 'small', class: 'soft' }),
    ...merged(stretches, (to - from) / width).map((stretch) => {
      const { runs } = stretch;
      const tall = runs > 1 ? BAR : BAR / 2;
      const look = runs > 1 ? patternFill(id, 'c2') : { class: 'f-c8', fill: undefined };
      return rect(
        x(stretch.from),
        y + 15 - tall,
        Math.max(1, x(stretch.to) - x(stretch.from)),
        tall,
        look,
        hint(`${storage}: ${runs} at once`),
      );
    }),
  ];
}

/** Stretches that lie so near each other that nobody would see them apart are drawn as one. */
function merged(stretches: Load['stretches'], nearer: number): Load['stretches'] {
  const found: Load['stretches'][number][] = [];
  for (const stretch of stretches) {
    const last = found.at(-1);
    if (last?.runs === stretch.runs && stretch.from - last.to < nearer) found[found.length - 1] = { ...last, to: stretch.to };
    else found.push(stretch);
  }
  return found;
}

function wordsOf({ week, nights }: TimelineModel): readonly LaneWord[] {
  const used = new Set([week, ...nights].flatMap(({ rows }) => rows.map(({ lane }) => lane.word)));
  return (Object.keys(fills) as LaneWord[]).filter((word) => used.has(word));
}

function keysOf(id: string, model: TimelineModel): readonly Key[] {
  const panels = [model.week, ...model.nights];
  const rows = panels.flatMap((panel) => panel.rows);
  const has = (because: 'stronger' | 'running'): boolean =>
    rows.some(({ skipped }) => skipped.length <= MOST && skipped.some((each) => each.because === because));
  const loads = model.week.loads;
  return [
    ...wordsOf(model).map((word) => swatch(id, fills[word], word)),
    ...(has('stronger')
      ? [{ text: 'a stronger job runs instead', draw: (x: number, y: number) => skippedMark(x + 10, y, 'stronger') }]
      : []),
    ...(has('running')
      ? [{ text: 'does not happen: another run is still going', draw: (x: number, y: number) => skippedMark(x + 10, y, 'running') }]
      : []),
    ...(rows.some(({ closed }) => closed.length > 0)
      ? [{ text: 'outside the window', draw: (x: number, y: number) => rect(x, y, 22, 12, { class: 'f-plain' }) }]
      : []),
    ...(loads.length > 0 ? [{ text: 'one run', draw: (x: number, y: number) => rect(x, y + 6, 22, 6, { class: 'f-c8' }) }] : []),
    ...(loads.some(({ most }) => most > 1)
      ? [{ text: 'several runs at once', draw: (x: number, y: number) => rect(x, y, 22, 12, patternFill(id, 'c2')) }]
      : []),
  ];
}
