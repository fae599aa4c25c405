import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { verifyTime } from '../schedule.ts';
import { lineOf, type Source } from '../source.ts';
import { drillWord } from './matrix.ts';

/** Drills of scenarios, and what is verified of each system, with the last date that the plan knows. */
export function exercises(source: Source): string {
  const { plan } = source;
  const verifies = plan.systems.flatMap((system) => system.blocks.flatMap((block) => block.verifies.map((verify) => ({ system, verify }))));
  const untested = plan.systems.filter(
    (system) => system.blocks.length > 0 && !system.blocks.some((block) => block.verifies.some(({ what }) => what === 'restore')),
  );
  const parts: string[] = [];
  if (!plan.standardScenarios) {
    parts.push(
      table(
        ['Scenario', 'Last drill', 'Next by'],
        plan.scenarios.map((scenario) => [plain(scenario.name), ...drillWord(scenario)]),
      ),
    );
  }
  if (verifies.length > 0) {
    parts.push(
      table(
        ['System', 'Test', 'When', 'Where', 'Expects', 'Plan'],
        verifies.map(({ system, verify }) => [
          plain(system.name),
          verify.what === 'restore' ? 'a real restore' : 'checksums',
          verifyTime(verify),
          plain(verify.at ?? system.at),
          verify.expect === undefined ? '' : code(verify.expect),
          lineOf(source, verify.place),
        ]),
      ),
    );
  }
  if (untested.length > 0) {
    parts.push(
      `Never restored as a test: ${untested.map(({ name }) => plain(name)).join(', ')}. Add ${code('verify restore weekly on monday at 05:00')} to the backup block.`,
    );
  }
  return parts.length === 0
    ? `Nothing is tested. Add ${code('verify restore …')} to the backup blocks and ${code('drill every 6 months')} to the scenarios.`
    : parts.join('\n\n');
}
