import assert from 'node:assert/strict';
import { monthKeys, monthsShown } from '../../../engine/assess/bytes/months.ts';
import { costs } from '../../../engine/assess/cost/cost.ts';
import { costModel, costTable, monthName } from '../../../engine/generate/pictures/cost/model.ts';
import { pictures } from '../../../engine/generate/pictures/pictures.ts';
import { crowded } from '../documents/crowded.ts';
import { examineText, example, samples } from '../sample.ts';
import { large } from './plans.ts';
import { labelsOf, parseXml } from './xml.ts';

describe('the cost by month', () => {
  for (const [name, examination] of [
    ...samples.map((each) => [each, example(each)] as const),
    ['crowded', examineText(crowded)] as const,
    ['large', examineText(large)] as const,
  ]) {
    it(`${name}: says for the months that are assessed what the assessment says`, () => {
      const assessed = costs(examination.plan, examination.catalogue);
      const model = costModel(examination);
      assert.equal(model.currency, assessed.currency);
      assert.equal(model.budget, assessed.budget);
      assert.equal(model.totals.length, 36);
      for (const key of monthKeys) {
        const month = monthsShown[key];
        for (const { name: storage, cost } of assessed.storages) {
          const row = model.storages.find((each) => each.name === storage);
          const figure = cost[key];
          assert.equal(row?.months[month], 'value' in figure ? figure.value : undefined, `${storage} in ${key}`);
          if ('missing' in figure) assert.deepEqual(row?.missing, figure.missing);
        }
        assert.equal(model.totals[month], assessed.atLeast[key]);
      }
    });
  }

  it('grows from month to month as the plan does', () => {
    const text =
      'plan "P" { }\nsite a { }\nstorage s: s3 { at a; bucket "b"; price 0.01 USD/GB/month }\nsystem x: files { at a; size 100 GB; changes 1 MB/day; grows 100 GB/month; backup { full daily at 00:00 to s using tar taking 1s; keep 1 last } }';
    const { totals } = costModel(examineText(text));
    for (const [month, total] of totals.entries()) {
      // The last full of the month before is there until the first of the month has come.
      assert.ok(Math.abs(total - (month + 1)) < 0.001 * (month + 1) + 0.0001, `${monthName(month)}: ${total}`);
    }
  });

  it('a month over the budget is told in the table and in the description', () => {
    const text =
      'plan "P" { budget 3 USD/month }\nsite a { }\nstorage s: s3 { at a; bucket "b"; price 0.01 USD/GB/month; fee 1 USD/month }\nsystem x: files { at a; size 100 GB; changes 1 MB/day; grows 20 GB/month; backup { full daily at 00:00 to s using tar taking 1s; keep 1 last } }';
    const examination = examineText(text);
    const rows = costTable(costModel(examination)).rows.map((row) => row.map(({ text: told }) => told));
    assert.deepEqual(rows[0], ['Jan 2027', '2.00 USD', '2.00 USD', '3.00 USD, kept']);
    assert.equal(rows[6]?.at(-1), '3.00 USD, not kept');
    const picture = pictures(examination).find(({ kind }) => kind === 'cost');
    assert.match(picture?.description ?? '', /From Jul 2027 on it is over the budget of 3\.00 USD/u);
  });

  it('whether a budget is kept nobody can say while a price is not known', () => {
    const shop = pictures(example('shop')).find(({ kind }) => kind === 'cost');
    assert.match(
      shop?.description ?? '',
      /Nobody can say whether every month keeps to the budget of 900\.00 USD\. The cost of nas is not known/u,
    );
    assert.equal(shop?.table.rows[0]?.at(-1)?.text, '900.00 USD, not known');
  });

  it('what nobody prices is not in the sum, and the picture says so', () => {
    const picture = pictures(examineText(crowded)).find(({ kind }) => kind === 'cost');
    assert.ok(picture);
    assert.match(picture.description, /The cost of disk, tapes, box is not known/u);
    assert.ok(labelsOf(parseXml(picture.draw('own'))).some(({ text }) => text.startsWith('Not in the sum: disk, which needs disk.price')));
    assert.equal(picture.table.head.at(-2), 'At least');
  });
});
