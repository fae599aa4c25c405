import { spanSeconds } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import { needsBackup } from '../backups.ts';
import type { Check } from '../check.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';

const id = { code: 'rpo-tighter-than-dependency', severity: 'warning' } as const;

/** What a system starts from and hardly ever changes, such as its configuration: an older state of it is as good. */
const seldomChanged = new Set(['files', 'git', 'directory']);
/** Fewer bytes than this in all the time that may be lost: a configuration too, whatever its kind. */
const LITTLE = 1e6;

export const rpoTighterThanDependency: Check = {
  ...id,
  group: 'loss',
  summary: 'A system depends on another one of which more may be lost.',
  *run(context) {
    const systems = new Map(context.plan.systems.map((system) => [system.name, system]));
    for (const system of context.judged) {
      if (system.rpo === undefined) continue;
      const most = spanSeconds(system.rpo.value);
      for (const { name, place } of system.dependsOn) {
        const other = systems.get(name);
        if (other?.rpo === undefined || !needsBackup(other, context.catalogue) || seldomChanged.has(other.kind)) continue;
        const more = spanSeconds(other.rpo.value);
        if (more <= most || (other.changes !== undefined && other.changes.value * more < LITTLE)) continue;
        const message = `\`${system.name}\` may lose ${durationAs(most)} of work and depends on \`${name}\`, of which ${durationAs(more)} may be lost: after a disaster it may refer to what is no longer there. Give \`${name}\` the same target, or say the larger one for both.`;
        const { source } = other.rpo;
        const related =
          source.from === 'plan' ? [{ place: source.place, message: `The target of \`${name}\`, RPO ${durationAs(more)}.` }] : [];
        yield finding(id, place, message, {
          severity: tempered(id.severity, context.plan, system),
          about: system.name,
          cause: name,
          related,
        });
      }
    }
  },
};
