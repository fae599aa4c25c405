import type { Loss, ScenarioResult } from '../../assess/assessment.ts';
import { sayInstant, sayParts } from '../../assess/say.ts';
import { type Place, type Plan, type System, spanSeconds } from '../../plan/model.ts';
import { durationAs, spanAs } from '../../plan/written-as.ts';
import { resultOf } from '../answers.ts';
import type { Check, CheckContext, Subject } from '../check.ts';
import type { Finding } from '../finding.ts';
import { placeOfTarget, scenarioPlace, textAt } from '../places.ts';
import { finding } from '../report.ts';
import { rulesOn } from '../retention/rules.ts';
import { counted, duration, listed, sentence, targetFor, told } from '../words.ts';
import { type Cause, type Culprit, calledBy, causeOf, isDaily } from './culprit.ts';
import { hardlyMeant } from './hardly-meant.ts';
import { lessLoss } from './less-loss.ts';

const DAY = 86400;

const id = { code: 'rpo-unmet', severity: 'error' } as const;

type Unmet = ScenarioResult & { readonly loss: Loss & { readonly seconds: number; readonly target: number } };

export const rpoUnmet: Check = {
  ...id,
  group: 'loss',
  summary: 'More work can be lost than the recovery point objective allows.',
  *run(context) {
    for (const system of context.judged) {
      const unmet = unmetScenarios(context, system.name);
      const [worst, ...others] = unmet;
      if (worst !== undefined) yield report(context, system, worst, others);
    }
  },
  brings({ about = '' }, before, after) {
    const scenarios = new Set(unmetScenarios(before, about).map((each) => each.scenario));
    const worst = (subject: Subject) =>
      Math.max(
        ...resultsOf(subject, about).flatMap((each) =>
          scenarios.has(each.scenario) && each.loss.seconds !== undefined ? [each.loss.seconds] : [],
        ),
      );
    const [from, to] = [worst(before), worst(after)];
    return Number.isFinite(from) && Number.isFinite(to) ? `loss ${duration(from)} → ${duration(to)}` : undefined;
  },
};

function resultsOf(subject: Subject, system: string): readonly ScenarioResult[] {
  return resultOf(subject, system)?.scenarios ?? [];
}

/** The scenarios in which too much is lost, the worst first. */
function unmetScenarios(subject: Subject, system: string): readonly Unmet[] {
  const isUnmet = (each: ScenarioResult): each is Unmet =>
    each.affected &&
    each.loss.status === 'known' &&
    each.loss.met === false &&
    each.loss.seconds !== undefined &&
    each.loss.target !== undefined;
  return resultsOf(subject, system)
    .filter(isUnmet)
    .toSorted((a, b) => b.loss.seconds - a.loss.seconds);
}

function report(context: CheckContext, system: System, worst: Unmet, others: readonly Unmet[]): Finding {
  const { plan } = context;
  const { loss, scenario } = worst;
  const detectedAfter = plan.scenarios.find((each) => each.name === scenario)?.detectedAfter.value;
  const found = detectedAfter === undefined ? 0 : spanSeconds(detectedAfter);
  const cause = causeOf(system, loss, found);
  const [culprit] = cause.culprits;
  const remedies = lessLoss(context, system, loss, cause);
  const meant = hardlyMeant(context, system, cause);
  const settling = [...remedies.flatMap((each) => each.advice ?? []), ...keepLonger(loss, cause, found), ...honest(loss, cause)];
  const ways = meant === undefined ? settling : [meant];
  const by = cause.gone === undefined ? scheduled(culprit) : ` by retention${droppedBy(context, loss, cause)}`;
  const message = `RPO ${durationAs(loss.target)} unmet${by}: in ${scenario} up to ${told(loss.seconds, loss.target)} is lost${sum(loss)}.${stricter(system, worst)}${advice(ways)}`;

  const own = loss.targetPlace;
  const place = placeOfTarget(system, own);
  const related: { place: Place; message: string }[] = [];
  if (own !== undefined && own !== place) related.push({ place: own, message: `The target, RPO ${durationAs(loss.target)}, is set here.` });
  const at = scenarioPlace(plan, scenario);
  if (at !== undefined) related.push({ place: at, message: witness(plan, scenario, loss) });
  if (culprit !== undefined && cause.gone === undefined)
    related.push({ place: culprit.run.place, message: `The ${calledBy(culprit.run)} that the loss comes from.` });
  for (const other of others) {
    const at = scenarioPlace(plan, other.scenario);
    if (at !== undefined)
      related.push({
        place: at,
        message: `In ${other.scenario} up to ${told(other.loss.seconds, other.loss.target)} is lost${sum(other.loss)}.`,
      });
  }
  return finding(id, place, message, {
    about: system.name,
    cause: causeFor(place === own ? undefined : own, cause, meant ?? (cause.gone && by)),
    related,
    fixes: remedies.map(({ title, edits, safe }) => ({ title, edits, safe })),
  });
}

