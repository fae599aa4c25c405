/** Whether a changed plan still keeps what the plan keeps: loss, recovery, copies, retention, and no new finding. */
import type { Assessment, Loss, Recovery, SystemResult } from '../../../assess/assessment.ts';
import { checksFor } from '../../../checks/all.ts';
import type { CheckGroup } from '../../../checks/check.ts';
import type { Finding } from '../../../checks/finding.ts';
import { runChecks } from '../../../checks/run.ts';
import { code, message, plain } from '../markdown/escape.ts';
import type { Source } from '../source.ts';
import type { Variant } from '../variant.ts';
import { duration } from '../words.ts';

/** Loss and recovery are compared by their figures. */
const GROUPS: ReadonlySet<CheckGroup> = new Set<CheckGroup>([
  'copies',
  'retention',
  'security',
  'verification',
  'schedules',
  'cost',
  'compliance',
]);

/** Why a changed plan is no option, the gravest first; empty where it breaks nothing. */
export function brokenBy(source: Source, { project, names, plan, assessment }: Variant): readonly string[] {
  const after = assessment();
  const figures = source.assessment.systems.flatMap((before) => {
    const result = after.systems.find(({ name }) => name === before.name);
    return result === undefined ? [`${plain(before.name)} is gone`] : worseThan(before, result);
  });
  if (figures.length > 0) return figures;
  const subject = { ...source, project, names, plan, assessment: after };
  const had = new Set(graveIn(source).map(identity));
  return graveIn(subject)
    .filter((finding) => !had.has(identity(finding)))
    .map((finding) => `${code(finding.code)}: ${message(finding.message)}`);
}

const verdicts = new WeakMap<Assessment, readonly Finding[]>();

function graveIn(subject: Omit<Source, 'planFile' | 'planHash' | 'version' | 'findings' | 'accepted' | 'faults'>): readonly Finding[] {
  const known = verdicts.get(subject.assessment);
  if (known !== undefined) return known;
  const { findings } = runChecks(
    subject,
    undefined,
    checksFor(subject.catalogue).filter(({ group }) => GROUPS.has(group)),
  );
  const grave = findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .flatMap((finding) => [finding, ...(finding.same ?? [])]);
  verdicts.set(subject.assessment, grave);
  return grave;
}

function identity({ code: of, about, message: text }: Finding): string {
  return about === undefined ? `${of} ${text}` : `${of} for ${about}`;
}

function worseThan(before: SystemResult, after: SystemResult): readonly string[] {
  const name = plain(before.name);
  const cases = before.scenarios.flatMap(({ scenario, affected, loss, recovery }) => {
    const now = after.scenarios.find((each) => each.scenario === scenario);
    if (!affected || now === undefined) return [];
    return [
      ...worse(`loss of ${name} in ${plain(scenario)}`, loss, now.loss),
      ...worse(`outage of ${name} in ${plain(scenario)}`, recovery, now.recovery),
    ];
  });
  const retained = after.retained.flatMap(({ met }, index) =>
    met || before.retained[index]?.met === false ? [] : [`${name} no longer has what it must retain`],
  );
  const fewer = (['storages', 'media', 'offsite', 'immutable'] as const).some((of) => after.copies[of].length < before.copies[of].length);
  return [...cases, ...retained, ...(fewer ? [`${name} has fewer copies that can restore it`] : [])];
}

/** What is missed already may not be missed by more. */
function worse(what: string, before: Loss | Recovery, after: Loss | Recovery): readonly string[] {
  if (before.status === 'known' && after.status !== 'known') return [`${what}: it cannot be recovered`];
  if (before.met === true && after.met === false)
    return [`${what} becomes ${duration(after.seconds ?? 0)}, and ${duration(after.target ?? 0)} is promised`];
  if (before.met === false && (after.seconds ?? 0) > (before.seconds ?? 0) + 60)
    return [`${what} is too long already and becomes ${duration(after.seconds ?? 0)} instead of ${duration(before.seconds ?? 0)}`];
  return [];
}
