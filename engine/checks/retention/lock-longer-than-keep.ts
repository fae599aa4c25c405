import { type BackupBlock, type Storage, type System, spanSeconds } from '../../plan/model.ts';
import { spanAs } from '../../plan/written-as.ts';
import { storageNamed } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { firstTime, textAt } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { lockFor } from './locked.ts';
import { addRule, ageOf, rulesOn } from './rules.ts';

const id = { code: 'lock-longer-than-keep', severity: 'warning' } as const;

/** A lock may outlast what is kept by so much, in seconds: many lock for a month whatever they keep. */
const MARGIN = 31 * 86400;

export const lockLongerThanKeep: Check = {
  ...id,
  group: 'retention',
  summary: 'Nothing can be pruned when its `keep` ends: the lock holds it far longer.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const block of system.blocks) {
        for (const name of pointStorages(block)) {
          const storage = storageNamed(context, name);
          const found = storage === undefined ? undefined : report(context, system, block, storage);
          if (found !== undefined && isFirst(found)) yield found;
        }
      }
    }
  },
};

function report(context: CheckContext, system: System, block: BackupBlock, storage: Storage): Finding | undefined {
  const { immutable, name } = storage;
  const rules = rulesOn(block, name);
  const [rule] = rules;
  if (immutable === undefined || rule === undefined) return undefined;
  const locked = spanSeconds(immutable.value);
  // Where a rule counts, how old its points get is not said.
  const kept = Math.max(...rules.map((each) => ageOf(each.rule) ?? Infinity));
  if (locked <= kept + MARGIN) return undefined;
  const said = rules.map(({ place }) => textAt(context, place)).join(', ');
  const message = `\`keep ${said}\` of \`${system.name}\` ends after ${duration(kept)}, and ${name} locks each restore point for ${spanAs(immutable.value)}: until then nothing can be pruned, and ${Number((locked / kept).toFixed(1))} times as many lie there and are paid for. Keep them for as long as they are locked, or lock them for less.`;
  const place = immutable.source.from === 'plan' ? immutable.source.place : storage.namePlace;
  return finding(id, rule.keep.place, message, {
    severity: tempered(id.severity, context.plan, system),
    about: system.name,
    related: [{ place, message: `What lies on ${name} is locked for ${spanAs(immutable.value)}.` }],
    fixes: [
      { title: `Keep \`${spanAs(immutable.value)}\` too`, edits: addRule(rule.keep, spanAs(immutable.value)), safe: false },
      ...lockFor(storage, kept),
    ],
  });
}
