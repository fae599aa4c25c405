import assert from 'node:assert/strict';
import { enclosingSites, isWithin, linkBetween } from '../../engine/plan/sites.ts';
import { planOf } from './project.ts';

const plan = planOf(`plan "x" { }
site campus { link to cloud 1 Gbit/s }
site house { within campus; link to far 100 Mbit/s }
site rack { within house }
site cloud { }
site far { within country }
site country { }
site one { within two }
site two { within one }
`);
const rate = (one: string, other: string): number | undefined => linkBetween(plan, one, other)?.rate.value;

describe('sites', () => {
  it('lie within others, innermost first', () => {
    assert.deepEqual(enclosingSites(plan, 'rack'), ['rack', 'house', 'campus']);
    assert.ok(isWithin(plan, 'rack', 'campus'));
    assert.ok(isWithin(plan, 'campus', 'campus'));
    assert.ok(!isWithin(plan, 'campus', 'rack'));
    assert.deepEqual(enclosingSites(plan, ''), []);
  });

  it('may be written in a circle', () => {
    assert.deepEqual(enclosingSites(plan, 'one'), ['one', 'two']);
    assert.ok(!isWithin(plan, 'one', 'rack'));
  });

  it('are linked in both directions, through the nearest sites around them', () => {
    assert.equal(rate('campus', 'cloud'), 125e6);
    assert.equal(rate('cloud', 'campus'), 125e6);
    assert.equal(rate('rack', 'cloud'), 125e6);
    assert.equal(rate('far', 'rack'), 12.5e6);
    assert.equal(linkBetween(plan, 'rack', 'cloud')?.id, linkBetween(plan, 'cloud', 'house')?.id);
  });

  it('are not limited where nothing is declared, or within one place', () => {
    assert.equal(rate('cloud', 'far'), undefined);
    assert.equal(rate('rack', 'rack'), undefined);
    assert.equal(rate('rack', 'house'), undefined);
  });
});
