import { converted } from '../../assess/cost/money.ts';
import { sayMoney } from '../../assess/say.ts';
import type { Scenario } from '../../plan/model.ts';
import { plain } from './markdown/escape.ts';
import { resultOf, type Source } from './source.ts';
import { list } from './words.ts';

/** What the outages of a scenario cost until each system is back, as far as the plan prices them; empty where it prices none. */
export function outageCost(source: Source, scenario: Scenario): string {
  const { plan } = source;
  const priced = plan.systems.filter(({ name, outage }) => outage !== undefined && resultOf(source, name, scenario.name)?.affected);
  if (priced.length === 0) return '';
  let sum = 0;
  const unknown: string[] = [];
  for (const { name, outage } of priced) {
    const seconds = resultOf(source, name, scenario.name)?.recovery.seconds;
    const price = outage === undefined ? undefined : converted(outage.value, plan.currency.value, plan.exchange);
    if (seconds === undefined || typeof price !== 'number') unknown.push(plain(name));
    else sum += (price * seconds) / (outage?.value.per === 'h' ? 3600 : 86400);
  }
  const known = unknown.length === priced.length ? '' : sayMoney(sum, plan.currency.value);
  return [known, unknown.length === 0 ? '' : `not known of ${list(unknown)}`].filter((part) => part !== '').join('; ');
}
