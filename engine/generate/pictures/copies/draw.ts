import { hint, line, type Markup, path, rect } from '../svg/element.ts';
import { type Drawing, type Key, legend, MARGIN } from '../svg/frame.ts';
import { sign } from '../svg/marks.ts';
import { label } from '../svg/text.ts';
import { drawFlows, rowHeight } from './draw-flows.ts';
import { drawOutcomes, outcomeHeight } from './draw-outcomes.ts';
import { type Column, type Frame, type Layout, layoutOf } from './layout.ts';
import type { CopiesModel } from './model.ts';
import { kindOf, protection, siteKind } from './words.ts';

const HEAD = 66;

/** Sites as frames, what is in them as columns, and how restore points come from one to the other as arrows. */
export function drawCopies(id: string, model: CopiesModel): Drawing {
  const layout = layoutOf(model.areas);
  const rows = layout.heads + HEAD + 6;
  const end = rows + model.rows.reduce((sum, row) => sum + rowHeight(row), 0);
  const outcomes = model.struck === undefined ? model.outcomes : [];
  const bottom = end + (outcomes.length === 0 ? 0 : outcomeHeight(outcomes.length)) + 4;
  const body: Markup[] = [
    ...layout.frames.flatMap((frame) => drawSite(id, frame, bottom, model)),
    ...layout.columns.flatMap((column) => drawLane(id, column, layout, end, model)),
  ];
  let y = rows;
  for (const row of model.rows) {
    body.push(...drawFlows(id, row, layout, y));
    y += rowHeight(row);
  }
  body.push(...drawOutcomes(outcomes, layout, end));
  const keys = legend(keysOf(id, model), MARGIN, bottom + 14, layout.width - 2 * MARGIN);
  return { width: layout.width, height: bottom + 14 + keys.height + 6, body: [...body, ...keys.body] };
}

function drawSite(id: string, { area, x, y, width }: Frame, bottom: number, { struck }: CopiesModel): readonly Markup[] {
  const lost = struck?.lostSites.has(area.name) === true;
  const name = area.name === '' ? 'no site' : area.name;
  const depth = bottom - y;
  return [
    rect(x, y, width, depth, { class: lost ? 'f-paper s-bad-ink' : 'f-paper s-soft', 'stroke-width': lost ? 2 : 1, rx: 6 }),
    rect(x + 1, y + 1, width - 2, 36, lost ? { fill: `url(#${id}-shut)`, rx: 5 } : { class: 'f-band', rx: 5 }),
    ...(lost ? [rect(x + 4, y + 4, width - 8, 30, { class: 'f-paper', rx: 4 })] : []),
    label(lost ? `${name}: lost` : name, { x: x + 9, y: y + 17, width: width - 18, class: lost ? 'strong bad' : 'strong' }),
    label(area.site === undefined ? '' : siteKind(area.site), { x: x + 9, y: y + 31, width: width - 18, size: 'small', class: 'soft' }),
  ];
}

function drawLane(id: string, { lane, x, width }: Column, { heads }: Layout, end: number, { struck }: CopiesModel): readonly Markup[] {
  const { storage } = lane;
  if (storage === undefined) return [label('Systems', { x: x + 8, y: heads + 20, width: width - 16, class: 'soft' })];
  const fate = struck?.storages.get(storage.name);
  const gone = fate?.left === 'nothing';
  const middle = x + width / 2;
  const box = { x: x + 6, width: width - 12 };
  const about = `${storage.name}: ${kindOf(storage)}, ${protection(storage)}, account ${storage.account.value}${fate === undefined ? '' : `; ${fate.because}`}`;
  return [
    path({ class: gone ? 's-bad-ink' : 's-soft', 'stroke-width': 1.5, 'stroke-dasharray': gone ? '3 4' : undefined }, [
      'M',
      middle,
      heads + HEAD,
      'L',
      middle,
      end,
    ]),
    rect(box.x, heads + 4, box.width, HEAD - 6, { class: gone ? 'f-paper s-bad-ink' : 'f-paper s-ink', rx: 4 }, hint(about)),
    ...(gone ? [rect(box.x, heads + 4, 6, HEAD - 6, { fill: `url(#${id}-shut)` })] : []),
    label(storage.name, { x: box.x + 10, y: heads + 20, width: box.width - (fate === undefined ? 16 : 36), class: 'strong' }),
    ...(fate === undefined
      ? []
      : [sign(gone ? 'cross' : 'check', gone ? 'bad' : fate.left === 'part' ? 'plain' : 'good', box.x + box.width - 18, heads + 10)]),
    label(kindOf(storage), { x: box.x + 10, y: heads + 33, width: box.width - 14, size: 'small', class: 'soft' }),
    label(protection(storage), { x: box.x + 10, y: heads + 45, width: box.width - 14, size: 'small', class: 'soft' }),
    label(fate === undefined ? `account ${storage.account.value}` : fate.word, {
      x: box.x + 10,
      y: heads + 57,
      width: box.width - 14,
      size: 'small',
      class: fate === undefined ? 'soft' : gone ? 'bad' : fate.left === 'part' ? 'plain' : 'good',
    }),
  ];
}

function keysOf(id: string, { struck, rows }: CopiesModel): readonly Key[] {
  const arrow: Key = {
    text: 'restore points are written there, or copied',
    draw: (x, y) =>
      path({ class: 's-ink', 'stroke-width': 1.5 }, [
        'M',
        x,
        y + 6,
        'L',
        x + 20,
        y + 6,
        'M',
        x + 15,
        y + 2,
        'L',
        x + 21,
        y + 6,
        'L',
        x + 15,
        y + 10,
      ]),
  };
  const standby: Key = {
    text: 'a standby follows',
    draw: (x, y) => line(x, y + 6, x + 22, y + 6, { class: 's-soft', 'stroke-width': 1.5, 'stroke-dasharray': '5 3' }),
  };
  const shut: Key = { text: 'does not help in this scenario', draw: (x, y) => sign('cross', 'bad', x + 6, y + 1) };
  const source: Key = { text: 'recovery reads it', draw: (x, y) => sign('check', 'good', x + 6, y + 1) };
  const stands = rows.some(({ flows }) => flows.some(({ to }) => 'standby' in to));
  const lost: Key = { text: 'lost, compromised or corrupted', draw: (x, y) => rect(x, y, 22, 12, { fill: `url(#${id}-shut)` }) };
  return [arrow, ...(stands ? [standby] : []), ...(struck === undefined ? [] : [source, shut, lost])];
}
