import { longestGap } from '../../../assess/schedule/runs.ts';
import { code } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { DocumentSource } from '../source.ts';
import { duration } from '../words.ts';

const RULES = 'monitoring/prometheus-rules.yaml';

/** Who hears of a job that fails or stays away, and when a job is late. */
export function monitoring({ plan, files }: DocumentSource): string {
  const { ping, metrics, notify } = plan;
  const ways = [
    ping === undefined ? '' : `Each run calls ${code(ping)} as it starts and as it ends, so that one that never starts is missed`,
    metrics === undefined ? '' : `Metrics are written to ${code(metrics)}`,
    notify.length === 0 ? '' : `Messages go to ${notify.map(code).join(', ')}`,
  ].filter((way) => way !== '');
  const lead =
    ways.length === 0
      ? `Nobody hears of a job that fails: the plan has neither ${code('ping')} nor ${code('metrics')} nor ${code('notify')}.`
      : `${ways.map((way) => `- ${way}.`).join('\n')}`;
  const rules = files.get(RULES)?.text ?? '';
  const rows = plan.systems.flatMap((system) =>
    system.blocks.flatMap((block) =>
      [...block.jobs, ...block.copies].flatMap(({ id, schedule }) => {
        if (schedule === 'continuous' || 'after' in schedule) return [];
        const gap = longestGap(schedule)?.seconds;
        return gap === undefined
          ? []
          : [[code(id), duration(gap), rules.includes(`job=\\"${id}\\"`) ? duration(Math.ceil(gap * 1.25)) : '']];
      }),
    ),
  );
  if (rows.length === 0) return lead;
  const alarmed = rows.some(([, , alarm]) => alarm !== '');
  const text = alarmed
    ? `A job is late when its last success is older than its longest pause; ${code(RULES)} raises the alarm after a quarter more.`
    : 'A job is late when its last success is older than its longest pause.';
  return [
    lead,
    text,
    table(['Job', 'Longest pause', ...(alarmed ? ['Alarm after'] : [])], alarmed ? rows : rows.map((row) => row.slice(0, 2))),
  ].join('\n\n');
}
