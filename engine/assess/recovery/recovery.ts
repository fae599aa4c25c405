/** How long recovery takes, for all systems of a scenario together (assessment §7). */
import { type Quantity, type Scenario, type Standby, type System, spanSeconds } from '../../plan/model.ts';
import type { Restored } from '../alone.ts';
import type { Derivation, Recovery, RecoveryStep } from '../assessment.ts';
import type { Needed } from '../made/durations.ts';
import { once } from '../memory.ts';
import { assumed } from '../rests-on.ts';
import { saySize } from '../say.ts';
import { Exchange } from './sharing.ts';
import type { Source } from './source.ts';

/** A system as a scenario finds it. */
export interface Patient {
  readonly system: System;
  readonly loss: 'known' | 'unrecoverable' | 'unknown';
  /** What the loss would need to be known. */
  readonly missing: readonly string[];
  readonly standby?: Standby;
  readonly redeployed: boolean;
  /** What a restore has to do; undefined where nothing is left. */
  readonly restored?: Restored;
  /** What that is taken from, for its derivation. */
  source(): Source | undefined;
}

/** What there is to do for a system once it is ready. */
type Work =
  | { readonly kind: 'standby'; readonly standby: Standby }
  | { readonly kind: 'redeploy'; readonly seconds: number }
  | {
      readonly kind: 'restore';
      readonly from: Restored;
      readonly bytes: number;
      readonly replay?: number;
      readonly steps: readonly RecoveryStep[];
    }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown'; readonly missing: readonly string[] };

interface Course {
  readonly patient: Patient;
  readonly work: Work;
  /** Names of the patients that it waits for. */
  readonly after: readonly string[];
  readonly site: string;
  ready?: number;
  transferred?: number;
  finish?: number;
}

/** The recoveries of the affected systems, by name. Systems that are not among `patients` hold nobody up. */
export function recoveries(scenario: Scenario, patients: readonly Patient[]): ReadonlyMap<string, Recovery> {
  const names = new Set(patients.map(({ system }) => system.name));
  const courses = new Map<string, Course>();
  for (const patient of patients) {
    const work = workFor(scenario, patient);
    const after = work.kind === 'standby' ? [] : patient.system.dependsOn.map(({ name }) => name).filter((name) => names.has(name));
    courses.set(patient.system.name, { patient, work, after: [...new Set(after)], site: scenario.recoverAt ?? patient.system.at });
  }
  play(scenario, courses);
  return new Map([...courses].map(([name, course]) => [name, outcome(scenario, courses, course, name)]));
}

function workFor(scenario: Scenario, patient: Patient): Work {
  const { system, standby, restored } = patient;
  if (standby !== undefined) return { kind: 'standby', standby };
  if (patient.loss === 'unrecoverable') return { kind: 'never' };
  if (patient.redeployed) {
    const taking = system.redeploy?.taking;
    return taking === undefined
      ? { kind: 'unknown', missing: [`${system.name}.redeploy taking`] }
      : { kind: 'redeploy', seconds: taking.value };
  }
  if (restored === undefined) return { kind: 'never' };
  const { bytes, replay } = restored;
  const missing = [...patient.missing, ...missingOf(bytes), ...(replay === undefined ? [] : missingOf(replay))];
  if (missing.length > 0 || 'missing' in bytes) return { kind: 'unknown', missing: [...new Set(missing)] };
  const steps = scenario.steps.flatMap((step): RecoveryStep[] =>
    step.phase === 'recover' && step.for === system.name && step.taking !== undefined
      ? [{ step: 'step', seconds: step.taking.value, for: step.text }]
      : [],
  );
  return {
    kind: 'restore',
    from: restored,
    bytes: bytes.value,
    replay: replay !== undefined && 'value' in replay ? replay.value : undefined,
    steps,
  };
}

function missingOf(needed: Needed): readonly string[] {
  return 'missing' in needed ? needed.missing : [];
}

function begin(scenario: Scenario): number {
  return scenario.declareWithin.value + scenario.provisionWithin.value;
}

