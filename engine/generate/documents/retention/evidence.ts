import { staysOf } from '../../../assess/retention/stay.ts';
import { longestGapOf } from '../../../assess/schedule/runs.ts';
import type { Requirement } from '../../../catalogue/requirements.ts';
import { reachesOf, resultOf } from '../../../checks/answers.ts';
import type { System } from '../../../plan/model.ts';
import { code, mail, plain } from '../markdown/escape.ts';
import { storagesOf } from '../runbook/survives.ts';
import { scheduleWords } from '../schedule.ts';
import type { Source } from '../source.ts';
import { counted, duration, list, span } from '../words.ts';
import { far } from './reach.ts';

/** What of the plan answers a requirement that it meets. `name` is the system or scenario; undefined for the plan itself. */
export function evidence(source: Source, require: Requirement, name: string | undefined): string {
  const { plan } = source;
  const system = plan.systems.find((candidate) => candidate.name === name);
  switch (require.that) {
    case 'contact':
      return list(plan.contacts.map((contact) => plain(contact.fullName ?? contact.name)));
    case 'reviewEvery':
      return plan.reviewEvery === undefined ? 'met' : `reviewed every ${span(plan.reviewEvery.value)}, last ${plan.reviewed ?? 'never'}`;
    case 'drillEvery': {
      const every = plan.scenarios.find((scenario) => scenario.name === name)?.drillEvery;
      return every === undefined ? 'met' : `drilled every ${span(every.value)}`;
    }
    default:
      return system === undefined ? 'met' : ofSystem(source, require, system);
  }
}

function ofSystem(source: Source, require: Requirement, system: System): string {
  const copies = resultOf(source, system.name)?.copies;
  const storages = source.plan.storages.filter(({ name }) => storagesOf(system).includes(name));
  switch (require.that) {
    case 'backup':
      return list(system.blocks.flatMap(({ jobs }) => jobs.map(({ id }) => code(id))));
    case 'backupEvery':
      return everySoOften(system);
    case 'restoreTestEvery':
      return list(tests(system).map((test) => code(test)));
    case 'offsiteCopy':
      return `off-site on ${list((copies?.offsite ?? []).map(plain))}`;
    case 'lockedCopy':
      return `locked or offline on ${list((copies?.immutable ?? []).map(plain))}`;
    case 'isolatedCopy':
      return `apart on ${list([...new Set([...(copies?.offsite ?? []), ...(copies?.immutable ?? [])])].map(plain))}`;
    case 'segregatedCopy':
    case 'protectedCopies':
      return list(storages.map(({ name, account }) => `${plain(name)} under ${code(account.value)}`));
    case 'encryptedCopies':
      return `encrypted on ${list(storages.map(({ name }) => plain(name)))}`;
    case 'targets':
      return list(require.targets.flatMap((target) => (system[target] === undefined ? [] : [`${target} ${span(system[target].value)}`])));
    case 'classified':
      return list([...(system.criticality.source.from === 'plan' ? [system.criticality.value] : []), ...system.holds].map(plain));
    case 'owner':
      return mail(system.owner ?? source.plan.owner ?? '');
    case 'retentionAtLeast':
      return `reaches back ${far(Math.max(0, ...reachesOf(source, system).map(({ seconds }) => seconds)))} at worst`;
    case 'retentionAtMost':
      return stays(source, system);
    default:
      return 'met';
  }
}

function everySoOften({ blocks }: System): string {
  const schedules = blocks.flatMap(({ jobs }) =>
    jobs.flatMap(({ word, schedule }) => (word === 'log' || schedule === 'continuous' ? [] : [schedule])),
  );
  const gap = longestGapOf(schedules)?.seconds;
  return gap === undefined ? 'met' : `a point at least every ${duration(gap)}`;
}

function tests({ blocks }: System): readonly string[] {
  return blocks.flatMap(({ verifies }) =>
    verifies
      .filter(({ what }) => what === 'restore')
      .map(
        ({ schedule }) => `verify restore ${'months' in schedule ? `every ${counted(schedule.months, 'month')}` : scheduleWords(schedule)}`,
      ),
  );
}

function stays({ plan, catalogue }: Source, system: System): string {
  const known = staysOf(plan, system, catalogue).flatMap(({ seconds }) => seconds ?? []);
  return known.length === 0 ? 'every rule ends' : `no point stays longer than ${duration(Math.max(...known))}`;
}
