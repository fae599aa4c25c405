import { saySize } from '../../assess/say.ts';
import type { BackupBlock, Place, System } from '../../plan/model.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertionNear } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { listed, listedSome } from '../words.ts';
import { growthPerDay } from './growth.ts';

const id = { code: 'retention-missing', severity: 'warning' } as const;

/** What to keep where the plan says nothing at all. */
const USUAL = 'daily for 30 days, monthly for 12 months';

interface Unkept {
  readonly system: System;
  readonly block: BackupBlock;
  readonly storages: readonly string[];
}

export const retentionMissing: Check = {
  ...id,
  group: 'retention',
  summary: 'Restore points that no `keep` speaks for are kept for ever.',
  *run(context) {
    // The jobs of a policy stand in one place for all systems that take them.
    const byPlace = new Map<string, { readonly place: Place; readonly unkept: Unkept[] }>();
    for (const system of context.judged) {
      for (const block of system.blocks) {
        const storages = unkeptStorages(block);
        const place = firstTo(block, storages[0]);
        if (place === undefined) continue;
        const key = JSON.stringify(place);
        const known = byPlace.get(key) ?? { place, unkept: [] };
        byPlace.set(key, known);
        known.unkept.push({ system, block, storages });
      }
    }
    for (const { place, unkept } of byPlace.values()) {
      const [first] = unkept;
      if (first === undefined) continue;
      const severities = unkept.map(({ system }) => tempered(id.severity, context.plan, system));
      const systems = listedSome(unkept.map(({ system }) => `\`${system.name}\``));
      const storages = listed([...new Set(unkept.flatMap((each) => each.storages))].map((name) => `\`${name}\``));
      const message = `No \`keep\` says how long restore points of ${systems} stay on ${storages}: they stay for ever${rate(context, unkept)}. Say what to keep, for example \`keep ${wanted(context, first.system)}\`.`;
      yield finding(id, place, message, {
        severity: severities.includes('warning') ? 'warning' : 'info',
        about: first.system.name,
        fixes: keepLine(context, place, first),
      });
    }
  },
};

/** The storages whose points no `keep` of the block speaks for. */
function unkeptStorages(block: BackupBlock): readonly string[] {
  if (block.keeps.some((keep) => keep.on === undefined)) return [];
  return pointStorages(block).filter((storage) => !block.keeps.some((keep) => keep.on === storage));
}

function firstTo(block: BackupBlock, storage: string | undefined): Place | undefined {
  return [...block.jobs, ...block.copies].find((job) => job.to === storage)?.place;
}

/** `, and grow by 31 GB/day`, if that can be told. */
function rate({ catalogue }: CheckContext, unkept: readonly Unkept[]): string {
  let sum = 0;
  for (const { system, block, storages } of unkept) {
    for (const storage of storages) {
      const each = growthPerDay(system, block, storage, catalogue);
      if (each === undefined) return '';
      sum += each;
    }
  }
  return sum === 0 ? '' : `, and grow by ${saySize(sum)}/day`;
}

/** The rules of `retain`, as the plan has them, else what is usual. */
function wanted({ project }: CheckContext, system: System): string {
  const rules = system.retain.map(
    ({ place }) => project.files.find((file) => file.path === place.file)?.text.slice(place.range.start, place.range.end) ?? '',
  );
  return rules.length === 0 ? USUAL : rules.join(', ');
}

function keepLine(context: CheckContext, place: Place, { system, block }: Unkept): Fix[] {
  const statement = `keep ${wanted(context, system)}`;
  const edits = insertionNear(context, system, block, place, statement);
  return edits.length === 0 ? [] : [{ title: `Add \`${statement}\``, edits, safe: false }];
}
