import assert from 'node:assert/strict';
import { type Costs, costs, type Figure } from '../../engine/assess/cost/cost.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from './plan-of.ts';

/** 100 GB every day to `near`, and a copy to `far`, at another site; seven of them are there at every instant. */
function costsOf({ head = '', near = '', far = 'price 0.01 USD/GB/month', verify = '' }): Costs {
  return costs(
    planOf(`plan "p" { ${head} }
site here { kind datacenter }
site there { kind cloud }
storage near: disk { at here; path "/b"; ${near} }
storage far: s3 { at there; bucket "b"; ${far} }
system notes: files { at here; path "/n"; size 100 GB
  backup {
    full daily at 00:00 to near using tar taking 1h
    copy after full from near to far taking 1h
    keep 7 days
    ${verify}
  }
}`),
    builtinCatalogue,
  );
}

function cents(figure: Figure | undefined): number | readonly string[] | undefined {
  if (figure === undefined || 'missing' in figure) return figure?.missing;
  return Math.round(figure.value * 100) / 100;
}

describe('cost', () => {
  it('is gigabytes by price, and the fee', () => {
    const { storages, total, currency } = costsOf({ near: 'fee 12 USD/month', far: 'price 0.01 USD/GB/month; fee 1 USD/month' });
    assert.equal(currency, 'USD');
    // 700 GB at 0.01 USD. The copy comes at 02:00, when that of seven days and two hours ago goes.
    assert.deepEqual(
      storages.map(({ cost }) => cents(cost.month12)),
      [12, 8],
    );
    assert.equal(cents(total.month12), 20);
  });

  it('counts what is pruned early until its minimum duration has passed', () => {
    const [, far] = costsOf({ far: 'price 0.01 USD/GB/month; minimum 30 days' }).storages;
    // Every point is billed for 30 days: 30 of them at every instant.
    assert.equal(cents(far?.cost.month1), 30);
    assert.deepEqual(
      far?.derivation.month1.parts?.map(({ label, value }) => [label, Math.round(value ?? 0)]),
      [
        ['for 700 GB on average', 7],
        ['for 2.3 TB that went before the 30 days that are billed at least', 23],
      ],
    );
  });

  it('counts retrieval and egress of restore tests that read another site, the storages in turn', () => {
    const verify = 'verify restore weekly on monday at 05:00';
    const [, far] = costsOf({ far: 'class standard-ia; price 0 USD/GB/month; minimum 0s', verify }).storages;
    // The Mondays of January 2027 are 4, 11, 18 and 25: near, far, near, far. 100 GB each at 0.01 + 0.09 USD.
    assert.equal(cents(far?.cost.month1), 20);
    // At the other site nothing crosses a border but what `near` gives, which nobody bills.
    const [near, there] = costsOf({
      near: 'fee 1 USD/month',
      far: 'class standard-ia; price 0 USD/GB/month; minimum 0s',
      verify: `${verify} at there`,
    }).storages;
    assert.deepEqual([cents(near?.cost.month1), cents(there?.cost.month1)], [1, 0]);
  });

  it('tests restores every three months in January, April and so on', () => {
    const { storages } = costsOf({ far: 'class standard-ia; price 0 USD/GB/month; minimum 0s', verify: 'verify restore every 1 months' });
    // The twelfth run of the year is in December, and the 36th in December 2029: every second is of `far`.
    assert.deepEqual(
      (['month1', 'month12', 'month36'] as const).map((key) => cents(storages[1]?.cost[key])),
      [0, 10, 10],
    );
  });

  it('is not guessed where nobody names a price: it is unknown, and the rest is told', () => {
    const { storages, total, atLeast, met } = costsOf({ head: 'budget 100 USD/month' });
    assert.deepEqual(cents(storages[0]?.cost.month1), ['near.price']);
    assert.deepEqual(cents(total.month1), ['near.price']);
    assert.equal(Math.round(atLeast.month1), 7);
    assert.equal(met, undefined);
  });

  it('is held against the budget', () => {
    const met = (budget: string): boolean | undefined => costsOf({ head: `budget ${budget}`, near: 'fee 0 USD/month' }).met;
    assert.equal(met('7.1 USD/month'), true);
    assert.equal(met('6.9 USD/month'), false);
    assert.equal(met('84.1 USD/year'), true);
    // Even what is known is too much.
    assert.equal(costsOf({ head: 'budget 6 USD/month' }).met, false);
  });

  it('converts money by the plan, in either direction, and else says what is missing', () => {
    const euros = (head: string): unknown => cents(costsOf({ head, near: 'fee 0 EUR/month' }).total.month1);
    assert.equal(euros('currency EUR; exchange 0.9 EUR/USD'), 6.3);
    assert.equal(euros('currency EUR; exchange 1.25 USD/EUR'), 5.6);
    assert.deepEqual(euros('currency EUR'), ['exchange EUR/USD']);
    // A plan that names no currency is told in that of its budget.
    const { currency, budget, met } = costsOf({ head: 'budget 10 EUR/month; exchange 0.9 EUR/USD', near: 'fee 0 EUR/month' });
    assert.deepEqual([currency, budget, met], ['EUR', 10, true]);
  });

  it('adds up, part by part', () => {
    const { storages, total, derivation } = costsOf({
      near: 'fee 3 USD/month',
      verify: 'verify restore daily at 05:00',
      far: 'class standard-ia',
    });
    for (const key of ['month1', 'month12', 'month36'] as const) {
      for (const storage of storages) {
        const sum = storage.derivation[key].parts?.reduce((all, { value = 0 }) => all + value, 0);
        const cost = storage.cost[key];
        assert.ok('value' in cost && Math.abs(cost.value - (sum ?? 0)) < 1e-9);
      }
      const all = derivation[key].parts?.reduce((sum, { value = 0 }) => sum + value, 0);
      const cost = total[key];
      assert.ok('value' in cost && Math.abs(cost.value - (all ?? 0)) < 1e-9);
    }
  });
});
