import { code, plain } from '../markdown/escape.ts';
import { turnsOf } from '../runbook/turns.ts';
import type { Source } from '../source.ts';
import { list, sentence } from '../words.ts';

/** How things return to normal, scenario by scenario: only where something moved, or the plan has steps for it. */
export function reconstitution(source: Source): string {
  const lines = source.plan.scenarios.flatMap((scenario) => {
    const moved = turnsOf(source, scenario).filter(({ system, result }) => {
      const at = result.recovery.standby ?? result.recovery.at;
      return result.recovery.status !== 'unrecoverable' && at !== undefined && at !== system.at;
    });
    const own = scenario.steps.filter(({ phase }) => phase === 'failback');
    if (moved.length === 0 && own.length === 0) return [];
    const homes = [...new Set(moved.map(({ system }) => plain(system.at)))];
    const where = moved.length === 0 ? '' : `${list(moved.map(({ system }) => plain(system.name)))} move back to ${list(homes)}.`;
    return [
      `- [${plain(scenario.name)}](runbook-${scenario.name}.md#go-back): ${where}${own.map(({ text }) => ` ${sentence(plain(text))}`).join('')}`.trimEnd(),
    ];
  });
  const after =
    'After every recovery: a new full of what was restored, on every storage, before pruning starts again; the times that were measured beside the estimates; the plan mended where it was wrong.';
  if (lines.length === 0)
    return `No scenario moves a system: there is nothing to move back. The plan can say more with ${code('step failback "…"')}.\n\n${after}`;
  return `${lines.join('\n')}\n\n${after}`;
}
