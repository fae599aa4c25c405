/** The simulator against the worked examples, before anything is compared with it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from '../plan/project.ts';
import { simulate } from './simulate.ts';

interface Expected {
  readonly systems: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly affected: boolean; readonly loss: number | null; readonly recovery: number | null; readonly source?: string }
        >
      >
    >
  >;
}

const folder = new URL('../worked/', import.meta.url);

describe('the simulator', function () {
  this.timeout(120_000);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.backupplan'))) {
    it(`gives the figures of ${name}`, () => {
      const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
      const expected = JSON.parse(read(name.replace('.backupplan', '.expected.json'))) as Expected;
      const simulated = simulate(planOf(read(name)), builtinCatalogue);
      for (const [system, scenarios] of Object.entries(expected.systems)) {
        for (const [scenario, wanted] of Object.entries(scenarios)) {
          const found = simulated.scenarios.find((one) => one.system === system && one.scenario === scenario);
          assert.ok(found !== undefined, `${system} in ${scenario}`);
          assert.equal(found.affected, wanted.affected);
          near(found.loss, wanted.loss, `loss of ${system} in ${scenario}`);
          near(found.recovery, wanted.recovery, `recovery of ${system} in ${scenario}`);
          if (wanted.source !== undefined) assert.ok(found.sources.includes(wanted.source), `source of ${system} in ${scenario}`);
        }
      }
    });
  }
});

function near(found: number, wanted: number | null, what: string): void {
  if (wanted === null) assert.equal(found, Number.POSITIVE_INFINITY, what);
  else assert.ok(Math.abs(found - wanted) <= 1, `${what}: ${found}, expected ${wanted}`);
}
