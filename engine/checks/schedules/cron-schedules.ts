import type { Schedule, System } from '../../plan/model.ts';

/** The schedules of a system that are written as cron expressions. */
export function cronSchedules({ blocks }: System): { readonly schedule: Schedule; readonly expression: string }[] {
  return blocks
    .flatMap(({ jobs, copies, verifies }) => [...jobs, ...copies, ...verifies])
    .flatMap(({ schedule }) =>
      schedule !== 'continuous' && 'form' in schedule && schedule.form.form === 'cron'
        ? [{ schedule, expression: schedule.form.expression }]
        : [],
    );
}
