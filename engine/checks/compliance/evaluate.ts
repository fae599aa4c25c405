/** What a plan lacks of what a rule requires. */
import type { Rule } from '../../catalogue/packs.ts';
import type { ClassWord, TargetName } from '../../catalogue/requirements.ts';
import type { Place, Plan, System } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { CheckContext } from '../check.ts';
import { listed } from '../words.ts';
import { copyLack, encryptionLack } from './copies.ts';
import { backupLack, drillLack, reviewLack, testLack } from './intervals.ts';
import { type Lack, lackIn, lackOfPlan } from './lack.ts';
import { reachLack, stayLack } from './retention.ts';

/** Something that a rule speaks of. */
export interface Subjected {
  /** The system or scenario; undefined for the plan itself. */
  readonly name?: string;
  readonly place: Place;
  /** Undefined where nothing is missing, or nobody can say. */
  readonly lack: Lack | undefined;
}

/** All that the rule speaks of. `asked` is where the plan asks for the pack. */
export function evaluate(context: CheckContext, rule: Rule, asked: Place): readonly Subjected[] {
  const { require } = rule;
  if (require.that === 'reviewEvery') return [{ place: asked, lack: reviewLack(context.plan, require.length) }];
  if (require.that === 'contact') return [{ place: asked, lack: contactLack(context.plan) }];
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

/** A system without any backup has that said instead, unless that is what the rule is about. */
function isSpokenOf({ catalogue }: CheckContext, { when, require }: Rule, system: System): boolean {
  return (
    needsBackup(system, catalogue) &&
    (require.that === 'backup' || isBackedUp(system)) &&
    (when.holds === undefined || when.holds.some((each) => system.holds.includes(each))) &&
    (when.criticality === undefined || when.criticality.includes(system.criticality.value))
  );
}

function lackOf(context: CheckContext, { require }: Rule, system: System): Lack | undefined {
  switch (require.that) {
    case 'backup':
      return isBackedUp(system) ? undefined : lackIn(system.name, `nothing backs \`${system.name}\` up`, 'unprotected-system');
    case 'backupEvery':
      return backupLack(system, require.length);
    case 'restoreTestEvery':
      return testLack(system, require.length);
    case 'offsiteCopy':
    case 'lockedCopy':
    case 'isolatedCopy':
    case 'segregatedCopy':
    case 'protectedCopies':
      return copyLack(context, system, require.that);
    case 'encryptedCopies':
      return encryptionLack(context, system, require.which);
    case 'targets':
      return targetLack(system, require.targets);
    case 'classified':
      return classLack(system, require.words);
    case 'owner':
      return system.owner === undefined && context.plan.owner === undefined
        ? lackOfPlan(`nobody owns \`${system.name}\``, 'owner-missing')
        : undefined;
    case 'retentionAtLeast':
      return reachLack(context, system, require.length);
    case 'retentionAtMost':
      return stayLack(context, system, require.length);
    default:
      return undefined;
  }
}

function targetLack(system: System, targets: readonly TargetName[]): Lack | undefined {
  const missing = targets.filter((target) => system[target] === undefined);
  if (missing.length === 0) return undefined;
  const covers = missing.filter((target) => target !== 'mtd').map((target) => `${target}-missing`);
  return lackIn(system.name, `\`${system.name}\` states no ${quoted(missing)}`, ...covers);
}

function classLack(system: System, words: readonly ClassWord[]): Lack | undefined {
  const isSaid = { criticality: system.criticality.source.from === 'plan', holds: system.holds.length > 0 };
  return words.some((word) => isSaid[word]) ? undefined : lackIn(system.name, `\`${system.name}\` says no ${quoted(words)}`);
}

function contactLack({ contacts }: Plan): Lack | undefined {
  if (contacts.some(({ phone, email }) => phone !== undefined || email !== undefined)) return undefined;
  const covers = [{ code: 'contact-missing' }, ...contacts.map(({ name }) => ({ code: 'contact-missing', about: name }))];
  return { text: 'the plan names nobody who can be called', covers };
}

/** `` `rpo` or `rto` ``. */
function quoted(words: readonly string[]): string {
  return listed(
    words.map((each) => `\`${each}\``),
    'or',
  );
}
