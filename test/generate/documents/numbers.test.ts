import assert from 'node:assert/strict';
import type { Examination } from '../../../engine/examine.ts';
import { beginOf } from '../../../engine/generate/documents/source.ts';
import { duration, rate, size } from '../../../engine/generate/documents/words.ts';
import { documentOf, examineText, example, samples } from '../sample.ts';
import { crowded } from './crowded.ts';

/** Every number that stands somewhere in a value, however deep. */
function numbersIn(value: unknown, seen: Set<unknown> = new Set()): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.values(value).flatMap((part) => numbersIn(part, seen));
}

/** The amounts that may stand in a document: what the plan and the assessment hold, and the sums that a runbook makes of them. */
function allowed({ plan, assessment }: Examination): Set<string> {
  const { ...parts } = plan;
  const raw = [...numbersIn(assessment), ...numbersIn(parts), 0];
  const sums = assessment.systems.flatMap((system) =>
    system.scenarios.flatMap(({ recovery }) => [
      beginOf(recovery),
      recovery.steps.filter(({ step }) => ['retrieve', 'transfer', 'replay'].includes(step)).reduce((sum, { seconds }) => sum + seconds, 0),
      recovery.steps.filter(({ step }) => ['declare', 'provision'].includes(step)).reduce((sum, { seconds }) => sum + seconds, 0),
    ]),
  );
  // Spans are years, months and seconds apart; targets are compared as lengths.
  const seconds = [...raw, ...sums].filter((number) => number >= 0 && number < 1e10);
  // Where a default comes from is quoted as the catalogue says it.
  const quoted = assessment.assumptions.flatMap(({ source }) => amounts(source));
  return new Set([...quoted, ...seconds.map((number) => duration(number)), ...raw.flatMap((number) => [size(number), rate(number)])]);
}

/** Amounts of time and size in running text and tables; commands and quoted code are not the document's own words. */
function amounts(text: string): string[] {
  const prose = text
    .replace(/^(`{3,})[\s\S]*?^\1$/gmu, '')
    .replace(/`[^`\n]*`/gu, '')
    .replace(/^\| (?:error|warning) .*$/gmu, '');
  const durations = prose.match(/\b\d+ days(?: (?:\d+h)?(?:\d+m)?(?:\d+s)?)?\b|\b(?=\d+[hms])(?:\d+h)?(?:\d+m)?(?:\d+s)?\b/gu) ?? [];
  const sizes = prose.match(/\b\d+(?:\.\d+)? (?:B|kB|MB|GB|TB|PB)(?:\/s)?(?![\w/])/gu) ?? [];
  return [...durations, ...sizes].map((amount) => amount.trim()).filter((amount) => amount !== '');
}

describe('the numbers of the documents', () => {
  const plans = [
    ...samples.map((name) => ({ name, examination: example(name) })),
    { name: 'a plan with everything in it', examination: examineText(crowded) },
  ];
  for (const { name, examination } of plans) {
    it(`${name}: come from the plan or the assessment, every one`, () => {
      const known = allowed(examination);
      let count = 0;
      for (const scenario of examination.plan.scenarios) {
        const found = amounts(documentOf(examination, `runbook-${scenario.name}`));
        count += found.length;
        assert.deepEqual(
          [...new Set(found)].filter((amount) => !known.has(amount)),
          [],
          scenario.name,
        );
      }
      assert.ok(count > 50, `only ${count} amounts were looked at`);
    });

    it(`${name}: are those of each system in the table of the first page, target and verdict beside them`, () => {
      for (const scenario of examination.plan.scenarios) {
        const text = documentOf(examination, `runbook-${scenario.name}`);
        for (const system of examination.assessment.systems) {
          const result = system.scenarios.find((each) => each.scenario === scenario.name);
          const row = text.split('\n').find((line) => line.startsWith(`| [${system.name}](#recover-`));
          if (!result?.affected) {
            assert.equal(row, undefined, `${system.name} is not affected by ${scenario.name}`);
            continue;
          }
          const cells = row?.split('|').map((cell) => cell.trim()) ?? [];
          const { loss, recovery } = result;
          const verdict = (target: number | undefined, met: boolean | undefined): string =>
            target === undefined ? 'none' : `${duration(target)}, ${met ? 'met' : '**not met**'}`;
          if (recovery.seconds !== undefined) assert.equal(cells[4], `T+${duration(recovery.seconds)}`);
          else assert.equal(cells[4], '**cannot be recovered**');
          assert.equal(cells[5], verdict(recovery.target, recovery.met));
          assert.equal(cells[6], loss.seconds === undefined ? '**everything**' : duration(loss.seconds));
          assert.equal(cells[7], verdict(loss.target, loss.met));
        }
      }
    });
  }
});
