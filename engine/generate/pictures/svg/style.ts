/**
 * How pictures look: one palette for light and one for dark, and rules that speak of it. Colours follow the reader's scheme by
 * themselves, and are light on paper. A renderer that does not know custom properties takes the light ones.
 */

/** The colours that tell things apart; each has a pattern of its own too (`patterns.ts`). */
export const categories = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'] as const;
export type Category = (typeof categories)[number];

export const colours = [
  ...(['paper', 'band', 'line', 'soft', 'ink', 'good', 'good-ink', 'bad', 'bad-ink', 'plain', 'plain-ink'] as const),
  ...categories,
] as const;
export type Colour = (typeof colours)[number];
export type Palette = Readonly<Record<Colour, string>>;

export const light: Palette = {
  paper: '#ffffff',
  band: '#f4f6f8',
  line: '#c3cad2',
  soft: '#57606a',
  ink: '#1b1f24',
  good: '#d9f2e0',
  'good-ink': '#0a5523',
  bad: '#fde3e0',
  'bad-ink': '#9c150d',
  plain: '#e9edf1',
  'plain-ink': '#454d56',
  c1: '#2f66c9',
  c2: '#c05a12',
  c3: '#1a7f4b',
  c4: '#8148d6',
  c5: '#0b7285',
  c6: '#b83280',
  c7: '#7d5f2a',
  c8: '#6b7480',
};

export const dark: Palette = {
  paper: '#10151c',
  band: '#18202a',
  line: '#46505c',
  soft: '#a3adb8',
  ink: '#e8edf2',
  good: '#123c22',
  'good-ink': '#8ee0a8',
  bad: '#4d1814',
  'bad-ink': '#ffb3ab',
  plain: '#262f3a',
  'plain-ink': '#c2cad3',
  c1: '#6ea2ff',
  c2: '#f39a52',
  c3: '#4cc38a',
  c4: '#bd93ff',
  c5: '#49c2d6',
  c6: '#f583c2',
  c7: '#cfa968',
  c8: '#97a1ad',
};

/** Text by the ground that it stands on: what has to be told apart in every scheme. */
export const textOn: readonly (readonly [Colour, Colour])[] = [
  ['ink', 'paper'],
  ['ink', 'band'],
  ['soft', 'paper'],
  ['soft', 'band'],
  ['good-ink', 'good'],
  ['bad-ink', 'bad'],
  ['plain-ink', 'plain'],
  ['bad-ink', 'paper'],
  ['bad-ink', 'band'],
  ['good-ink', 'paper'],
  ['good-ink', 'band'],
];

const FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif';

function painted(property: 'fill' | 'stroke', colour: Colour): string {
  return `${property}:${light[colour]};${property}:var(--picture-${colour})`;
}

/** What classes mean; the colours come from custom properties `--picture-NAME`. For a page that shows pictures as a part of itself. */
export const pictureRules: string = [
  `.picture{font-family:${FONTS}}`,
  `.picture text{${painted('fill', 'ink')};font-size:13px}`,
  '.picture text.title{font-size:17px;font-weight:600}',
  '.picture text.small{font-size:11px}',
  '.picture .strong{font-weight:600}',
  // What lies under the text is pushed aside by an edge of paper.
  `.picture text.halo{${painted('stroke', 'paper')};stroke-width:4px;stroke-linejoin:round;paint-order:stroke}`,
  `.picture text.soft{${painted('fill', 'soft')}}`,
  ...(['good', 'bad', 'plain'] as const).map((tone) => `.picture text.${tone}{${painted('fill', `${tone}-ink`)}}`),
  ...colours.map((name) => `.picture .f-${name}{${painted('fill', name)}}`),
  ...colours.map((name) => `.picture .s-${name}{${painted('stroke', name)}}`),
].join('\n');

function properties(palette: Palette): string {
  const list = Object.entries(palette).map(([name, colour]) => `--picture-${name}:${colour}`);
  return `.picture{${list.join(';')}}`;
}

/** The style sheet of a picture that is a file by itself. */
export const ownStyle: string = [
  properties(light),
  `@media (prefers-color-scheme:dark){${properties(dark)}}`,
  `@media print{${properties(light)}}`,
  pictureRules,
].join('\n');
