/** What could cost less: changes of the plan's text, none of them judged yet. */
import { costsOf } from '../../../checks/answers.ts';
import { insertion } from '../../../checks/edits.ts';
import type { TextEdit } from '../../../checks/finding.ts';
import { firstTime } from '../../../checks/places.ts';
import { ageOf, removeRule } from '../../../checks/retention/rules.ts';
import {
  type BackupBlock,
  type Keep,
  type Place,
  type RuleForm,
  type Schedule,
  type Span,
  type Storage,
  type System,
  spanSeconds,
} from '../../../plan/model.ts';
import { ruleAs } from '../../../plan/written-as.ts';
import type { Source } from '../source.ts';

export interface Candidate {
  /** The words of the plan after the change, or what is done: its code between backticks. */
  readonly words: string;
  readonly place: Place;
  readonly edits: readonly TextEdit[];
}

/** Where most is to be saved: more systems and storages than these are not looked at, so that a large plan does not take minutes. */
const SYSTEMS = 6;
const STORAGES = 3;

export function candidates(source: Source): readonly Candidate[] {
  const isFirst = firstTime();
  const systems = largest(source);
  const blocks = systems.flatMap((system) => system.blocks);
  return [
    ...dearest(source).flatMap((storage) => classes(source, storage)),
    ...systems.flatMap((system) =>
      system.blocks.flatMap((block) => block.keeps.filter(({ place }) => isFirst(place)).flatMap((keep) => shorter(keep, system))),
    ),
    ...blocks.flatMap((block) => fewerFulls(block, isFirst)),
    ...settled(source),
  ];
}

function largest({ plan }: Source): readonly System[] {
  return plan.systems.toSorted((one, other) => (other.size?.value ?? 0) - (one.size?.value ?? 0)).slice(0, SYSTEMS);
}

function dearest(source: Source): readonly Storage[] {
  const { storages } = costsOf(source);
  const cost = (name: string): number => {
    const month = storages.find((each) => each.name === name)?.cost.month12;
    return month !== undefined && 'value' in month ? month.value : 0;
  };
  return source.plan.storages.toSorted((one, other) => cost(other.name) - cost(one.name)).slice(0, STORAGES);
}

/** The cheaper classes of a kind that is billed by its class. */
function classes({ project, catalogue }: Source, storage: Storage): readonly Candidate[] {
  const { kind, class: tier, price, statement, namePlace } = storage;
  const listed = catalogue.storages[kind]?.classes ?? {};
  const now = listed[tier?.value ?? '']?.price;
  const file = project.files.find(({ path }) => path === namePlace.file);
  if (now === undefined || price?.source.from !== 'default' || statement.block === undefined || file === undefined) return [];
  const { block } = statement;
  return Object.values(listed)
    .filter((other) => other.price !== undefined && other.price.currency === now.currency && other.price.amount < now.amount)
    .map(({ name }) => {
      const edit =
        tier?.source.from === 'plan' ? { ...tier.source.place, text: `class ${name}` } : insertion(file, block, `class ${name}`, 'last');
      return { words: `\`class ${name}\` for ${storage.name}`, place: namePlace, edits: [edit] };
    });
}

/** With the rule that keeps longest as long as the system has to retain, or for half as long, or without it. */
function shorter(keep: Keep, system: System): readonly Candidate[] {
  const [longest] = keep.rules
    .filter(({ rule }) => ageOf(rule) !== undefined)
    .toSorted((one, other) => (ageOf(other.rule) ?? 0) - (ageOf(one.rule) ?? 0));
  if (longest === undefined) return [];
  const lengths = [asRetained(longest.rule, system), halved(longest.rule)].filter(
    (rule) => rule !== undefined && (ageOf(rule) ?? 0) < (ageOf(longest.rule) ?? 0),
  );
  const instead = lengths.flatMap((rule) =>
    rule === undefined
      ? []
      : [
          {
            words: `\`keep ${ruleAs(rule)}\` instead of \`${ruleAs(longest.rule)}\``,
            place: longest.place,
            edits: [{ ...longest.place, text: ruleAs(rule) }],
          },
        ],
  );
  const without = { words: `no \`keep ${ruleAs(longest.rule)}\``, place: longest.place, edits: removeRule(keep, longest.place) };
  return keep.rules.length < 2 ? instead : [...instead, without];
}

/** A day or a month more than what is asked for: a period that is under way counts as one. */
function asRetained(rule: RuleForm, { retain }: System): RuleForm | undefined {
  if (rule.rule !== 'span' && rule.rule !== 'period-for') return undefined;
  const spans = retain.flatMap(({ rule: asked }) => ('span' in asked ? [asked.span] : []));
  const [most] = spans.toSorted((one, other) => spanSeconds(other) - spanSeconds(one));
  if (most === undefined) return undefined;
  return { ...rule, span: most.seconds > 0 ? { ...most, seconds: most.seconds + 86_400 } : { ...most, months: most.months + 1 } };
}

function halved(rule: RuleForm): RuleForm | undefined {
  if (rule.rule !== 'span' && rule.rule !== 'period-for') return undefined;
  const span = half(rule.span);
  return span === undefined ? undefined : { ...rule, span };
}

/** Whole months or whole days. */
function half({ years, months, seconds }: Span): Span | undefined {
  const ofMonths = Math.floor((years * 12 + months) / 2);
  if (ofMonths > 0 && seconds === 0) return { years: 0, months: ofMonths, seconds: 0 };
  const days = Math.floor(seconds / 86400 / 2);
  return days > 0 && years + months === 0 ? { years: 0, months: 0, seconds: days * 86400 } : undefined;
}

function fewerFulls(block: BackupBlock, isFirst: (place: Place) => boolean): readonly Candidate[] {
  return block.jobs.flatMap(({ word, schedule }) => {
    if (word !== 'full' || schedule === 'continuous') return [];
    const rarer = oftenless(schedule);
    if (rarer === undefined || !isFirst(schedule.place)) return [];
    return [{ words: `\`full ${rarer}\``, place: schedule.place, edits: [{ ...schedule.place, text: rarer }] }];
  });
}

function oftenless({ form }: Schedule): string | undefined {
  const at = (seconds: number): string => `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  switch (form.form) {
    case 'daily':
      return `weekly on sunday at ${at(form.times[0] ?? 0)}`;
    case 'weekly':
      return `monthly on first sunday at ${at(form.times[0] ?? 0)}`;
    default:
      return undefined;
  }
}

function two(number: number): string {
  return `${number}`.padStart(2, '0');
}

/** What checks propose to save. */
const SAVING = new Set(['log-kept-long', 'redundant-keep', 'lock-longer-than-keep', 'minimum-duration']);

function settled({ findings }: Source): readonly Candidate[] {
  return findings
    .filter(({ code }) => SAVING.has(code))
    .flatMap(({ file, range, fixes }) => fixes.map(({ title, edits }) => ({ words: title, place: { file, range }, edits })));
}
