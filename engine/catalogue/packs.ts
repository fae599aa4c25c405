/** Compliance packs: rules that a plan can be held against, as data. A workspace adds its own in its `backupplan.catalog.yaml`. */
import { type Entry, table } from './entry.ts';
import { type Requirement, readRequirement, readWhen, requirementNames, type When, whenKeys } from './requirements.ts';

export interface Pack {
  /** What `comply with` calls it. */
  readonly name: string;
  /** What it is called in a message: `GDPR`. */
  readonly title: string;
  /** The law or standard in full, with its edition. */
  readonly about: string;
  /** By their ids. */
  readonly rules: Readonly<Record<string, Rule>>;
}

/** Its findings have the code `PACK/ID`. All texts are plain words, without a quotation from the law or standard. */
export interface Rule {
  readonly id: string;
  /** Where it stands: `Article 5(1)(e)`. */
  readonly clause: string;
  readonly asks: string;
  /** What it is often believed to ask. */
  readonly notAsked: string;
  readonly severity: (typeof ruleSeverities)[number];
  readonly when: When;
  readonly require: Requirement;
  /** Whether each of those that the rule speaks of must have what it requires, or one of them is enough. */
  readonly of: 'each' | 'any';
  /** What is wrong, as a clause behind the fact. */
  readonly finding: string;
  readonly remedy: string;
  /** A plan that gives exactly this finding, and the same plan mended. */
  readonly example?: string;
  readonly mended?: string;
}

export const ruleSeverities = ['error', 'warning', 'info', 'hint'] as const;
export const packKeys = ['title', 'about', 'rules'];
const ruleKeys = ['clause', 'asks', 'notAsked', 'severity', 'when', 'require', 'of', 'finding', 'remedy', 'example', 'mended'];

/** A code is written in plans, so that its parts are names of the language. */
export const nameForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function readPack(entry: Entry, name: string, old: Pack | undefined): Pack | undefined {
  if (old !== undefined) return entry.refuse(`a pack \`${name}\` comes with the product; call yours something else`);
  if (!nameForm.test(name)) return entry.refuse(`\`${name}\` is no name for a pack: small letters, digits and hyphens, like \`acme-2026\``);
  const title = entry.needed('title');
  const about = entry.needed('about');
  const rules = entry.entries<Rule>('rules', ruleKeys, table([]), readRule);
  if (Object.keys(rules).length === 0 && entry.fields.rules === undefined) return entry.lacks('rules');
  return title === undefined || about === undefined ? undefined : { name, title, about, rules };
}

function readRule(entry: Entry, id: string): Rule | undefined {
  if (!nameForm.test(id)) return entry.refuse(`\`${id}\` is no name for a rule: small letters, digits and hyphens, like \`restore-test\``);
  const [clause, asks, notAsked, finding, remedy] = [
    entry.needed('clause'),
    entry.needed('asks'),
    entry.needed('notAsked'),
    entry.needed('finding'),
    entry.needed('remedy'),
  ];
  const when = entry.under('when', whenKeys);
  const applies = when === undefined ? {} : readWhen(when);
  const required = entry.under('require', requirementNames);
  if (required === undefined && entry.fields.require === undefined) return entry.lacks('require');
  const require = required === undefined ? undefined : readRequirement(required);
  // Half a rule would say something else than was meant.
  if (entry.isFaulty || require === undefined || clause === undefined || asks === undefined || notAsked === undefined) return undefined;
  if (finding === undefined || remedy === undefined) return undefined;
  return {
    id,
    clause,
    asks,
    notAsked,
    severity: entry.word('severity', ruleSeverities) ?? 'warning',
    when: applies,
    require,
    of: entry.word('of', ['each', 'any'] as const) ?? 'each',
    finding,
    remedy,
    example: entry.text('example'),
    mended: entry.text('mended'),
  };
}
