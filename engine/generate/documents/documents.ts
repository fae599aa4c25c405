import { once } from '../../assess/memory.ts';
import type { Scenario } from '../../plan/model.ts';
import type { Page } from '../page.ts';
import { costEstimate } from './cost-estimate.ts';
import { facilitator } from './facilitator.ts';
import { htmlDocument } from './html.ts';
import { recoveryPlan } from './recovery-plan.ts';
import { retentionPolicy } from './retention-policy.ts';
import { eachAlone } from './runbook/alone.ts';
import { runbook, systemRunbook } from './runbook.ts';
import { type DocumentSource, resultOf } from './source.ts';
import { strategy } from './strategy.ts';
import { tabletop } from './tabletop.ts';
import { testingCalendar } from './testing/ics.ts';
import { testingSchedule } from './testing-schedule.ts';
import { training } from './training.ts';
import { trainingAnswers } from './training-answers.ts';

/** The documents of a plan; with `html` each of them also as one HTML file. */
export function documentPages(source: DocumentSource, html: boolean): readonly Page[] {
  const pages = markdownPages(source);
  if (!html) return pages;
  return pages.flatMap((page) =>
    page.path.endsWith('.md')
      ? [page, { path: page.path.replace(/\.md$/u, '.html'), write: () => htmlDocument(page.write(), source) }]
      : [page],
  );
}

function markdownPages(source: DocumentSource): readonly Page[] {
  const { scenarios } = source.plan;
  return [
    page('strategy', () => strategy(source)),
    page('disaster-recovery-plan', () => recoveryPlan(source)),
    ...scenarios.map((scenario) => page(`runbook-${scenario.name}`, () => runbook(source, scenario))),
    ...restores(source),
    page('retention-policy', () => retentionPolicy(source)),
    page('cost-estimate', () => costEstimate(source)),
    page('testing-schedule', () => testingSchedule(source)),
    { path: 'documents/testing-schedule.ics', write: () => testingCalendar(source) },
    page('training', () => training(source)),
    page('training-answers', () => trainingAnswers(source)),
    ...exercised(source).flatMap((scenario) => [
      page(`tabletop-${scenario.name}`, () => tabletop(source, scenario)),
      page(`facilitator-${scenario.name}`, () => facilitator(source, scenario)),
    ]),
  ];
}

/** Where nothing is affected, there is nothing to talk through. */
function exercised(source: DocumentSource): readonly Scenario[] {
  return source.plan.scenarios.filter(({ name }) => source.plan.systems.some((system) => resultOf(source, system.name, name)?.affected));
}

/** All systems are assessed at once, when the first of the pages is written. */
function restores(source: DocumentSource): readonly Page[] {
  const alone = once(() => new Map(eachAlone(source).map((each) => [each.system.name, systemRunbook(each)])));
  const systems = source.plan.systems.filter(({ exempt }) => exempt === undefined);
  return systems.map(({ name }) => page(`restore-${name}`, () => alone().get(name) ?? ''));
}

function page(name: string, write: () => string): Page {
  return { path: `documents/${name}.md`, write: once(write) };
}
