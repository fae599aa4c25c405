import { sayMoney } from '../../../assess/say.ts';
import { hint, line, type Markup, path, rect } from '../svg/element.ts';
import { type Drawing, type Key, legend, MARGIN, swatch, TOP, WIDTH } from '../svg/frame.ts';
import { sign } from '../svg/marks.ts';
import { patternFill } from '../svg/patterns.ts';
import { type Category, categories } from '../svg/style.ts';
import { label, textWidth } from '../svg/text.ts';
import { type CostModel, type CostRow, monthName } from './model.ts';

const HEIGHT = 250;
const AMOUNTS = 84;
const LEFT = MARGIN + AMOUNTS;
const CHART = WIDTH - MARGIN - LEFT;

interface Layer extends Pick<CostRow, 'name' | 'months'> {
  readonly category: Category;
}

/** A bar for each month, a layer of it for each storage, and the budget as a line. */
export function drawCost(id: string, model: CostModel): Drawing {
  const { currency, budget, totals, storages } = model;
  const layers = layersOf(storages);
  const top = TOP + 26;
  const bottom = top + HEIGHT;
  const most = Math.max(...totals, budget !== undefined && budget <= 2.5 * Math.max(0, ...totals) ? budget : 0, 1e-9) * 1.08;
  const y = (amount: number): number => bottom - (Math.min(amount, most) / most) * HEIGHT;
  const body: Markup[] = amounts(most).flatMap((amount) => [
    line(LEFT, y(amount), WIDTH - MARGIN, y(amount), { class: 's-line' }),
    label(round(amount), { x: LEFT - 8, y: y(amount) + 4, width: AMOUNTS - 8, size: 'small', anchor: 'end', class: 'soft' }),
  ]);
  body.push(label(`${currency} a month`, { x: MARGIN, y: TOP + 12, size: 'small', class: 'soft' }));
  const step = CHART / Math.max(1, totals.length);
  for (const [month, total] of totals.entries()) {
    const x = LEFT + month * step;
    let under = 0;
    for (const { name, months, category } of layers) {
      const amount = months[month] ?? 0;
      const height = y(under) - y(under + amount);
      if (height > 0)
        body.push(
          rect(
            x + 2,
            y(under + amount),
            step - 4,
            height,
            patternFill(id, category),
            hint(`${name}, ${monthName(month)}: ${sayMoney(amount, currency)}`),
          ),
        );
      under += amount;
    }
    if (budget !== undefined && total > budget) body.push(sign('cross', 'bad', x + step / 2 - 5, y(total) - 14));
    if (month % 6 === 0) {
      body.push(line(x + 2, bottom, x + 2, bottom + 5, { class: 's-soft' }));
      body.push(label(monthName(month), { x: x + 2, y: bottom + 18, size: 'small', class: 'soft' }));
    }
  }
  body.push(line(LEFT, bottom, WIDTH - MARGIN, bottom, { class: 's-soft' }));
  if (budget !== undefined) body.push(...budgetLine(budget, currency, most, y));
  const unknown = storages.filter(({ missing }) => missing.length > 0);
  const notes =
    unknown.length === 0
      ? []
      : [`Not in the sum: ${unknown.map(({ name, missing }) => `${name}, which needs ${missing.join(', ')}`).join('; ')}`];
  const keys = legend(keysOf(id, layers, model, most), MARGIN, bottom + 34, WIDTH - 2 * MARGIN);
  const after = bottom + 34 + keys.height;
  body.push(...notes.map((text) => label(text, { x: MARGIN, y: after + 10, width: WIDTH - 2 * MARGIN, size: 'small', class: 'bad' })));
  return {
    width: WIDTH,
    height: after + (notes.length === 0 ? 4 : 20),
    categories: layers.map(({ category }) => category),
    body: [...body, ...keys.body],
  };
}

/** The costliest first; what there are no more patterns for is one layer. Storages that cost nothing have none. */
function layersOf(storages: readonly CostRow[]): readonly Layer[] {
  const sum = ({ months }: CostRow): number => months.reduce((total: number, amount) => total + (amount ?? 0), 0);
  const costly = storages.filter((row) => sum(row) > 0).toSorted((one, other) => sum(other) - sum(one));
  const fit = costly.length <= categories.length ? costly.length : categories.length - 1;
  const own = costly.slice(0, fit).map(({ name, months }, index): Layer => ({ name, months, category: categories[index] ?? 'c8' }));
  const rest = costly.slice(fit);
  if (rest.length === 0) return own;
  const months = (rest[0]?.months ?? []).map((_, month) => rest.reduce((total, row) => total + (row.months[month] ?? 0), 0));
  return [...own, { name: `${rest.length} others`, months, category: 'c8' }];
}

function budgetLine(budget: number, currency: string, most: number, y: (amount: number) => number): readonly Markup[] {
  const text = `budget ${sayMoney(budget, currency)}`;
  const beyond = budget > most;
  const at = y(budget);
  return [
    ...(beyond ? [] : [path({ class: 's-ink', 'stroke-width': 2, 'stroke-dasharray': '8 4' }, ['M', LEFT, at, 'L', WIDTH - MARGIN, at])]),
    label(beyond ? `${text}: above the picture` : text, { x: WIDTH - MARGIN, y: TOP + 12, size: 'small', anchor: 'end' }),
  ];
}

function keysOf(id: string, layers: readonly Layer[], { budget, totals }: CostModel, most: number): readonly Key[] {
  const over = budget !== undefined && totals.some((total) => total > budget);
  return [
    ...layers.map(({ name, category }) => swatch(id, category, shortened(name))),
    ...(budget === undefined || budget > most
      ? []
      : [
          {
            text: 'budget',
            draw: (x: number, y: number) =>
              path({ class: 's-ink', 'stroke-width': 2, 'stroke-dasharray': '8 4' }, ['M', x, y + 6, 'L', x + 22, y + 6]),
          },
        ]),
    ...(over ? [{ text: 'over the budget', draw: (x: number, y: number) => sign('cross', 'bad', x + 6, y + 1) }] : []),
  ];
}

function shortened(name: string): string {
  return textWidth(name, 'small') <= 300 ? name : `${name.slice(0, 36)}…`;
}

/** Round amounts from 0 on, about five of them. */
function amounts(most: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(most / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => most / candidate <= 6) ?? most;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

function round(amount: number): string {
  return String(Number(amount.toPrecision(6)));
}
