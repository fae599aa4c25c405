/** What a plan lacks of what a rule requires. */
import type { Rule } from '../../catalogue/packs.ts';
import type { TargetName } from '../../catalogue/requirements.ts';
import type { Place, System } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { CheckContext } from '../check.ts';
import { listed } from '../words.ts';
import { copyLack } from './copies.ts';
import { drillLack, reviewLack, testLack } from './intervals.ts';
import { reachLack, stayLack } from './retention.ts';

/** Something that a rule speaks of. */
export interface Subjected {
  /** The system or scenario; undefined for the plan itself. */
  readonly name?: string;
  readonly place: Place;
  /** What is missing, as a clause with the names of the plan; undefined where nothing is, `'unknown'` where nobody can say. */
  readonly lack: string | undefined;
}

/** All that the rule speaks of. `asked` is where the plan asks for the pack. */
export function evaluate(context: CheckContext, rule: Rule, asked: Place): readonly Subjected[] {
  const { require } = rule;
  if (require.that === 'reviewEvery') return [{ place: asked, lack: reviewLack(context.plan, require.length) }];
  if (require.that === 'drillEvery')
    return context.plan.scenarios.map((scenario) => ({
      ...(scenario.statement === undefined ? {} : { name: scenario.name }),
      place: scenario.statement === undefined ? asked : scenario.namePlace,
      lack: drillLack(scenario, require.length),
    }));
  return context.judged
    .filter((system) => isSpokenOf(context, rule, system))
    .map((system) => ({ name: system.name, place: system.namePlace, lack: lackOf(context, rule, system) }));
}

/** A system without any backup has that said instead. */
function isSpokenOf({ catalogue }: CheckContext, { when }: Rule, system: System): boolean {
  return (
    needsBackup(system, catalogue) &&
    isBackedUp(system) &&
    (when.holds === undefined || when.holds.some((each) => system.holds.includes(each))) &&
    (when.criticality === undefined || when.criticality.includes(system.criticality.value))
  );
}

function lackOf(context: CheckContext, { require }: Rule, system: System): string | undefined {
  switch (require.that) {
    case 'restoreTestEvery':
      return testLack(system, require.length);
    case 'offsiteCopy':
    case 'lockedCopy':
    case 'segregatedCopy':
      return copyLack(context, system, require.that);
    case 'encryptedCopies':
      return copyLack(context, system, require.which === 'all' ? 'encrypted' : 'encryptedOffsite');
    case 'targets':
      return targetLack(system, require.targets);
    case 'owner':
      return system.owner === undefined && context.plan.owner === undefined ? `nobody owns \`${system.name}\`` : undefined;
    case 'retentionAtLeast':
      return reachLack(context, system, require.length);
    case 'retentionAtMost':
      return stayLack(context, system, require.length);
    default:
      return undefined;
  }
}

function targetLack(system: System, targets: readonly TargetName[]): string | undefined {
  const missing = targets.filter((target) => system[target] === undefined);
  return missing.length === 0
    ? undefined
    : `\`${system.name}\` states no ${listed(
        missing.map((each) => `\`${each}\``),
        'or',
      )}`;
}
