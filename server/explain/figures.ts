/** Figures that an examination does not hold: each is worked out when it is first asked for, and once. */
import { type Costs, costs } from '../../engine/assess/cost/cost.ts';
import { allChecks } from '../../engine/checks/all.ts';
import { type Judged, judgeable } from '../../engine/checks/doubt.ts';
import type { Examination } from '../../engine/examine.ts';
import type { System } from '../../engine/plan/model.ts';

/** Cost and bytes of all storages. */
export const costsOf = once(({ plan, catalogue }: Examination): Costs => costs(plan, catalogue));

/** The systems and scenarios that no language error touches: as with findings, nothing is said that may only follow from an error. */
export const judgedOf = once(
  (examination: Examination): Judged =>
    judgeable(
      examination,
      examination.findings.filter(({ code }) => languageCodes.has(code)),
    ),
);

const languageCodes = new Set(allChecks.filter(({ group }) => group === 'language').map(({ code }) => code));

/** What the lengths of a system's runs would need, and with them all that rests on them: `orders.size`. Empty where they are known. */
export function missingOf({ assessment }: Examination, system: System): readonly string[] {
  const scenarios = assessment.systems.find(({ name }) => name === system.name)?.scenarios ?? [];
  return [...new Set(scenarios.flatMap(({ loss }) => loss.missing ?? []))];
}

function once<T>(work: (examination: Examination) => T): (examination: Examination) => T {
  const known = new WeakMap<Examination, { readonly answer: T }>();
  return (examination) => {
    const held = known.get(examination) ?? { answer: work(examination) };
    known.set(examination, held);
    return held.answer;
  };
}
