import type { Scenario, System } from '../../plan/model.ts';
import { keepPart } from '../keep.ts';
import { assumptionTable } from './assumptions.ts';
import { openFindings } from './findings.ts';
import { header } from './header.ts';
import { code, paragraph } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { Alone } from './runbook/alone.ts';
import { figures } from './runbook/figures.ts';
import { phasesOf } from './runbook/phases.ts';
import { startPage } from './runbook/start.ts';
import { numbered, phasesText, referTo } from './runbook/step.ts';
import { storagesOf, survivalTable } from './runbook/survives.ts';
import { type Turn, turnsOf } from './runbook/turns.ts';
import { verifyTime } from './schedule.ts';
import type { DocumentSource } from './source.ts';
import { dateAfter, span } from './words.ts';

/** The runbook of a scenario: everything that an engineer on call does from the first alarm until all is as before. */
export function runbook(source: DocumentSource, scenario: Scenario): string {
  return text(source, scenario, scenario.name, ['Drilled', drilled(scenario)]);
}

/** The runbook of one system, whose data are wrong or gone while all else runs. */
export function systemRunbook({ source, scenario, system }: Alone): string {
  return text(source, scenario, `${system.name} alone`, ['Restore test', tested(system)]);
}

function text(source: DocumentSource, scenario: Scenario, title: string, when: readonly [string, string]): string {
  const turns = turnsOf(source, scenario);
  const phases = phasesOf(source, scenario, turns);
  const steps = numbered(phases);
  const parts = [
    `# Runbook: ${title}`,
    header(source, [when]),
    ...(scenario.doc === undefined ? [] : [paragraph(scenario.doc)]),
    startPage(source, scenario, turns, phases, referTo(steps)),
    phasesText(phases, steps),
    ...(turns.length === 0
      ? []
      : ['## What survives', survivalTable(source, turns), '## How the figures come about', figures(source, turns)]),
    '## Assumptions',
    assumptionTable(source, restsOn(source, scenario, turns)),
    '## Open findings',
    openFindings(source),
    '## Log',
    log(steps.map(({ heading }) => heading)),
    '## Notes',
    keepPart('notes'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function drilled(scenario: Scenario): string {
  const every = scenario.drillEvery?.value;
  if (scenario.drilled === undefined)
    return every === undefined
      ? `never, and no drill is planned; add ${code('drill every 6 months')} to the scenario`
      : `never; due every ${span(every)}`;
  const due = every === undefined ? undefined : dateAfter(scenario.drilled, every);
  return due === undefined ? scenario.drilled : `${scenario.drilled}, due again by ${due}`;
}

function tested({ redeploy, blocks }: System): string {
  const tests = blocks.flatMap(({ verifies }) => verifies.filter(({ what }) => what === 'restore'));
  if (tests.length > 0) return tests.map(verifyTime).join(', ');
  return redeploy === undefined
    ? `never; add ${code('verify restore weekly on monday at 05:00')} to its backup block`
    : 'none: it is deployed anew';
}

function log(steps: readonly string[]): string {
  return table(['Time (UTC)', 'Step', 'Who', 'Result'], [['', 'T: detected', '', ''], ...steps.map((step) => ['', step, '', ''])]);
}

/** The names whose assumptions the figures of this scenario rest on. */
function restsOn(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): ReadonlySet<string> {
  const storages = turns.flatMap(({ system }) => storagesOf(system));
  const sites = source.plan.storages.filter(({ name }) => storages.includes(name)).map(({ at }) => at);
  return new Set([scenario.name, ...turns.map(({ system }) => system.name), ...storages, ...sites]);
}