/** Sets ready and finish of every course that has them; what waits for itself never starts. */
function play(scenario: Scenario, courses: ReadonlyMap<string, Course>): void {
  const capacity = new Map<string, number>();
  for (const { work } of courses.values()) {
    if (work.kind !== 'restore') continue;
    const { storage, read, link } = work.from;
    capacity.set(`storage ${storage}`, read);
    if (link !== undefined) capacity.set(`link ${link.id}`, link.rate);
  }
  const exchange = new Exchange<Course>(capacity);
  const waiting = new Map<string, Course[]>();
  for (const course of courses.values()) {
    for (const name of course.after) {
      const others = waiting.get(name);
      if (others === undefined) waiting.set(name, [course]);
      else others.push(course);
    }
  }
  // What has a finish may let others start, which may have a finish at once.
  const startAll = (candidates: Iterable<Course>): void => {
    const ready = [...candidates];
    for (let course = ready.pop(); course !== undefined; course = ready.pop()) {
      if (!start(scenario, courses, exchange, course) || course.finish === undefined) continue;
      for (const other of waiting.get(course.patient.system.name) ?? []) ready.push(other);
    }
  };
  startAll(courses.values());
  for (let ended = exchange.next(); ended !== undefined; ended = exchange.next()) {
    const { key: course, end } = ended;
    if (course.work.kind !== 'restore') continue;
    course.transferred = end;
    course.finish = end + (course.work.replay ?? 0) + course.work.steps.reduce((sum, { seconds }) => sum + seconds, 0);
    startAll(waiting.get(course.patient.system.name) ?? []);
  }
}

function start(scenario: Scenario, courses: ReadonlyMap<string, Course>, exchange: Exchange<Course>, course: Course): boolean {
  if (course.ready !== undefined || course.work.kind === 'never' || course.work.kind === 'unknown') return false;
  const finishes = course.after.map((name) => courses.get(name)?.finish);
  if (finishes.includes(undefined)) return false;
  const { work } = course;
  if (work.kind === 'standby') {
    course.ready = scenario.declareWithin.value;
    course.finish = course.ready + work.standby.failover.value;
    return true;
  }
  course.ready = Math.max(begin(scenario), ...finishes.map((finish) => finish ?? 0));
  if (work.kind === 'redeploy') course.finish = course.ready + work.seconds;
  else {
    const { storage, retrieval, cap = Infinity, link } = work.from;
    const over = [`storage ${storage}`, ...(link === undefined ? [] : [`link ${link.id}`])];
    exchange.add(course, { bytes: work.bytes, start: course.ready + retrieval, cap, over });
  }
  return true;
}

function outcome(scenario: Scenario, courses: ReadonlyMap<string, Course>, course: Course, name: string): Recovery {
  const { work, finish } = course;
  const target = scenario.rto ?? course.patient.system.rto;
  const goal = target === undefined ? undefined : spanSeconds(target.value);
  const aim = { target: goal, targetPlace: target?.source.from === 'plan' ? target.source.place : undefined };
  if (finish === undefined || finish === Infinity) {
    const { status, missing, label } = hindrance(courses, name, new Set());
    if (status === 'unknown') {
      const { redeployed, restored } = course.patient;
      // How long it takes is not known; where from is.
      const source = redeployed ? undefined : restored?.storage;
      return { status, missing, ...aim, source, steps: [], criticalPath: criticalPath(courses, name), derivation: { label } };
    }
    const met = goal === undefined ? undefined : false;
    return { status, missing, ...aim, met, steps: [], criticalPath: criticalPath(courses, name), derivation: { label } };
  }
  const steps = once(() => stepsOf(scenario, courses, course));
  return {
    status: 'known',
    seconds: finish,
    ...aim,
    met: goal === undefined ? undefined : finish <= goal,
    source: work.kind === 'restore' ? work.from.storage : undefined,
    at: work.kind === 'standby' ? work.standby.at : course.site,
    standby: work.kind === 'standby' ? work.standby.at : undefined,
    get steps() {
      return steps();
    },
    get criticalPath() {
      return criticalPath(courses, name);
    },
    get derivation() {
      const parts = steps().map((step) => explainStep(scenario, course, step));
      return { label: `recovery of ${name}`, value: finish, unit: 'seconds' as const, parts };
    },
  };
}

function stepsOf(scenario: Scenario, courses: ReadonlyMap<string, Course>, course: Course): RecoveryStep[] {
  const { work, ready = 0, transferred = 0 } = course;
  const steps: RecoveryStep[] = [{ step: 'declare', seconds: scenario.declareWithin.value }];
  if (work.kind === 'standby') return [...steps, { step: 'failover', seconds: work.standby.failover.value }];
  steps.push({ step: 'provision', seconds: scenario.provisionWithin.value });
  const awaited = lastAwaited(courses, course);
  if (awaited !== undefined) steps.push({ step: 'wait', seconds: ready - begin(scenario), for: awaited });
  if (work.kind === 'redeploy') steps.push({ step: 'redeploy', seconds: work.seconds });
  if (work.kind !== 'restore') return steps;
  const { retrieval } = work.from;
  steps.push({ step: 'retrieve', seconds: retrieval }, { step: 'transfer', seconds: transferred - ready - retrieval });
  if (work.replay !== undefined) steps.push({ step: 'replay', seconds: work.replay });
  return [...steps, ...work.steps];
}

