/** What is remembered never shows in an answer. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assess } from '../../engine/assess/assess.ts';
import type { Assessment } from '../../engine/assess/assessment.ts';
import { costs } from '../../engine/assess/cost/cost.ts';
import { shapeBlock } from '../../engine/assess/made/block.ts';
import { keyOfShape } from '../../engine/assess/made/shape.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from '../plan/project.ts';
import { planTexts } from '../simulator/plans.ts';

/** All of it, also what is worked out when it is asked for. */
function whole(assessment: Assessment): unknown {
  return JSON.parse(JSON.stringify(assessment, (_, value: unknown) => (value === Infinity ? 'Infinity' : value)));
}

describe('what is remembered', () => {
  it('gives the answers of a plan that nobody has seen before, with the places of today', function () {
    this.timeout(60_000);
    const edits = fc.constantFrom(
      (text: string) => text,
      (text: string) => `// moved down\n\n${text}`,
      (text: string) => text.replace(/size (\d+) GB/, 'size 7$1 GB'),
      (text: string) => text.replace(/at east/, 'at west'),
      (text: string) => text.replace(/detected after \d+ days/, 'detected after 3 days'),
      (text: string) => text.replace('kind datacenter', 'kind datacenter; link to west 9 MB/s'),
      (text: string) => text.replaceAll('daily for', 'weekly for'),
    );
    fc.assert(
      fc.property(planTexts, fc.array(edits, { minLength: 1, maxLength: 3 }), (text, changes) => {
        for (const [index] of changes.entries()) {
          const changed = changes.slice(0, index + 1).reduce((before, edit) => edit(before), text);
          const plan = planOf(changed);
          // A copy of a plan does not come from text, so that nothing is remembered of it as such.
          const unknown = { ...plan };
          assert.deepEqual(whole(assess(plan, builtinCatalogue)), whole(assess(unknown, builtinCatalogue)), changed);
          assert.deepEqual(costs(plan, builtinCatalogue), costs(unknown, builtinCatalogue), changed);
        }
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it('a history is known by every number of its block', () => {
    const plan = planOf(`plan "p" { timezone "Europe/Berlin" }
site here { kind datacenter }
storage nas: disk { at here; path "/b"; immutable 3 days }
storage far: disk { at here; path "/b" }
system s: postgresql { at here; database "d"; size 1 GB; changes 1 GB/day
backup {
full daily at 02:00 to nas using pgbackrest
incremental every 6h to nas using pgbackrest
log every 15m to nas using pgbackrest
copy hourly from nas to far taking 5m
copy after full from nas to far
keep on nas 14 days, 3 last
keep logs 8 days
} }`);
    const [system] = plan.systems;
    const [block] = system?.blocks ?? [];
    assert.ok(system !== undefined && block !== undefined);
    const { shape } = shapeBlock(plan, system, block, builtinCatalogue);
    const key = keyOfShape(shape);
    const places = leaves(shape);
    assert.ok(places.length > 60);
    for (const place of places) {
      const other = structuredClone(shape);
      alter(other, place);
      assert.notEqual(keyOfShape(other), key, place.join('.'));
    }
  });
});

/** The ways to all values that are no objects. */
function leaves(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [way];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...way, name]));
}

function alter(value: unknown, [name = '', ...rest]: readonly string[]): void {
  const object = value as Record<string, unknown>;
  const inner = object[name];
  if (rest.length > 0) alter(inner, rest);
  else object[name] = typeof inner === 'number' ? inner + 1 : typeof inner === 'boolean' ? !inner : `${inner}x`;
}
