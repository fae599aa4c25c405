/** `keep` rules that reach further back than anything in the plan asks for. */
import { currencyOf } from '../../assess/cost/cost.ts';
import { sayMoney } from '../../assess/say.ts';
import {
  type BackupBlock,
  type Keep,
  type Place,
  type Plan,
  type RuleForm,
  type Span,
  type System,
  spanSeconds,
} from '../../plan/model.ts';
import { ruleAs } from '../../plan/written-as.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { firstTime, textAt } from '../places.ts';
import { finding } from '../report.ts';
import { covers, removeRule } from '../retention/rules.ts';
import { listed } from '../words.ts';
import { type Equivalents, id, isOpenToChange, type Other } from './equivalent.ts';

const DAY = 86400;
/** Damage may be found half as late again as the scenario says. */
const LATER = 1.5;
const WEEK = 7 * DAY;
/** So many ways are proved of one statement: each proof examines the plan. */
const MOST_PROVED = 4;

interface Shorter extends Other {
  readonly place: Place;
  /** The rule instead; undefined: it is left out. */
  readonly rule?: string;
  /** How the message goes on. */
  readonly text: string;
}

/**
 * Only where the systems say `retain`: where they do not, `keep` itself is all that says what somebody wants. The lengths that are tried are
 * those that something names: `retain`, or the time until damage is found.
 */
export function* shorterKeeps(context: CheckContext, equivalents: Equivalents): Generator<Finding> {
  const { plan } = context;
  const isFirst = firstTime();
  for (const keep of context.judged.flatMap(({ blocks }) => blocks.flatMap(({ keeps }) => keeps))) {
    if (!isFirst(keep.place)) continue;
    const systems = plan.systems.filter(({ blocks }) => blocks.some((block) => says(block, keep)));
    if (!systems.every(isOpenToChange)) continue;
    const best = equivalents.best(systems, waysOf(context, systems, keep), MOST_PROVED);
    if (best === undefined) continue;
    const { other, paid, pays } = best;
    const said = textAt(context, other.place);
    const [before, after, saves] = [paid, pays, paid - pays].map((sum) => sayMoney(sum, currencyOf(plan)));
    const names = listed(systems.map(({ name }) => `\`${name}\``));
    const asked = other.rule === undefined ? `Nothing asks for \`${said}\`` : `Nothing asks for more than \`${other.rule}\``;
    const message = `${asked} of ${names}: ${other.text} the backup costs ${after} a month and not ${before}, ${saves} less, and every target, \`retain\` and rule is kept. If more is meant, say so with \`retain\`.`;
    yield finding(id, other.place, message, {
      about: systems[0]?.name,
      fixes: [
        { title: other.rule === undefined ? `Leave out \`${said}\`` : `Replace with \`${other.rule}\``, edits: other.edits, safe: false },
      ],
    });
  }
}

function says({ keeps }: BackupBlock, { place }: Keep): boolean {
  return keeps.some((each) => each.place.file === place.file && each.place.range.start === place.range.start);
}

function waysOf(context: CheckContext, systems: readonly System[], keep: Keep): readonly Shorter[] {
  const spans = spansFor(context.plan, systems);
  const asked = systems.flatMap(({ retain }) => retain.map(({ rule }) => rule));
  return keep.rules.flatMap(({ rule, place }): readonly Shorter[] => {
    const said = textAt(context, place);
    const others = keep.rules.filter((each) => each.place !== place).map((each) => each.rule);
    // What `retain` asks for stays on each storage that has it: the others may be the ones that are lost.
    const isEnough = (rules: readonly RuleForm[]): boolean =>
      asked.every((each) => !covers(rule, each) || rules.some((left) => covers(left, each)));
    const shorter = shorterThan(rule, spans, asked).filter(
      (each) => isEnough([...others, each]) && !others.some((left) => covers(left, each)),
    );
    return [
      ...(others.length > 0 && isEnough(others) ? [{ place, text: 'without it', edits: removeRule(keep, place) }] : []),
      ...[...new Set(shorter.map(ruleAs))].map((text) => ({
        place,
        rule: text,
        text: `with it instead of \`${said}\``,
        edits: [{ file: place.file, range: place.range, text }],
      })),
    ];
  });
}

/** The lengths that something names, the shortest first. */
function spansFor({ scenarios }: Plan, systems: readonly System[]): readonly Span[] {
  const days = (seconds: number): Span => ({ years: 0, months: 0, seconds: Math.ceil(seconds / DAY) * DAY });
  const found = scenarios.map(({ detectedAfter }) => days(spanSeconds(detectedAfter.value) * LATER + 2 * DAY));
  const retained = systems.flatMap(({ retain }) => retain.flatMap(({ rule }) => ('span' in rule ? [rule.span] : [])));
  return [...retained, ...found, days(WEEK)].toSorted((a, b) => spanSeconds(a) - spanSeconds(b));
}

/** Rules of the same form that keep less, and for one without an end what is asked. */
function shorterThan(rule: RuleForm, spans: readonly Span[], asked: readonly RuleForm[]): readonly RuleForm[] {
  const below = (limit: number): readonly Span[] => spans.filter((span) => spanSeconds(span) < limit);
  switch (rule.rule) {
    case 'span':
      return below(spanSeconds(rule.span)).map((span) => ({ ...rule, span }));
    case 'period-for':
      return below(spanSeconds(rule.span)).map((span) => ({ ...rule, span }));
    case 'count':
      return asked.filter((each) => each.rule === 'count' && each.period === rule.period && each.count < rule.count);
    case 'forever':
      return [...asked.filter((each) => each.rule !== 'forever'), ...spans.map((span): RuleForm => ({ rule: 'span', span }))];
  }
}
