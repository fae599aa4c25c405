import assert from 'node:assert/strict';
import { type Colour, categories, dark, light, ownStyle, type Palette, textOn } from '../../../engine/generate/pictures/svg/style.ts';

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(palette: Palette, one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(palette[one]), luminance(palette[other])].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe('the colours of the pictures', () => {
  for (const [scheme, palette] of Object.entries({ light, dark })) {
    it(`${scheme}: text is read on its ground (4.5 to 1, WCAG 1.4.3)`, () => {
      for (const [text, ground] of textOn) {
        const found = contrast(palette, text, ground);
        assert.ok(found >= 4.5, `${text} on ${ground}: ${found.toFixed(2)}`);
      }
    });

    it(`${scheme}: bars stand out from the paper and from its bands (3 to 1, WCAG 1.4.11)`, () => {
      for (const category of categories) {
        for (const ground of ['paper', 'band'] as const) {
          const found = contrast(palette, category, ground);
          assert.ok(found >= 3, `${category} on ${ground}: ${found.toFixed(2)}`);
        }
      }
    });
  }

  it('a reader in the dark and paper have a scheme of their own', () => {
    const sheets = ownStyle.split(/(?=@media)/u);
    assert.ok(sheets[0]?.includes(light.ink));
    assert.ok(sheets.some((sheet) => sheet.startsWith('@media (prefers-color-scheme:dark)') && sheet.includes(dark.ink)));
    assert.ok(sheets.some((sheet) => sheet.startsWith('@media print') && sheet.includes(light.ink)));
  });
});