/** The system that a course waits for longest, if it waits longer than everybody does. */
function lastAwaited(courses: ReadonlyMap<string, Course>, { after, ready = 0 }: Course): string | undefined {
  return after.find((name) => courses.get(name)?.finish === ready && ready > 0 && (courses.get(name)?.finish ?? 0) > 0);
}

function criticalPath(courses: ReadonlyMap<string, Course>, name: string): string[] {
  const path: string[] = [];
  for (let current: string | undefined = name; current !== undefined && !path.includes(current); ) {
    path.unshift(current);
    const course = courses.get(current);
    current = course === undefined || course.work.kind === 'standby' ? undefined : lastAwaited(courses, course);
  }
  return path;
}

interface Hindrance {
  readonly status: 'unrecoverable' | 'unknown';
  readonly missing?: readonly string[];
  readonly label: string;
}

/** Why a system has no finish: itself, or what it waits for. What is unrecoverable weighs more than what is unknown. */
function hindrance(courses: ReadonlyMap<string, Course>, name: string, seen: ReadonlySet<string>): Hindrance {
  const course = courses.get(name);
  if (course === undefined || seen.has(name)) return { status: 'unrecoverable', label: `${name} waits for itself` };
  const { work } = course;
  if (work.kind === 'never') return { status: 'unrecoverable', label: `nothing that can restore ${name} is left` };
  const below = course.after
    .filter((dependency) => (courses.get(dependency)?.finish ?? Infinity) === Infinity)
    .map((dependency) => hindrance(courses, dependency, new Set([...seen, name])));
  const fatal = below.find(({ status }) => status === 'unrecoverable');
  if (fatal !== undefined) return fatal;
  // All that it waits for comes, and yet it never ends: something that it reads over or replays at has a rate of 0.
  if (below.length === 0 && work.kind === 'restore')
    return { status: 'unrecoverable', label: `the restore of ${name} never ends: a rate is 0` };
  const missing = [...new Set([...(work.kind === 'unknown' ? work.missing : []), ...below.flatMap((each) => each.missing ?? [])])];
  return { status: 'unknown', missing, label: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not in the plan` };
}

function explainStep(scenario: Scenario, course: Course, { step, seconds, for: of }: RecoveryStep): Derivation {
  const node = (label: string, rest: Partial<Derivation> = {}): Derivation => ({ label, value: seconds, unit: 'seconds', ...rest });
  const { work } = course;
  switch (step) {
    case 'declare':
      return node('until it is declared', assumed(scenario.declareWithin));
    case 'provision':
      return node('until there is somewhere to restore to', assumed(scenario.provisionWithin));
    case 'wait':
      return node(`until ${of} is back`, { place: course.patient.system.dependsOn.find(({ name }) => name === of)?.place });
    case 'redeploy':
      return node('to deploy it again', { place: course.patient.system.redeploy?.place });
    case 'failover':
      return node(
        `until the standby ${work.kind === 'standby' ? `at ${work.standby.at} ` : ''}serves`,
        work.kind === 'standby' ? assumed(work.standby.failover) : {},
      );
    case 'step':
      return node(`for "${of}"`, { place: scenario.steps.find(({ text }) => text === of)?.place });
    case 'retrieve':
      return node('until the first byte comes', assumed(course.patient.source()?.storage.retrieval));
    case 'replay':
      return node('to replay the log', assumed(course.patient.system.replayAt));
    case 'transfer': {
      const source = course.patient.source();
      return source === undefined || work.kind !== 'restore'
        ? node('to read')
        : node(`to read ${saySize(work.bytes)} from ${source.storage.name}`, { parts: rates(source, work.bytes) });
    }
  }
}

function rates({ storage, cap, link }: Source, bytes: number): Derivation[] {
  const rate = (label: string, quantity: Quantity): Derivation => ({
    label,
    value: quantity.value,
    unit: 'bytes/second',
    ...assumed(quantity),
  });
  return [
    { label: 'to read', value: bytes, unit: 'bytes' },
    rate(`at most from ${storage.name}, shared by the restores that read it at the same time`, storage.read),
    ...(link === undefined
      ? []
      : [rate(`at most over the link from ${link.between[0]} to ${link.between[1]}, shared likewise`, link.rate)]),
    ...(cap === undefined ? [] : [rate('at most for this restore', cap)]),
  ];
}
