import type { ScenarioResult } from '../../assess/assessment.ts';
import type { System } from '../../plan/model.ts';
import { resultOf } from '../answers.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { addNumber } from './add-number.ts';

const id = { code: 'unknown-rate', severity: 'warning' } as const;

export const unknownRate: Check = {
  ...id,
  group: 'recovery',
  summary: 'The plan does not say how much of a system changes, or how long its deployment takes, so its figures cannot be worked out.',
  hides: ['rpo-unmet', 'unrecoverable', 'rto-unmet', 'rto-archive-retrieval', 'mtd-exceeded', 'retention-unmet'],
  *run(context) {
    for (const system of context.judged) {
      const found = report(context, system, resultOf(context, system.name)?.scenarios ?? []);
      if (found !== undefined) yield found;
    }
  },
};

function report(context: CheckContext, system: System, scenarios: readonly ScenarioResult[]): Finding | undefined {
  const left = (wanted: string): string[] => [
    ...(scenarios.some(({ loss }) => loss.missing?.includes(wanted)) ? ['how much of it is lost'] : []),
    ...(scenarios.some(({ recovery }) => recovery.missing?.includes(wanted)) ? ['how long its recovery takes'] : []),
  ];
  const ofChanges = left(`${system.name}.changes`);
  if (ofChanges.length > 0) {
    const message = `Nothing says how much of \`${system.name}\` changes, so ${listed(ofChanges)} cannot be worked out. Add it, for example \`changes 4 GB/day\`.`;
    return finding(id, system.namePlace, message, { about: system.name, fixes: addNumber(context, system, 'changes 4 GB/day') });
  }
  const ofDeployment = left(`${system.name}.redeploy taking`);
  if (ofDeployment.length === 0) return undefined;
  const message = `Nothing says how long it takes to deploy \`${system.name}\` again, so ${listed(ofDeployment)} cannot be worked out. Add it, for example \`redeploy "make deploy" taking 20m\`.`;
  const place = system.redeploy?.place;
  const end = place?.range.end ?? 0;
  const fixes =
    place === undefined
      ? addNumber(context, system, 'redeploy "make deploy" taking 20m')
      : [
          {
            title: 'Add `taking 20m`, to be corrected',
            edits: [{ file: place.file, range: { start: end, end }, text: ' taking 20m' }],
            safe: false,
          },
        ];
  return finding(id, place ?? system.namePlace, message, { about: system.name, fixes });
}
