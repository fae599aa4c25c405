import assert from 'node:assert/strict';
import type { Examination } from '../../../engine/examine.ts';
import type { Picture } from '../../../engine/generate/pictures/picture.ts';
import { pictures } from '../../../engine/generate/pictures/pictures.ts';
import { crowded } from '../documents/crowded.ts';
import { examineText, example, samples } from '../sample.ts';
import { hostile, large } from './plans.ts';
import { type Box, labelsOf, type Node, nodesOf, parseXml, textOf } from './xml.ts';

const plans: readonly (readonly [string, () => Examination])[] = [
  ...samples.map((name) => [name, () => example(name)] as const),
  ['a plan with every sort of recovery', () => examineText(crowded)],
  ['a plan with 40 systems', () => examineText(large)],
  ['a plan with hostile names', () => examineText(hostile)],
  [
    'a plan that lacks numbers',
    () =>
      examineText('plan "Bare" { }\nsite a { }\nstorage s: disk { at a }\nsystem x: files { at a; backup { full daily at 01:00 to s } }'),
  ],
  ['a plan without anything', () => examineText('plan "Empty" { }')],
];

for (const [name, examined] of plans) {
  describe(`the pictures of ${name}`, () => {
    let all: readonly (readonly [Picture, Node])[] = [];
    before(() => {
      all = pictures(examined()).map((picture) => [picture, parseXml(picture.draw('own'))] as const);
    });

    it('are well-formed SVG with a name and a description for those who do not see them', () => {
      assert.ok(all.length > 0);
      for (const [picture, root] of all) {
        assert.equal(root.name, 'svg');
        assert.equal(root.attributes.role, 'img');
        const [title, desc] = root.children.filter((child) => typeof child !== 'string');
        assert.ok(title !== undefined && desc !== undefined);
        assert.deepEqual([title.name, desc.name], ['title', 'desc']);
        assert.equal(root.attributes['aria-labelledby'], `${title.attributes.id} ${desc.attributes.id}`);
        assert.ok(textOf(title).length > 0);
        assert.ok(textOf(desc).length > 40, `${picture.name}: ${textOf(desc)}`);
      }
    });

    it('have nothing in them that runs, and nothing from elsewhere', () => {
      const known = ['svg', 'title', 'desc', 'style', 'defs', 'pattern', 'marker', 'g', 'rect', 'line', 'path', 'circle', 'text'];
      for (const [{ name: picture }, root] of all) {
        for (const node of nodesOf(root)) {
          assert.ok(known.includes(node.name), `${picture} has <${node.name}>`);
          for (const [attribute, value] of Object.entries(node.attributes)) {
            assert.doesNotMatch(attribute, /^on|href|^style$/u);
            if (attribute !== 'xmlns') assert.doesNotMatch(value, /url\((?!#)|:\/\/[^ ]*\)/u);
          }
        }
      }
    });

    it('have no two labels that overlap, and none that is cut off at the edge', () => {
      for (const [{ name: picture }, root] of all) {
        const [, , width = 0, height = 0] = (root.attributes.viewBox ?? '').split(' ').map(Number);
        const labels = labelsOf(root);
        for (const one of labels) {
          assert.ok(
            one.left >= 0 && one.right <= width + 0.5 && one.top >= 0 && one.bottom <= height,
            `${picture}: '${one.text}' is cut off`,
          );
        }
        const clash = firstOverlap(labels);
        assert.equal(clash, undefined, `${picture}: ${clash}`);
      }
    });

    it('are the same each time', () => {
      for (const [picture] of all) assert.equal(picture.draw('own'), picture.draw('own'));
      assert.deepEqual(
        pictures(examined()).map((picture) => picture.draw('own')),
        all.map(([picture]) => picture.draw('own')),
      );
    });

    it('have names that no two of them share, and ids that none uses twice', () => {
      const names = all.map(([picture]) => picture.name);
      assert.equal(new Set(names).size, names.length);
      const ids = all.flatMap(([, root]) => [...nodesOf(root)].flatMap(({ attributes }) => attributes.id ?? []));
      assert.equal(new Set(ids).size, ids.length);
    });

    it('have tables whose rows are as long as their heads', () => {
      for (const [{ name: picture, table }] of all) {
        for (const row of table.rows) assert.equal(row.length, table.head.length, picture);
      }
    });

    it('leave their colours to the page where they are a part of one', () => {
      for (const [picture] of all) {
        const root = parseXml(picture.draw('none'));
        assert.ok(![...nodesOf(root)].some(({ name: element }) => element === 'style'));
      }
    });
  });
}

function firstOverlap(labels: readonly Box[]): string | undefined {
  for (const [index, one] of labels.entries()) {
    for (const other of labels.slice(index + 1)) {
      const apart = one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
      if (!apart) return `'${one.text}' and '${other.text}' overlap`;
    }
  }
  return undefined;
}
