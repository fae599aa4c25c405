import type { JobStatus } from '../../engine/status/job-status.ts';
import type { StatusReport } from './status.ts';

interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/**
 * Text in the exposition format of Prometheus. What the generated scripts write as well has the same name, so that the generated alerting
 * rules hold for either.
 */
export function statusPrometheus(reports: readonly StatusReport[]): string {
  const ofJobs = (name: string, help: string, value: (job: JobStatus) => number | undefined): Family => ({
    name,
    help,
    samples: reports.flatMap(({ status: { plan, jobs } }) =>
      jobs.flatMap((job) => {
        const figure = value(job);
        return figure === undefined ? [] : [{ labels: { plan, system: job.system, job: job.id }, value: figure }];
      }),
    ),
  });
  const ofPlans = (name: string, help: string, value: (report: StatusReport) => number): Family => ({
    name,
    help,
    samples: reports.map((report) => ({ labels: { plan: report.status.plan }, value: value(report) })),
  });
  const families: readonly Family[] = [
    ofJobs('backup_last_success_timestamp_seconds', 'When the job last succeeded.', ({ lastSuccess }) => lastSuccess),
    ofJobs('backup_recovery_point_timestamp_seconds', 'The newest recovery point that the job brought.', ({ point }) => point),
    ofJobs('backup_patience_seconds', 'The age from which the job is late.', ({ patience }) => patience),
    ofJobs('backup_well', '0 where the job is late, failing, or was never seen.', ({ state }) =>
      Number(state === 'well' || state === 'awaited'),
    ),
    ofJobs('backup_runs_succeeded', 'Runs of the last 30 days that the journal has.', ({ succeeded }) => succeeded),
    ofJobs('backup_runs_failed', 'Runs of the last 30 days that the journal has.', ({ failed }) => failed),
    ofSystems(reports),
    ofProbes(reports),
    ...restoreTests(reports),
    ofPlans('backup_problems', 'What is not as the plan wants it.', ({ problems }) => problems.length),
    ofPlans('backup_journal_unreadable_lines', 'Lines of the journals that are none.', ({ journals }) =>
      journals.reduce((sum, { unreadable }) => sum + unreadable, 0),
    ),
    ofPlans('backup_journal_future_lines', 'Lines from clocks that are ahead.', ({ status }) => status.future.lines),
  ];
  return families.flatMap(familyLines).join('');
}

function ofSystems(reports: readonly StatusReport[]): Family {
  const samples = reports.flatMap(({ status: { plan, systems, probed } }) =>
    [...systems, ...probed.map(({ system, fresh }) => ({ name: system, fresh }))].flatMap(({ name, fresh }) =>
      fresh === undefined ? [] : [{ labels: { plan, system: name }, value: Number(fresh) }],
    ),
  );
  return { name: 'backup_rpo_kept', help: '0 where the newest recovery point is older than the rpo.', samples };
}

function ofProbes(reports: readonly StatusReport[]): Family {
  const samples = reports.flatMap(({ status: { plan, probed } }) =>
    probed.flatMap(({ system, newest }) => (newest === undefined ? [] : [{ labels: { plan, system }, value: newest }])),
  );
  return { name: 'backup_listed_point_timestamp_seconds', help: 'The newest restore point that `points with` lists.', samples };
}

function restoreTests(reports: readonly StatusReport[]): readonly Family[] {
  const tests = reports.flatMap(({ status: { plan, systems } }) =>
    systems.flatMap(({ name, test }) => (test === undefined ? [] : [{ labels: { plan, system: name }, test }])),
  );
  return [
    {
      name: 'restore_test_passed',
      help: 'Whether the last restore test passed.',
      samples: tests.map(({ labels, test }) => ({ labels, value: Number(test.passed) })),
    },
    {
      name: 'restore_test_timestamp_seconds',
      help: 'When the last restore test ended.',
      samples: tests.map(({ labels, test }) => ({ labels, value: test.finished })),
    },
    {
      name: 'restore_test_duration_seconds',
      help: 'How long the last restore test took, where it passed.',
      samples: tests.flatMap(({ labels, test }) => (test.passed ? [{ labels, value: test.seconds }] : [])),
    },
  ];
}

function familyLines({ name, help, samples }: Family): readonly string[] {
  if (samples.length === 0) return [];
  return [
    `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`,
    ...samples.map(({ labels, value }) => `${name}{${Object.entries(labels).map(label).join(',')}} ${value}\n`),
  ];
}

function label([name, value]: readonly [string, string]): string {
  return `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
