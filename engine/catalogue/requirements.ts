/** The conditions that a rule of a pack is made of: a closed vocabulary, which `engine/checks/compliance/` evaluates. */
import type { Entry } from './entry.ts';
import { type Length, lengthFigure } from './lengths.ts';

/** Which systems a rule speaks of: those to which all of it applies. Nothing said: every system that is backed up. */
export interface When {
  /** The system holds one of these classes. */
  readonly holds?: readonly string[];
  readonly criticality?: readonly Criticality[];
}

export const criticalities = ['critical', 'high', 'medium', 'low'] as const;
type Criticality = (typeof criticalities)[number];
export const targetNames = ['rpo', 'rto', 'mtd'] as const;
export type TargetName = (typeof targetNames)[number];
/** What says how much a system matters, or how much harm its data can do. */
export const classWords = ['criticality', 'holds'] as const;
export type ClassWord = (typeof classWords)[number];

/** `'stated'`: some length is given, whatever it is. */
export type Requirement =
  | { readonly that: 'backup' | CopyWant | 'owner' | 'contact' }
  | { readonly that: 'encryptedCopies'; readonly which: 'all' | 'offsite' }
  | { readonly that: 'targets'; readonly targets: readonly TargetName[] }
  | { readonly that: 'classified'; readonly words: readonly ClassWord[] }
  | { readonly that: 'backupEvery' | 'retentionAtLeast'; readonly length: Length }
  | { readonly that: 'restoreTestEvery' | 'retentionAtMost' | 'reviewEvery' | 'drillEvery'; readonly length: Length | 'stated' };

/** What may be asked of the copies of a system. */
export type CopyWant = 'offsiteCopy' | 'lockedCopy' | 'isolatedCopy' | 'segregatedCopy' | 'protectedCopies';

/** What each requires, in the words of the reference. */
export const requirements: Readonly<Record<Requirement['that'], { readonly value: string; readonly doc: string }>> = {
  backup: { value: '`true`', doc: 'The system is backed up.' },
  backupEvery: { value: 'a length', doc: 'A restore point of the system is made at least that often.' },
  restoreTestEvery: { value: 'a length or `stated`', doc: 'A `verify restore` of the system runs, at least that often.' },
  offsiteCopy: { value: '`true`', doc: 'A storage at another site can restore the system alone, at any time.' },
  lockedCopy: { value: '`true`', doc: 'A storage that is `immutable` or `offline` can restore the system alone, at any time.' },
  isolatedCopy: {
    value: '`true`',
    doc: 'A storage at another site, or one that is `immutable` or `offline`, can restore the system alone, at any time.',
  },
  segregatedCopy: {
    value: '`true`',
    doc: 'A storage that stands away from the system, under another account, can restore it alone, at any time.',
  },
  encryptedCopies: { value: '`all` or `offsite`', doc: 'The copies of the system, or those at other sites, are encrypted.' },
  protectedCopies: {
    value: '`true`',
    doc: 'The copies of the system that are not encrypted lie on storages of another account, or on `offline` ones.',
  },
  targets: { value: 'a list of `rpo`, `rto`, `mtd`', doc: 'The system states these targets, or its policy does.' },
  classified: { value: 'a list of `criticality`, `holds`', doc: 'The system says one of these.' },
  owner: { value: '`true`', doc: 'The system has an `owner`, or the plan has one.' },
  contact: { value: '`true`', doc: 'The plan has a `contact` with `phone` or `email`.' },
  retentionAtLeast: { value: 'a length', doc: 'Some storage always reaches back that far, as the assessment works it out.' },
  retentionAtMost: { value: 'a length or `stated`', doc: 'Nothing is kept longer; `stated`: nothing is kept for ever.' },
  reviewEvery: { value: 'a length or `stated`', doc: 'The plan says `review every`, at least that often.' },
  drillEvery: { value: 'a length or `stated`', doc: 'A scenario says `drill every`, at least that often.' },
};
export const requirementNames = Object.keys(requirements);

export const whenKeys = ['holds', 'criticality'];

export function readWhen(entry: Entry): When {
  return { holds: entry.list('holds'), criticality: entry.words('criticality', criticalities) };
}

const LENGTH = 'a length like 14 days, 3 months or 1 year';

/** Undefined where it is none, which the entry's problems then say. */
export function readRequirement(entry: Entry): Requirement | undefined {
  const said = requirementNames.filter((name) => entry.fields[name] !== undefined);
  if (said.length !== 1) return entry.refuse(`a rule requires one thing; it can be ${requirementNames.join(', ')}`);
  const that = requirementNames.find((name): name is Requirement['that'] => name === said[0]) as Requirement['that'];
  switch (that) {
    case 'backupEvery':
    case 'retentionAtLeast': {
      const length = entry.figure(that, lengthFigure, LENGTH);
      return length && { that, length };
    }
    case 'restoreTestEvery':
    case 'retentionAtMost':
    case 'reviewEvery':
    case 'drillEvery': {
      const length = entry.figure(that, (text) => (text === 'stated' ? text : lengthFigure(text)), `${LENGTH}, or stated,`);
      return length && { that, length };
    }
    case 'encryptedCopies': {
      const which = entry.word(that, ['all', 'offsite'] as const);
      return which && { that, which };
    }
    case 'targets': {
      const targets = entry.words(that, targetNames);
      return targets && { that, targets };
    }
    case 'classified': {
      const words = entry.words(that, classWords);
      return words && { that, words };
    }
    default:
      return entry.checked(that, (value) => (value === true ? { that } : undefined), 'true');
  }
}
