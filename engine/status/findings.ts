/** What the journals say, at the lines of the plan that it is about: what `status` tells, for the editor. */
import { sayInstant } from '../assess/say.ts';
import type { Finding, Severity } from '../checks/finding.ts';
import type { Place, Plan, System } from '../plan/model.ts';
import { type Problem, problemsOf } from './problems.ts';
import type { Status } from './status.ts';

/** The worst first, then restore tests of what has changed since. */
export function statusFindings(plan: Plan, status: Status): readonly Finding[] {
  return [...problemsOf(status).map((problem) => problemFinding(plan, problem)), ...unverified(plan, status)];
}

/** What is not as the plan wants it, and costs data or time on the day of the disaster; the rest is tidied up in time. */
const grave: ReadonlySet<Problem['code']> = new Set(['job-late', 'job-failing', 'job-never-seen', 'rpo-not-kept', 'rto-not-kept']);

function problemFinding(plan: Plan, { code, about, message }: Problem): Finding {
  return finding(code, grave.has(code) ? 'error' : 'warning', `${about}: ${message}`, placeOf(plan, about, code));
}

function unverified(plan: Plan, { systems, zone }: Status): readonly Finding[] {
  return systems.flatMap(({ name, test }) => {
    if (test?.outdated !== true) return [];
    const message = `${name}: NOT VERIFIED: what a restore of it rests on has changed since its last restore test, on ${sayInstant(test.finished, zone)}. \`backupplan drill ${name}\` tests it now.`;
    return [finding('plan-changed-since-test', 'warning', message, testPlace(plan, name))];
  });
}

function finding(code: string, severity: Severity, message: string, { file, range }: Place): Finding {
  return { code, severity, message: message.replaceAll(/\s+/gu, ' '), file, range, related: [], fixes: [] };
}

/** The line of a job; of a target that is not kept its own line; else the name of the system, or the title of the plan. */
function placeOf(plan: Plan, about: string, code: Problem['code']): Place {
  const system = plan.systems.find(({ name }) => name === about);
  if (system !== undefined) {
    const target = code === 'rpo-not-kept' ? system.rpo : code === 'rto-not-kept' ? system.rto : undefined;
    return target?.source.from === 'plan' ? target.source.place : system.namePlace;
  }
  const [name = ''] = about.split('/');
  const owner = plan.systems.find((each) => each.name === name);
  return linesOf(owner).find(({ id }) => id === about)?.place ?? owner?.namePlace ?? plan.place;
}

function testPlace(plan: Plan, name: string): Place {
  const system = plan.systems.find((each) => each.name === name);
  const test = system?.blocks.flatMap(({ verifies }) => verifies).find(({ what }) => what === 'restore');
  return test?.place ?? system?.namePlace ?? plan.place;
}

function linesOf(system: System | undefined): readonly { readonly id: string; readonly place: Place }[] {
  return system?.blocks.flatMap(({ jobs, copies, verifies }) => [...jobs, ...copies, ...verifies]) ?? [];
}