/** A promise of a scenario or a policy, or a job that they share, is told of once for all systems that miss it for that. */
function causeFor(shared: Place | undefined, { culprits: [culprit] }: Cause, why?: string): string | undefined {
  const place = shared ?? culprit?.run.place;
  return place && JSON.stringify([place, why]);
}

/** ` by daily schedule`, ` by the run every 4h`. */
function scheduled(culprit: Culprit | undefined): string {
  if (culprit === undefined) return '';
  const called = calledBy(culprit.run);
  return called.startsWith('run ') ? ` by the ${called}` : ` by ${called}`;
}

/** The rules that drop what would lose less, where the run brings it, or else on the storage that is left: ` (`7 daily`)`. */
function droppedBy(context: CheckContext, { witness, falls }: Loss, { culprits: [culprit], gone }: Cause): string {
  if (gone !== 'points' || culprit === undefined) return '';
  const { block, run } = culprit;
  const storage = falls.some((fall) => fall.storage === run.to) ? witness?.storage : run.to;
  const rules = rulesOn(block, storage ?? run.to).map(({ place }) => `\`${textAt(context, place)}\``);
  return rules.length === 0 ? '' : ` (${listed(rules)})`;
}

/** ` (24h between runs + 40m until the dump is on nas)`, from the derivation. */
function sum({ derivation }: Loss): string {
  const parts = (derivation.parts ?? []).filter(({ value = 0 }) => Math.abs(value) >= 0.5);
  return parts.length === 0 ? '' : ` (${sayParts(parts)})`;
}

/** What is gone when the damage is found has to be kept until then, and as far back as the target reaches. */
function keepLonger({ target }: Unmet['loss'], { gone }: Cause, found: number): string[] {
  if (gone === undefined) return [];
  const days = counted(Math.ceil((found + target) / DAY), 'day', 'days');
  if (gone === 'log') return [`keep the log for ${days}`];
  return [target < DAY ? `keep every restore point for ${days}` : `keep the daily restore points for ${days}`];
}

/** One night's work is often what was meant all along, and so is a target that is missed by the run time alone; nobody means twice as much. */
function honest({ seconds, target }: Unmet['loss'], { culprits: [culprit], gone }: Cause): string[] {
  if (gone !== undefined || culprit === undefined || (seconds >= 2 * target && !isDaily(culprit.run))) return [];
  const what = isDaily(culprit.run) && target < DAY ? "one night's work" : 'that much';
  return [`say \`rpo ${targetFor(seconds)}\` if losing ${what} is meant`];
}

function advice(ways: readonly string[]): string {
  const different = [...new Set(ways)];
  const last = different.pop();
  if (last === undefined) return '';
  // A comma in front of the `or`, since a way may have one of its own: `copy after each full or incremental`.
  return ` ${sentence(different.length === 0 ? last : `${different.join(', ')}, or ${last}`)}`;
}

/** A scenario's target holds for every system, for those too that ask for less themselves: often it was meant to ease the others. */
function stricter({ name, rpo }: System, { scenario, loss }: Unmet): string {
  if (rpo === undefined || spanSeconds(rpo.value) <= loss.target) return '';
  return ` ${scenario} asks that of every system, \`${name}\` itself only ${spanAs(rpo.value)}.`;
}

/** The night that it happens in: what a reader can put into a calendar. */
function witness(plan: Plan, scenario: string, loss: Loss): string {
  if (loss.witness === undefined) return `It happens in ${scenario}.`;
  const { incidentAt, restorePoint, storage } = loss.witness;
  const zone = plan.timezone.value;
  const where = storage === undefined ? '' : `, on ${storage}`;
  return `If ${scenario} begins just before ${sayInstant(incidentAt, zone)}, what is left is the state of ${sayInstant(restorePoint, zone)}${where}.`;
}
