/** How many of something there are, by the words that stand beside the number in the documents. */
import { staysOf } from '../../../engine/assess/retention/stay.ts';
import { scheduledStarts } from '../../../engine/assess/schedule/runs.ts';
import type { Examination } from '../../../engine/examine.ts';
import { targetsOf } from '../../../engine/generate/documents/targets.ts';
import { spanSeconds } from '../../../engine/plan/model.ts';
import { assessmentsOf, optionsOf } from './resolve.ts';

export interface Count {
  /** The number with its words; all numbers in it are of `values`. */
  readonly form: RegExp;
  readonly values: readonly number[];
}

export function countsOf(examination: Examination): readonly Count[] {
  const { plan, assessment, catalogue, findings } = examination;
  const affected = assessment.systems.flatMap(({ scenarios }) => scenarios.filter((result) => result.affected));
  const inScenario = plan.scenarios.map(({ name }) => affected.filter(({ scenario }) => scenario === name));
  const missed = (results: typeof affected): number[] => [results.filter(({ recovery }) => recovery.met === false).length];
  const promises = [assessment, ...assessmentsOf(examination)].map(verdictsOf);
  const stays = plan.systems.map((system) => staysOf(plan, system, catalogue));
  const open = findings.filter(({ severity }) => severity === 'error' || severity === 'warning').length;
  return [
    { form: /\b\d+ systems?\b/gu, values: [plan.systems.length, ...inScenario.map(({ length }) => length)] },
    { form: /\b\d+ storages?\b/gu, values: [plan.storages.length] },
    { form: /\b\d+ sites?\b/gu, values: [new Set([...plan.systems, ...plan.storages].map(({ at }) => at)).size] },
    { form: /\b\d+ scenarios?\b/gu, values: [plan.scenarios.length, ...brokenIn(assessment)] },
    { form: /\b\d+ RTOs? (?:is|are) missed/gu, values: inScenario.flatMap(missed) },
    { form: /\b\d+ are met and \d+ are not/gu, values: verdictsOf(assessment).all },
    { form: /\b\d+ times? nothing is left/gu, values: [goneIn(assessment)] },
    { form: /(?<=\bkeeps )\d+ of \d+\b/gu, values: verdictsOf(assessment).all },
    { form: /\b\d+ promises?\b|\bwhich \d+ are kept|\bbreaks \d+\b|\bof \d+ nobody can say/gu, values: verdictsOf(assessment).all },
    { form: /(?<=\| )\d+ of \d+(?= \|)|promises kept: \d+ → \d+/gu, values: promises.flatMap(({ all }) => all) },
    { form: /\b\d+ more are\b/gu, values: [open - 5] },
    { form: /\(and \d+ more\)/gu, values: optionsOf(examination).map(({ broken }) => broken.length - 1) },
    { form: /\bof \d{4}\b/gu, values: [2027] },
    { form: /\b\d+ times?(?=;)/gu, values: testsOf(examination) },
    {
      form: /(?<=\| )\d+(?: to \d+)?(?= \|)/gu,
      values: [...stays.flat().flatMap(({ fewest, most }) => [fewest, most]), ...copiesOf(examination)],
    },
    { form: /\b\d+ versions?\b/gu, values: versionsOf(examination) },
  ];
}

/** In how many scenarios loss or outage of a system is too long. */
function brokenIn(assessment: Examination['assessment']): readonly number[] {
  return ['loss', 'recovery'].flatMap((of) => {
    const broken = targetsOf(assessment).filter((target) => target.of === of && target.met === false);
    const count = (targets: typeof broken): number => new Set(targets.map(({ scenario }) => scenario)).size;
    return [count(broken), ...assessment.systems.map(({ name }) => count(broken.filter(({ system }) => system === name)))];
  });
}

/** Nothing is left of a loss, nothing to recover from. */
function goneIn({ systems }: Examination['assessment']): number {
  const verdicts = systems.flatMap(({ scenarios }) =>
    scenarios.filter(({ affected }) => affected).flatMap(({ loss, recovery }) => [loss, recovery]),
  );
  return verdicts.filter(({ status }) => status === 'unrecoverable').length;
}

function copiesOf({ assessment }: Examination): readonly number[] {
  return assessment.systems.map(({ copies }) => copies.total);
}

/** How often in 2027 the plan's own tests read each storage, which take turns. */
function testsOf({ plan }: Examination): readonly number[] {
  const [from, to] = [Date.UTC(2027, 0, 1) / 1000, Date.UTC(2028, 0, 1) / 1000];
  return plan.systems.flatMap(({ blocks }) =>
    blocks.flatMap(({ jobs, copies, verifies }) =>
      verifies.flatMap(({ schedule }) => {
        if ('months' in schedule) return [];
        const runs = scheduledStarts(schedule, from, to).length;
        const storages = new Set([...jobs, ...copies].map(({ to: storage }) => storage)).size;
        return [Math.ceil(runs / storages), Math.floor(runs / storages)];
      }),
    ),
  );
}

/** How many versions of a key are needed at a time: one for each rotation in the life of a point, and the one in use. */
function versionsOf({ plan, catalogue }: Examination): readonly number[] {
  const stays = plan.systems.flatMap((system) => staysOf(plan, system, catalogue));
  const longest = Math.max(0, ...stays.map(({ seconds = Infinity }) => seconds));
  return plan.keys.flatMap(({ rotateEvery }) =>
    rotateEvery === undefined ? [] : stays.map(({ seconds = longest }) => Math.ceil(seconds / spanSeconds(rotateEvery)) + 1),
  );
}

/** Promises about loss and outage: all, kept, broken, and those that nobody can judge. */
function verdictsOf(assessment: Examination['assessment']): { readonly all: readonly number[] } {
  const targets = targetsOf(assessment);
  const count = (met: boolean | undefined): number => targets.filter((target) => target.met === met).length;
  return { all: [targets.length, count(true), count(false), count(undefined)] };
}
