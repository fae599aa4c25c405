/** Which system loses how much and is back when, in each scenario. */
import type { ScenarioResult } from '../../../assess/assessment.ts';
import { spanSeconds } from '../../../plan/model.ts';
import { type Cell, cell, type PictureSource, type Table } from '../picture.ts';
import { lossVerdict, recoveryVerdict, type Verdict } from '../verdict.ts';

export interface MatrixModel {
  /** Names, in the order of the plan. */
  readonly scenarios: readonly string[];
  readonly systems: readonly MatrixRow[];
}

export interface MatrixRow {
  readonly name: string;
  /** Of the system itself, in seconds; a scenario may have others. */
  readonly rpo?: number;
  readonly rto?: number;
  /** Why the system is not assessed. */
  readonly exempt?: string;
  /** One for each scenario; undefined where it does not affect the system, or nothing is said of it. */
  readonly cells: readonly (MatrixCell | undefined)[];
}

export interface MatrixCell {
  readonly loss: Verdict;
  readonly recovery: Verdict;
  /** `vault`, `standby at far`; undefined where nothing is read. */
  readonly from?: string;
}

export function matrixModel({ plan, assessment }: PictureSource): MatrixModel {
  const results = new Map(assessment.systems.map((result) => [result.name, result.scenarios]));
  return {
    scenarios: plan.scenarios.map(({ name }) => name),
    systems: plan.systems.map((system) => ({
      name: system.name,
      rpo: system.rpo === undefined ? undefined : spanSeconds(system.rpo.value),
      rto: system.rto === undefined ? undefined : spanSeconds(system.rto.value),
      exempt: system.exempt,
      cells: plan.scenarios.map(({ name }) => cellOf(results.get(system.name)?.find(({ scenario }) => scenario === name))),
    })),
  };
}

function cellOf(result: ScenarioResult | undefined): MatrixCell | undefined {
  if (result?.affected !== true) return undefined;
  const { loss, recovery } = result;
  const from = recovery.standby === undefined ? recovery.source : `standby at ${recovery.standby}`;
  return { loss: lossVerdict(loss), recovery: recoveryVerdict(recovery), from };
}

export function matrixTable({ scenarios, systems }: MatrixModel): Table {
  return {
    head: ['System', 'Scenario', 'Lost at most', 'RPO', 'Back after', 'RTO', 'From'],
    rows: systems.flatMap(({ name, exempt, cells }) => {
      if (exempt !== undefined) return [[name, `not assessed: ${exempt}`, '', '', '', '', ''].map((text) => cell(text))];
      return cells.flatMap((found, index) => {
        const scenario = scenarios[index] ?? '';
        if (found === undefined) return [[name, scenario, 'not affected', '', '', '', ''].map((text) => cell(text))];
        const { loss, recovery, from = '' } = found;
        return [
          [
            cell(name),
            cell(scenario),
            cell(loss.text, loss.seconds),
            aimed(loss),
            cell(recovery.text, recovery.seconds),
            aimed(recovery),
            cell(from),
          ],
        ];
      });
    }),
  };
}

function aimed({ target, word }: Verdict): Cell {
  return word === undefined ? cell('none') : { text: `${target}, ${word}`, target: word };
}
