import type { Schedule, System } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { firstTime, textAt } from '../places.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { cronSchedules } from './cron-schedules.ts';

const id = { code: 'cron-uneven', severity: 'info' } as const;

/** The fields whose steps start anew: how many there are of each, when, and how one of them reads. */
const fields = [
  { count: 60, unit: 'm', again: 'every hour', say: (minute: number) => `:${String(minute).padStart(2, '0')}` },
  { count: 24, unit: 'h', again: 'at midnight', say: (hour: number) => String(hour) },
] as const;

export const cronUneven: Check = {
  ...id,
  group: 'schedules',
  summary: 'A step of a cron expression does not divide the hour or the day, so the last interval is shorter.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const { schedule, expression } of cronSchedules(system)) {
        const found = report(system, schedule, expression, textAt(context, schedule.place));
        if (found !== undefined && isFirst(found)) yield found;
      }
    }
  },
};

function report(system: System, schedule: Schedule, expression: string, text: string): Finding | undefined {
  const parts = expression.trim().split(/\s+/);
  for (const [index, { count, unit, again, say }] of fields.entries()) {
    const step = Number(/^\*\/(\d+)$/.exec(parts[index] ?? '')?.[1] ?? 1);
    const rest = count % step;
    if (step >= count || rest === 0) continue;
    const runs = Array.from({ length: Math.ceil(count / step) }, (_, run) => say(run * step));
    const even = [...divisor(count, step, -1), ...divisor(count, step, 1)];
    const message = `\`*/${step}\` starts anew ${again}: it runs at ${listed(runs)} and then again after ${rest}${unit}, not ${step}${unit}. ${even.map((each) => `\`*/${each}\``).join(' and ')} ${even.length === 1 ? 'is' : 'are'} even.`;
    const fixes = even.map((each): Fix => {
      const mended = parts.map((part, at) => (at === index ? `*/${each}` : part)).join(' ');
      return { title: `Replace with \`${mended}\``, edits: [{ ...schedule.place, text: text.replace(expression, mended) }], safe: false };
    });
    return finding(id, schedule.place, message, { about: system.name, fixes });
  }
  return undefined;
}

/** The nearest step below or above that divides a count; none where it would be the count itself. */
function divisor(count: number, step: number, by: 1 | -1): number[] {
  for (let found = step + by; found > 0 && found < count; found += by) if (count % found === 0) return [found];
  return [];
}
