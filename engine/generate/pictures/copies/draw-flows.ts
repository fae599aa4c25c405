import { element, hint, type Markup, path, rect } from '../svg/element.ts';
import { sign } from '../svg/marks.ts';
import { cut, label } from '../svg/text.ts';
import type { Column, Layout } from './layout.ts';
import type { CopiesRow, Flow } from './model.ts';

const ARROW = 24;
const LEAST = 44;

export function rowHeight({ flows }: CopiesRow): number {
  return Math.max(LEAST, flows.length * ARROW + 10) + 6;
}

/** The systems as a box, and an arrow for each way on which their points come, one below the other. */
export function drawFlows(id: string, row: CopiesRow, layout: Layout, y: number): readonly Markup[] {
  const home = homeOf(row, layout);
  if (home === undefined) return [];
  const height = rowHeight(row) - 6;
  const first = y + (height - row.flows.length * ARROW) / 2 + ARROW / 2 + 3;
  return [
    ...drawSystems(id, row, home, y, height),
    ...row.flows.flatMap((flow, index) => drawFlow(row, flow, home, layout, first + index * ARROW)),
  ];
}

function homeOf({ systems }: CopiesRow, { columns }: Layout): Column | undefined {
  const at = systems[0]?.at ?? '';
  const lanes = columns.filter(({ lane }) => lane.storage === undefined);
  return lanes.find(({ lane }) => lane.site === at) ?? lanes.find(({ lane }) => lane.site === '');
}

function drawSystems(id: string, { systems, fate, flows }: CopiesRow, { x, width }: Column, y: number, height: number): readonly Markup[] {
  const box = { x: x + 6, width: width - 12 };
  const room = box.width - 18;
  const names = systems.map(({ name }) => name);
  const all = names.join(', ');
  const fit = cut(all, room, 'text', true) === all || names.length === 1;
  const kinds = names.length > 1 ? `${names.length} systems` : (systems[0]?.kind ?? '');
  const more = [...(fate === undefined ? [] : [fate]), ...(flows.length > 0 ? [] : [without(systems)]), fit ? kinds : all].join(', ');
  return [
    rect(
      box.x,
      y,
      box.width,
      height,
      { class: fate === undefined ? 'f-paper s-ink' : 'f-paper s-bad-ink', 'stroke-width': 1.3, rx: 4 },
      hint(all),
    ),
    ...(fate === undefined ? [] : [rect(box.x, y, 6, height, { fill: `url(#${id}-shut)` })]),
    label(fit ? all : kinds, { x: box.x + 11, y: y + 18, width: room, class: 'strong' }),
    label(more, { x: box.x + 11, y: y + 33, width: room, size: 'small', class: fate === undefined ? 'soft' : 'bad' }),
  ];
}

/** Why nothing comes from them. */
function without(systems: CopiesRow['systems']): string {
  if (systems.every(({ exempt }) => exempt !== undefined)) return 'exempt';
  return systems.every(({ redeploy }) => redeploy !== undefined) ? 'redeployed' : 'no backup';
}

function drawFlow(
  { fallen, source }: CopiesRow,
  { from, to, text }: Flow,
  home: Column,
  { columns }: Layout,
  y: number,
): readonly Markup[] {
  const lane = (name: string): Column | undefined => columns.find((column) => column.lane.storage?.name === name);
  const standby = 'standby' in to;
  const start = from === 'system' ? home : lane(from.storage);
  const end = standby ? columns.find((column) => column.lane.storage === undefined && column.lane.site === to.standby) : lane(to.storage);
  if (start === undefined || end === undefined) return [];
  const right = middle(end) > middle(start) || start === end;
  const tail = from !== 'system' ? middle(start) : right ? home.x + home.width - 6 : home.x + 6;
  const head = standby ? (right ? end.x + 10 : end.x + end.width - 10) : middle(end);
  const name = standby ? undefined : to.storage;
  const down = name !== undefined && fallen.includes(name);
  const read = name !== undefined && name === source;
  const way = right ? 1 : -1;
  const tip = head - way * (down || read ? 8 : 2);
  const tone = down ? 's-bad-ink' : standby ? 's-soft' : 's-ink';
  const room = Math.abs(tip - tail) - 8;
  const textX = right ? tail + 6 : tail - 6;
  return [
    path({ class: tone, 'stroke-width': 1.5, 'stroke-dasharray': standby ? '5 3' : undefined }, [
      'M',
      tail,
      y,
      'L',
      tip,
      y,
      'M',
      tip - way * 6,
      y - 4,
      'L',
      tip,
      y,
      'L',
      tip - way * 6,
      y + 4,
    ]),
    ...(from === 'system' ? [] : [element('circle', { cx: tail, cy: y, r: 3, class: down ? 'f-bad-ink' : 'f-ink' })]),
    label(text, { x: textX, y: y - 6, width: room, size: 'small', anchor: right ? 'start' : 'end', class: 'halo' }),
    ...(down ? [sign('cross', 'bad', head - 5, y - 5)] : read ? [sign('check', 'good', head - 5, y - 5)] : []),
  ];
}

function middle({ x, width }: Column): number {
  return x + width / 2;
}
