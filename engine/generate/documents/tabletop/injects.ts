/** What happens in a table-top exercise, on the clock of the recovery; each inject tries a weak spot of the plan or a decision that it asks for. */
import type { Scenario } from '../../../plan/model.ts';
import { spanSeconds } from '../../../plan/model.ts';
import { contactName, declarer } from '../contacts.ts';
import { gravestFirst } from '../findings.ts';
import { code, mail, message, plain } from '../markdown/escape.ts';
import { sortOf, whatHappened } from '../runbook/incident.ts';
import type { NumberedStep } from '../runbook/step.ts';
import { storagesOf } from '../runbook/survives.ts';
import type { Turn } from '../runbook/turns.ts';
import { stepLink } from '../runbook-steps.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord, recoveryWord, targetWord } from '../targets.ts';
import { capital, duration, list, span } from '../words.ts';

export interface Inject {
  /** Seconds after detection. */
  readonly at: number;
  /** Not Markdown, unlike all others. */
  readonly title: string;
  readonly say: string;
  readonly expected: readonly string[];
  /** The weak spot, where it comes from one. */
  readonly because?: string;
}

interface Story {
  readonly source: DocumentSource;
  readonly scenario: Scenario;
  readonly turns: readonly Turn[];
  /** A link to the step with a key; the runbook where it has none. */
  readonly step: (key: string) => string;
  /** Seconds until it is declared, and until there are machines. */
  readonly declared: number;
  readonly ready: number;
  /** Seconds until the last system is back that has a time. */
  readonly end: number;
}

/** By time. */
export function injectsOf(
  source: DocumentSource,
  scenario: Scenario,
  turns: readonly Turn[],
  steps: readonly NumberedStep[],
): readonly Inject[] {
  const declared = scenario.declareWithin.value;
  const ready = declared + scenario.provisionWithin.value;
  const story: Story = {
    source,
    scenario,
    turns,
    step: (key) => {
      const found = steps.find((step) => step.key === key);
      return found === undefined ? `[the runbook](runbook-${scenario.name}.md)` : stepLink(scenario, found);
    },
    declared,
    ready,
    end: Math.max(ready, ...turns.flatMap(({ end }) => end ?? [])),
  };
  const injects = [alarm, silence, management, wrongCopy, keyGone, colleague, older, slow, broken, untested, law, unwatched, over].flatMap(
    (make) => make(story),
  );
  return injects.toSorted((one, other) => one.at - other.at);
}

function alarm({ source, scenario, step, turns }: Story): readonly Inject[] {
  const [first] = turns;
  const said = {
    lost: `${capital(list(scenario.lose.map(plain)))}: no answer, from anywhere. The first users call.`,
    corrupted: `A user calls: what ${list(scenario.corrupt.map(plain))} ${scenario.corrupt.length === 1 ? 'shows' : 'show'} is wrong, and it was right before.`,
    compromised: `Files on ${first === undefined ? 'a server' : plain(first.system.name)} have new names and cannot be opened. A note asks for money.`,
  }[sortOf(scenario)];
  return [
    {
      at: 0,
      title: 'The alarm',
      say: said,
      expected: [
        `Somebody opens ${step('')}, writes T into the log in UTC, and says what this is: ${whatHappened(source, scenario)}.`,
        `The first steps are taken as they stand there, up to ${step('declare')}.`,
      ],
    },
  ];
}

/** The first one to be called does not answer; or the plan names nobody. */
function silence({ source, scenario, step, declared }: Story): readonly Inject[] {
  const { plan } = source;
  const [first, second] = plan.contacts;
  const at = minutes(declared / 3);
  if (first === undefined) {
    const owner = plan.owner === undefined ? 'the plan names nobody at all' : `all that the plan has is ${mail(plan.owner)}`;
    return [
      {
        at,
        title: 'Whom to call',
        say: 'You are alone in the building. Whom do you call, and on what number?',
        expected: [`They notice that the plan has no contacts: ${owner}. ${step('declare')} needs a person.`],
        because: `the plan names nobody to call; ${code('contact NAME { … phone "…" }')} is missing.`,
      },
    ];
  }
  const after = first.escalateAfter === undefined ? '' : ` after ${span(first.escalateAfter)}`;
  return [
    {
      at,
      title: `${first.fullName ?? first.name} does not answer`,
      say: `${contactName(first)} does not pick up the phone, and does not answer any message.`,
      expected: [
        second === undefined
          ? `They say that nobody else is named, and that ${plain(scenario.name)} waits for one person.`
          : `They call ${contactName(second)}${after}, from the list in the plan.`,
        `Somebody declares within ${duration(declared)} all the same: ${step('declare')}.`,
      ],
      ...(second === undefined ? { because: 'the plan has one contact alone.' } : {}),
    },
  ];
}

