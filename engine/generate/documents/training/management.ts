import { restoreCosts } from '../../../assess/cost/restore-costs.ts';
import { sayMoney } from '../../../assess/say.ts';
import { costsOf } from '../../../checks/answers.ts';
import { cell } from '../cost/figures.ts';
import { derivationList } from '../derivation.ts';
import { gravestFirst } from '../findings.ts';
import { code, message, plain } from '../markdown/escape.ts';
import type { DocumentSource } from '../source.ts';
import { keptPromises, targetsOf } from '../targets.ts';
import { counted, list } from '../words.ts';
import type { Question } from './question.ts';

export function managementQuestions(source: DocumentSource): readonly Question[] {
  return [...promises(source), ...first(source), ...bill(source), ...restore(source), ...accepted(source)];
}

function promises(source: DocumentSource): readonly Question[] {
  const targets = targetsOf(source.assessment);
  if (targets.length === 0) return [];
  return [
    {
      audience: 'management',
      ask: 'How many promises about loss and outage does the plan make, over all disasters, and how many does it keep?',
      answer: `${counted(targets.length, 'promise')}, of which ${keptPromises(source.assessment)} ${keptPromises(source.assessment) === 1 ? 'is' : 'are'} kept.`,
      see: '[the summary of the strategy](strategy.md#summary)',
    },
  ];
}

function first(source: DocumentSource): readonly Question[] {
  const [gravest] = gravestFirst(source);
  return [
    {
      audience: 'management',
      ask: 'What is the gravest thing that is open in this plan, and what would settle it?',
      answer: gravest === undefined ? 'Nothing: there are no errors and no warnings.' : message(gravest.message),
      see: '[the roadmap of the strategy](strategy.md#9-roadmap)',
    },
  ];
}

function bill(source: DocumentSource): readonly Question[] {
  const { storages, total, atLeast, currency, budget, derivation } = costsOf(source);
  if (storages.length === 0) return [];
  const month =
    'value' in total.month1
      ? sayMoney(total.month1.value, currency)
      : `at least ${sayMoney(atLeast.month1, currency)} (not all prices are known)`;
  return [
    {
      audience: 'management',
      ask: 'What do the storages cost in January 2027, and what is the budget?',
      answer: `${month}; ${budget === undefined ? 'the plan sets no budget' : `the budget is ${sayMoney(budget, currency)} a month`}.`,
      basis: derivationList(source, derivation.month1),
      see: '[what it costs in the cost estimate](cost-estimate.md#1-what-it-costs)',
    },
  ];
}

function restore(source: DocumentSource): readonly Question[] {
  const { totals, currency } = restoreCosts(source.plan, source.assessment, source.catalogue);
  const priced = totals.filter(({ cost }) => !('value' in cost.month1) || cost.month1.value > 0);
  if (priced.length === 0) return [];
  return [
    {
      audience: 'management',
      ask: 'What do the storages charge, once, for reading everything back in each disaster?',
      answer: `In January 2027: ${list(priced.map(({ scenario, cost }) => `${cell(cost.month1, (amount) => sayMoney(amount, currency))} in ${plain(scenario)}`))}.`,
      see: '[what a disaster costs to read back](cost-estimate.md#4-what-a-disaster-costs-to-read-back)',
    },
  ];
}

function accepted({ plan }: DocumentSource): readonly Question[] {
  return [
    {
      audience: 'management',
      ask: 'Which risks has the owner accepted, until when, and why?',
      answer:
        plan.acceptances.length === 0
          ? 'None.'
          : `${list(plan.acceptances.map(({ check, for: of, until, because }) => `${code(check)}${of === undefined ? '' : ` for ${plain(of)}`} until ${until}, because ${plain(because)}`))}.`,
      see: '[the accepted risks of the strategy](strategy.md#7-accepted-risks)',
    },
  ];
}
