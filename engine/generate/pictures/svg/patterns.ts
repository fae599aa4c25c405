/** Fills that can be told apart without their colours: a pattern for each category. */
import { element, group, type Markup, path, rect } from './element.ts';
import { type Category, categories } from './style.ts';

/** Lines of paper over the colour; the first category is plain. */
const strokes: Readonly<Record<Category, readonly (string | number)[]>> = {
  c1: [],
  c2: ['M', -2, 2, 'L', 2, -2, 'M', 0, 8, 'L', 8, 0, 'M', 6, 10, 'L', 10, 6],
  c3: ['M', 0, 4, 'L', 8, 4],
  c4: ['M', 2, 2, 'L', 2.01, 2, 'M', 6, 6, 'L', 6.01, 6],
  c5: ['M', 4, 0, 'L', 4, 8],
  c6: ['M', -2, 6, 'L', 2, 10, 'M', 0, 0, 'L', 8, 8, 'M', 6, -2, 'L', 10, 2],
  c7: ['M', 0, 4, 'L', 8, 4, 'M', 4, 0, 'L', 4, 8],
  c8: ['M', 0, 0, 'L', 8, 8, 'M', 0, 8, 'L', 8, 0],
};

/** The definitions; `id` is the picture's name, so that several can be parts of one page. */
export function patterns(id: string, used: readonly Category[]): readonly Markup[] {
  return categories
    .filter((category) => used.includes(category))
    .map((category) =>
      element(
        'pattern',
        { id: `${id}-${category}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
        rect(0, 0, 8, 8, { class: `f-${category}` }),
        ...(strokes[category].length === 0
          ? []
          : [path({ class: 's-paper', 'stroke-width': category === 'c4' ? 2.6 : 1.3, 'stroke-linecap': 'round' }, strokes[category])]),
      ),
    );
}

/** What fills and edges a shape of a category. */
export function patternFill(id: string, category: Category): { readonly fill: string; readonly class: string } {
  return { fill: `url(#${id}-${category})`, class: `s-${category}` };
}

/** A hatched ground for what is lost or shut: `id-shut`. */
export function shutPattern(id: string): Markup {
  return element(
    'pattern',
    { id: `${id}-shut`, width: 7, height: 7, patternUnits: 'userSpaceOnUse' },
    group({}, [
      rect(0, 0, 7, 7, { class: 'f-bad' }),
      path({ class: 's-bad-ink', 'stroke-width': 0.8 }, ['M', -1, 1, 'L', 1, -1, 'M', 0, 7, 'L', 7, 0, 'M', 6, 8, 'L', 8, 6]),
    ]),
  );
}