function management({ source, turns, step, declared }: Story): readonly Inject[] {
  const who = declarer(source);
  const rows = turns.map(
    ({ system, result }) =>
      `${plain(system.name)}: back after ${recoveryWord(result.recovery)} (promised: ${targetWord(result.recovery)}), lost at most ${lossWord(result.loss)} (promised: ${targetWord(result.loss)})`,
  );
  return [
    {
      at: declared,
      title: 'Management asks',
      say: 'The board is on the line: when is each system back, and what is lost for good?',
      expected: [
        `The answer, by ${who === undefined ? 'whoever leads' : contactName(who)}, is that of the first page of the runbook and of ${step('notify')}, and promises nothing that is not there.`,
        ...rows,
      ],
    },
  ];
}

/** Somebody wants the nearest copy, which is no help. */
function wrongCopy({ source, scenario, turns, step, ready }: Story): readonly Inject[] {
  for (const { system, result } of turns) {
    const [fall] = result.loss.falls;
    if (fall === undefined) continue;
    const at = source.plan.storages.find(({ name }) => name === fall.storage)?.at ?? '';
    const from = result.recovery.source;
    return [
      {
        at: minutes(ready * 0.8),
        title: 'The nearest copy',
        say: `A colleague says: ${plain(fall.storage)} at ${plain(at)} has everything of ${plain(system.name)}. Why don’t we take that?`,
        expected: [
          `They know that it is no help here: ${plain(fall.because)}.`,
          from === undefined ? 'Nothing else is left, and they say so.' : `They read ${plain(from)} instead: ${step(`reach-${from}`)}.`,
        ],
        because: `in ${plain(scenario.name)} ${plain(fall.storage)} falls.`,
      },
    ];
  }
  return [];
}

/** A place where a key is kept cannot be reached. */
function keyGone({ source, turns, step, ready }: Story): readonly Inject[] {
  const { plan } = source;
  const sources = new Set(turns.flatMap(({ result }) => result.recovery.source ?? []));
  const storage = plan.storages.find(({ name, key }) => sources.has(name) && key !== undefined);
  const key = plan.keys.find(({ name }) => name === storage?.key);
  const [place] = key?.keptAt ?? [];
  if (storage === undefined || key === undefined) return [];
  const others = [
    ...key.keptAt.slice(1).map((site) => `at ${plain(site)}`),
    ...(key.escrow === undefined ? [] : [`in escrow (${plain(key.escrow)})`]),
  ];
  return [
    {
      at: ready,
      title: `The key ${key.name}`,
      say:
        place === undefined
          ? `Nobody in the room knows where ${plain(key.name)} is.`
          : `${plain(place)} does not hand out ${plain(key.name)}: the account is locked.`,
      expected: [
        others.length === 0
          ? `They find that there is no other place: without it nothing on ${plain(storage.name)} can be read. ${step(`key-${key.name}`)}.`
          : `They get it ${list(others)}, and say who may: ${step(`key-${key.name}`)}.`,
      ],
      because: `${plain(storage.name)}, which the recovery reads, is noise without it.`,
    },
  ];
}

/** While an intruder is inside, good will does harm. */
function colleague({ source, scenario, step, declared }: Story): readonly Inject[] {
  if (sortOf(scenario) !== 'compromised') return [];
  const safe = source.plan.storages.find(({ account }) => !scenario.compromise.includes(account.value));
  if (safe === undefined) return [];
  return [
    {
      at: minutes(declared / 2),
      title: 'A helpful colleague',
      say: `A colleague is about to log in to ${plain(safe.name)} from their own machine, “to see whether the backups are all right”.`,
      expected: [`They stop them: ${step('guard')}. Nobody uses ${code(safe.account.value)} from a machine that the intruder may see.`],
    },
  ];
}

/** The damage is older than was thought. */
function older({ source, scenario, turns, step, ready }: Story): readonly Inject[] {
  const late = spanSeconds(scenario.detectedAfter.value);
  if (late === 0) return [];
  const [turn] = turns.filter(({ result }) => result.recovery.source !== undefined);
  if (turn === undefined) return [];
  const from = turn.result.recovery.source ?? '';
  const lock = source.plan.storages.find(({ name }) => name === from)?.immutable?.value;
  return [
    {
      at: minutes(ready * 0.6),
      title: 'It is older than you thought',
      say: `The first sign of it is found, and it is ${span(scenario.detectedAfter.value)} old.`,
      expected: [
        `They look for a point of ${plain(turn.system.name)} from before that, on ${plain(from)}, and do not take the newest: ${step('since-when')}.`,
        lock === undefined
          ? `They stop pruning before such a point goes: ${step('hold')}.`
          : `They know for how long ${plain(from)} locks its points (${span(lock)}), and stop pruning all the same: ${step('hold')}.`,
      ],
    },
  ];
}

