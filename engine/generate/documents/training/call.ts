import { reachesOf } from '../../../checks/answers.ts';
import { derivationList } from '../derivation.ts';
import { anchor } from '../markdown/anchor.ts';
import { code, plain } from '../markdown/escape.ts';
import { far } from '../retention/reach.ts';
import { sortOf, whatHappened } from '../runbook/incident.ts';
import { storagesOf } from '../runbook/survives.ts';
import { stepLink, stepsOf } from '../runbook-steps.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord } from '../targets.ts';
import { capital, instant, list, localInstant, span } from '../words.ts';
import { asked, type Question, runbookLink, vital } from './question.ts';

export function callQuestions(source: DocumentSource): readonly Question[] {
  return [...firstSteps(source), ...copies(source), ...losses(source), ...keys(source), ...reach(source), ...intruders(source)];
}

function firstSteps(source: DocumentSource): readonly Question[] {
  return asked(source).map(({ scenario }): Question => {
    const steps = stepsOf(source, scenario).slice(0, 3);
    return {
      audience: 'call',
      ask: `It is three in the morning: ${whatHappened(source, scenario)}. What are your first three steps?`,
      answer: `${list(steps.map((step) => stepLink(scenario, step)))}.`,
      see: runbookLink(scenario),
    };
  });
}

function copies(source: DocumentSource): readonly Question[] {
  return asked(source).flatMap(({ scenario, turns }): Question[] => {
    const [turn] = vital(source).flatMap(({ name }) => turns.find(({ system }) => system.name === name) ?? []);
    if (turn === undefined) return [];
    const { system, result } = turn;
    const falls = result.loss.falls;
    const left = storagesOf(system).filter((name) => !falls.some(({ storage }) => storage === name));
    const fallen = falls.map(({ storage, because }) => `${plain(storage)} falls (${plain(because)})`);
    const from = result.recovery.source === undefined ? 'nothing can be restored' : `recovery reads ${plain(result.recovery.source)}`;
    return [
      {
        audience: 'call',
        ask: `${capital(whatHappened(source, scenario))}. Which copies of ${plain(system.name)} are left, and which one is restored from?`,
        answer: `${[...fallen, left.length === 0 ? 'none is left' : `left: ${list(left.map(plain))}`, from].join('; ')}.`,
        see: runbookLink(scenario, 'what survives', 'what-survives'),
      },
    ];
  });
}

function losses(source: DocumentSource): readonly Question[] {
  const { plan } = source;
  return asked(source).flatMap(({ scenario, turns }): Question[] => {
    const [worst] = turns
      .filter(({ result }) => result.loss.status === 'known' && (result.loss.seconds ?? 0) > 0)
      .toSorted((one, other) => (other.result.loss.seconds ?? 0) - (one.result.loss.seconds ?? 0));
    if (worst === undefined) return [];
    const { system, result } = worst;
    const { witness, derivation } = result.loss;
    const zone = plan.timezone.value;
    const moment =
      witness === undefined
        ? ''
        : ` At worst it happens just before ${instant(witness.incidentAt)} (${localInstant(witness.incidentAt, zone)}), and the newest state left is that of ${instant(witness.restorePoint)} (${localInstant(witness.restorePoint, zone)}).`;
    return [
      {
        audience: 'call',
        ask: `How much of ${plain(system.name)} is lost at worst in ${plain(scenario.name)}, and at what moment is that?`,
        answer: `${lossWord(result.loss)}.${moment}`,
        basis: derivation.parts === undefined || derivation.parts.length === 0 ? undefined : derivationList(source, derivation),
        see: runbookLink(scenario, `the figures of ${plain(system.name)}`, anchor(`Figures of ${system.name}`)),
      },
    ];
  });
}

function keys({ plan }: DocumentSource): readonly Question[] {
  return plan.keys.map((key): Question => {
    const reads = plan.storages.filter((storage) => storage.key === key.name).map(({ name }) => plain(name));
    const places = [
      ...key.keptAt.map((site) => `at ${plain(site)}`),
      ...(key.escrow === undefined ? [] : [`in escrow: ${plain(key.escrow)}`]),
    ];
    return {
      audience: 'call',
      ask: `Where do you get ${plain(key.name)}, and what cannot be read without it?`,
      answer: `${places.length === 0 ? 'The plan does not say where it is' : capital(list(places))}. Without it ${reads.length === 0 ? 'what jobs encrypt with it' : list(reads)} cannot be read.`,
      see: '[the storages and keys of the disaster-recovery plan](disaster-recovery-plan.md#appendix-b-storages-and-keys)',
    };
  });
}

function reach(source: DocumentSource): readonly Question[] {
  return vital(source).flatMap((system): Question[] => {
    const reaches = reachesOf(source, system);
    const [furthest] = reaches.toSorted((one, other) => (other.seconds === one.seconds ? 0 : other.seconds - one.seconds));
    if (furthest === undefined) return [];
    return [
      {
        audience: 'call',
        ask: `How far back can ${plain(system.name)} be restored, whatever day it is, and from which storage?`,
        answer: `${furthest.seconds === Infinity ? 'To the first point' : `At least ${far(furthest.seconds)}`}, from ${plain(furthest.storage)}.`,
        basis: derivationList(source, furthest.derivation),
        see: '[what is kept in the retention policy](retention-policy.md#2-what-is-kept)',
      },
    ];
  });
}

function intruders(source: DocumentSource): readonly Question[] {
  return asked(source)
    .filter(({ scenario }) => sortOf(scenario) === 'compromised')
    .map(({ scenario }): Question => {
      const steps = stepsOf(source, scenario).filter(({ key }) => key === 'contain' || key === 'guard' || key === 'since-when');
      return {
        audience: 'call',
        ask: `In ${plain(scenario.name)}: which credentials does the intruder have, how long may they have had them, and which points do you trust?`,
        answer: `Those of ${list(scenario.compromise.map((account) => code(account)))}, for up to ${span(scenario.detectedAfter.value)}; only points that were captured before the first sign of them.`,
        see: list(steps.map((step) => stepLink(scenario, step))),
      };
    });
}
