import assert from 'node:assert/strict';
import { costs } from '../../engine/assess/cost/cost.ts';
import type { Objective } from '../../engine/design/objectives.ts';
import { designPlan } from '../../engine/design/plan.ts';
import { type Goals, wantsOf } from '../../engine/design/wants.ts';
import { type Examination, examineAfresh } from '../../engine/examine.ts';
import { reader, terms } from '../checks/examined.ts';
import { walk } from './naive.ts';

const PLAN = 'plan.backupplan';

/** Of one size in GB each; `vault` costs by the byte, `rented` little by the byte and a fee. */
function planOf(sizes: readonly number[], budget: number, more = ''): string {
  const system = (size: number, index: number): string =>
    `system s${index}: sqlite { at office; path "/var/lib/s${index}.db"; size ${size} GB; changes 1 GB/day; rpo 26h; rto 24h${more} }\n`;
  return `plan "Mix" { owner "o@example.com"; timezone "UTC"; notify "mailto:o@example.com"; budget ${budget} USD/month }
site office { kind office }
site cloud { kind cloud; provider aws; region "eu-west-1" }
site other { kind cloud; provider backblaze; region "eu-west" }
storage nas: nas { at office; path "/b"; encrypted }
storage vault: s3 { at cloud; bucket "b"; class standard; account backup-admin; immutable 35 days; encrypted }
storage rented: b2 { at other; bucket "r"; account backup-admin; fee 20 USD/month; immutable 35 days; optional; encrypted }
${sizes.map(system).join('')}scenario office-lost { lose office; recover at cloud; declare within 30m; provision within 30m }
`;
}

function examined(text: string): Examination {
  return examineAfresh(PLAN, reader({ [PLAN]: text }), undefined, terms);
}

function designed(text: string, objective: Objective = 'cost') {
  const before = examined(text);
  const names = before.plan.systems.map(({ name }) => name);
  return designPlan(before, names, reader({ [PLAN]: text }), [objective]);
}

const dearest = ({ plan, catalogue }: Examination): number => Math.max(...Object.values(costs(plan, catalogue).atLeast));
const errorsOf = ({ findings }: Examination): readonly string[] =>
  findings.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []));

/** The least that all systems can cost in their dearest month: every backup of each with every one of the others, put into the plan. */
function leastOf(sizes: readonly number[], more = ''): number {
  const text = planOf(sizes, 100_000, more);
  const before = examined(text);
  const goals: readonly Partial<Goals>[] = [
    {},
    { slack: false, locked: false },
    { total: 2, media: 1, offsite: false, locked: false, slack: false },
  ];
  const blocks = before.plan.systems.map((system) => {
    const all = goals.flatMap((less) => walk(before, system, { ...wantsOf(before, system).goals, ...less }));
    return [...new Set(all.map(({ text: block }) => block))];
  });
  const mixes = blocks.reduce<string[][]>((some, own) => some.flatMap((mix) => own.map((block) => mix.concat(block))), [[]]);
  const priced = mixes.map((mix) => {
    let [index, whole] = [0, text];
    for (const block of mix) whole = whole.replace(new RegExp(`(system s${index++}:.*) \\}\\n`), (_, head) => `${head}\n${block}\n}\n`);
    if (mix.some((block) => block.includes('rented'))) whole = whole.replace('; optional', '');
    return { whole, cost: dearest(examined(whole)) };
  });
  const best = priced.toSorted((a, b) => a.cost - b.cost).find(({ whole }) => errorsOf(examined(whole)).length === 0);
  assert.ok(best, 'there is a mix');
  return best.cost;
}

describe('systems that share a budget', () => {
  it('buy together what none of them would buy alone', () => {
    const { designs, after } = designed(planOf([15, 15, 15], 34));
    const answers = designs.flatMap((each) => (each.status === 'designed' ? each.answers : []));
    assert.equal(answers.length, 3, JSON.stringify(designs.map(({ status }) => status)));
    assert.deepEqual(
      answers.map(({ buys }) => buys),
      [['rented'], [], []],
    );
    assert.ok((answers[0]?.price.month12 ?? 0) > 20, 'the first pays the fee');
    const sum = answers.reduce((total, { price }) => total + price.month12, 0);
    assert.ok(Math.abs(sum - costs(after.plan, after.catalogue).atLeast.month12) < 0.01, 'what each adds is the whole cost');
    assert.deepEqual(errorsOf(after), []);
  });

  for (const [sizes, more] of [
    [[15, 15, 15], ''],
    [[5, 300], ''],
    [[200, 40], '; retain daily for 30 days, monthly for 12 months'],
    [[30, 10], '; criticality high'],
  ] as const)
    it(`keep a budget if any mix does: ${sizes.join(', ')} GB${more}`, function () {
      this.timeout(300_000);
      const least = leastOf(sizes, more);
      const enough = designed(planOf(sizes, Math.ceil(least * 100 + 1) / 100, more));
      assert.deepEqual(
        enough.designs.map(({ status }) => status),
        sizes.map(() => 'designed'),
      );
      assert.deepEqual(errorsOf(enough.after), []);
      const tight = designed(planOf(sizes, Math.floor(least * 100 - 1) / 100, more));
      const refused = tight.designs.filter(({ status }) => status !== 'designed');
      assert.ok(refused.length > 0, 'nothing is cheaper than the cheapest');
      const [first] = refused;
      assert.ok(first?.status === 'infeasible');
      assert.match(first.because ?? '', /The cheapest of all systems together comes to .* in month \d+, and the budget is /);
      const said = Number(/comes to ([\d.]+) USD/.exec(first.because ?? '')?.[1]);
      assert.ok(Math.abs(said - least) < 0.011, `${said} is said, and ${least} is the least`);
    });

  it('have what is best by the objective as far as the budget goes', () => {
    const sizes = [20, 20, 20];
    const free = designed(planOf(sizes, 10_000), 'loss');
    const losses = ({ designs }: typeof free): readonly number[] =>
      designs.map((each) => (each.status === 'designed' ? (each.answers[0]?.candidate.loss ?? NaN) : NaN));
    const some = designed(planOf(sizes, dearest(free.after) * 0.7), 'loss');
    assert.deepEqual(errorsOf(some.after), []);
    assert.equal(losses(some)[0], losses(free)[0], 'the first has the least loss');
    assert.ok((losses(some)[2] ?? 0) > (losses(free)[2] ?? 0), 'the last has what is left');
  });
});