/** Recovery takes longer than promised: somebody notices. */
function slow({ turns, step }: Story): readonly Inject[] {
  const [worst] = turns.filter(({ result }) => result.recovery.met === false && result.recovery.target !== undefined);
  if (worst === undefined) return [];
  const { system, result } = worst;
  return [
    {
      at: result.recovery.target ?? 0,
      title: `The promise about ${system.name}`,
      say: `${duration(result.recovery.target ?? 0)} have passed, and ${plain(system.name)} was promised by now. A customer asks what is going on.`,
      expected: [
        `They say what the runbook says, ${recoveryWord(result.recovery)} after detection, and give the time of the next message: ${step('notify')}.`,
        'They do not skip a check to be quicker.',
      ],
      because: `the plan promises ${duration(result.recovery.target ?? 0)} and its own sum says ${recoveryWord(result.recovery)}.`,
    },
  ];
}

/** What cannot be recovered at all. */
function broken({ turns, step, ready }: Story): readonly Inject[] {
  const gone = turns.filter(({ result }) => result.recovery.status === 'unrecoverable');
  if (gone.length === 0) return [];
  const names = list(gone.map(({ system }) => plain(system.name)));
  return [
    {
      at: ready,
      title: 'What does not come back',
      say: `Somebody asks when ${names} ${gone.length === 1 ? 'is' : 'are'} back.`,
      expected: [
        `They know that ${gone.length === 1 ? 'it does' : 'they do'} not come back from any backup, say so, and decide what takes the place: ${list(gone.map(({ system }) => step(`rebuild-${system.name}`)))}.`,
      ],
      because: gone
        .map(
          ({ system, result }) =>
            `${plain(system.name)}: ${result.loss.falls.map(({ storage, because }) => `${plain(storage)} ${plain(because)}`).join('; ') || plain(result.recovery.derivation.label)}`,
        )
        .join('. '),
    },
  ];
}

/** A restore that nobody has tried fails. */
function untested({ turns, step }: Story): readonly Inject[] {
  const restored = turns.filter(({ result, start }) => result.recovery.source !== undefined && start !== undefined);
  const never = restored.find(({ system }) => !system.blocks.some(({ verifies }) => verifies.some(({ what }) => what === 'restore')));
  const turn = never ?? restored.at(-1);
  if (turn === undefined) return [];
  const { system, result, start = 0, end = start } = turn;
  const from = result.recovery.source ?? '';
  const others = storagesOf(system).filter((name) => name !== from && !result.loss.falls.some(({ storage }) => storage === name));
  return [
    {
      at: minutes((start + end) / 2),
      title: `The restore of ${system.name} stops`,
      say: `The restore of ${plain(system.name)} from ${plain(from)} stops half-way: the point is not whole.`,
      expected: [
        `They choose another point and begin again: ${step(`point-${system.name}`)}, ${step(`restore-${system.name}`)}.`,
        others.length === 0
          ? `They know that no other storage is left, so it has to be an older point of ${plain(from)}.`
          : `If no point there is whole, they go to ${list(others.map(plain))}.`,
        'They say how much more is lost with an older point.',
      ],
      ...(never === undefined ? {} : { because: `nothing in the plan ever restores ${plain(system.name)} as a test.` }),
    },
  ];
}

function law({ source, turns, step, declared, ready }: Story): readonly Inject[] {
  const personal = turns.filter(({ system }) => system.holds.includes('personal-data')).map(({ system }) => plain(system.name));
  if (!source.plan.comply.includes('gdpr') || personal.length === 0) return [];
  return [
    {
      at: minutes((declared + ready) / 2),
      title: 'Data protection calls',
      say: `Whoever is responsible for data protection calls: are personal data of ${list(personal)} lost, or in other hands?`,
      expected: [
        `They say what is known and what not, and that the clock of GDPR Art. 33 (72 hours) runs since somebody knew: ${step('notify')}.`,
      ],
    },
  ];
}

/** Findings about a watch that is missing. */
function unwatched({ source, turns, ready }: Story): readonly Inject[] {
  const finding = gravestFirst(source).find(({ code: name }) => name === 'monitoring-missing');
  const [turn] = turns.filter(({ result }) => result.recovery.source !== undefined);
  if (finding === undefined || turn === undefined) return [];
  return [
    {
      at: minutes(ready * 0.9),
      title: 'The newest point is old',
      say: `The newest point of ${plain(turn.system.name)} on ${plain(turn.result.recovery.source ?? '')} is twice as old as it may be: its job has not run since.`,
      expected: ['They do not stop: they take it, and say what that loses.', 'They note that nobody had noticed, and who should have.'],
      because: message(finding.message),
    },
  ];
}

function over({ turns, step, end }: Story): readonly Inject[] {
  const back = turns.filter((turn) => turn.end !== undefined).map(({ system }) => plain(system.name));
  if (back.length === 0) return [];
  return [
    {
      at: end,
      title: 'Everything is back',
      say: `${capital(list(back))}: all restored. May users come in?`,
      expected: [
        `Not before it was looked at: ${step('together')}.`,
        `Then they say that it is over, and what is lost: ${step('open')}.`,
        `Backups start again with a full: ${step('jobs')}.`,
      ],
    },
  ];
}

/** Down to whole minutes: nobody reads injects out by the second. */
function minutes(seconds: number): number {
  return Math.floor(seconds / 60) * 60;
}
