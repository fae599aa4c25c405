import { type BackupBlock, type Storage, spanSeconds } from '../../plan/model.ts';
import { spanAs } from '../../plan/written-as.ts';
import { storageNamed } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { firstTime } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { longestStay, rulesOn } from '../retention/rules.ts';
import { duration } from '../words.ts';

const id = { code: 'minimum-duration', severity: 'warning' } as const;

export const minimumDuration: Check = {
  ...id,
  group: 'cost',
  summary: 'Restore points are pruned before the time that their storage class bills at least.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const block of system.blocks.filter((each) => storesWholePoints(context, each))) {
        for (const name of pointStorages(block)) {
          const storage = storageNamed(context, name);
          const stay = longestStay(context, block, name);
          const minimum = storage?.minimum;
          const [first] = rulesOn(block, name);
          if (storage === undefined || minimum === undefined || stay === undefined || first === undefined) continue;
          const billed = spanSeconds(minimum.value);
          if (stay >= billed || !isFirst(first.keep.place)) continue;
          const times = Number((billed / stay).toFixed(1));
          const message = `What is kept on ${name} for ${duration(stay)} is billed for ${spanAs(minimum.value)}, the least that ${called(storage)} bills: ${times} times the list price. Keep it for that long, or in a class without a minimum.`;
          yield finding(id, first.keep.place, message, {
            severity: tempered(id.severity, context.plan, system),
            about: system.name,
            related: [
              {
                place: storage.class?.source.from === 'plan' ? storage.class.source.place : storage.namePlace,
                message: `At least ${spanAs(minimum.value)} are billed here.`,
              },
            ],
          });
        }
      }
    }
  },
};

function called({ name, class: tier }: Storage): string {
  return tier === undefined ? name : tier.value;
}

/** Where a tool deduplicates, what a pruned point held lives on in those that follow. */
function storesWholePoints({ catalogue }: CheckContext, { jobs }: BackupBlock): boolean {
  return jobs.every(({ tool }) => tool === undefined || catalogue.tools[tool.value]?.deduplicates !== true);
}
