/** Who silences a finding: `off` in the configuration, an ignore comment, an acceptance, in this order. */
import { nearest } from '../../grammar/spelling.ts';
import type { Acceptance } from '../plan/model.ts';
import type { Check, Subject } from './check.ts';
import type { Finding } from './finding.ts';
import { type Ignore, ignoresIn } from './ignore.ts';
import { silenceable } from './terms.ts';
import { holds } from './walk.ts';

/** A finding that somebody has accepted. */
export interface Accepted {
  readonly finding: Finding;
  readonly acceptance: Acceptance;
}

/** Why something that should silence does not. */
export type Idle =
  /** No check has the code; `guess` is the one that was probably meant. */
  | { readonly why: 'unknown'; readonly guess?: string }
  /** Findings of this code cannot be silenced. */
  | { readonly why: 'fixed' }
  | { readonly why: 'off' }
  | { readonly why: 'reasonless' }
  /** What it speaks of is silenced by another one already. */
  | { readonly why: 'taken' }
  /** Nothing of the kind is found. */
  | { readonly why: 'nothing' };

export interface AcceptanceUse {
  readonly acceptance: Acceptance;
  /** Its last day is over. */
  readonly ended: boolean;
  /** What it silences; of one that has ended, what has come back. */
  readonly findings: readonly Finding[];
  /** Undefined where it is needed, or where nobody can say. */
  readonly idle?: Idle;
}

export interface IgnoreUse {
  readonly ignore: Ignore;
  readonly idle?: Idle;
}

export interface Silencing {
  readonly acceptances: readonly AcceptanceUse[];
  readonly ignores: readonly IgnoreUse[];
}

export const nothingSilenced: Silencing = { acceptances: [], ignores: [] };

export interface Silenced extends Silencing {
  /** What is left to say. */
  readonly open: readonly Finding[];
  readonly accepted: readonly Accepted[];
  /** What ignore comments silence. */
  readonly ignored: readonly Finding[];
}

export interface Found {
  /** Everything that the checks found and that is not off. */
  readonly all: readonly Finding[];
  /** The same without what another one implies. */
  readonly folded: readonly Finding[];
  /** False where a fault or an error of the language may keep something from being found. */
  readonly complete: boolean;
}

/** Takes the silenced findings out. What is implied by another finding is silenced with it. */
export function silence(subject: Subject, found: Found, checks: readonly Check[]): Silenced {
  const codes = new Map(checks.map((check) => [check.code, check]));
  const idleCode = (code: string): Idle | undefined => {
    const check = codes.get(code);
    if (check === undefined)
      return {
        why: 'unknown',
        guess: nearest(
          code,
          checks.filter(silenceable).map((each) => each.code),
        ),
      };
    if (!silenceable(check)) return { why: 'fixed' };
    return subject.terms.severity.get(code) === 'off' ? { why: 'off' } : undefined;
  };
  /** Whether the code would be said if this finding were not there: who silences it in advance is no fool. */
  const standsFor = ({ code, covers = [] }: Finding, wanted: string): boolean => {
    const { implies = [], hides = [] } = codes.get(code) ?? {};
    return [code, ...implies, ...hides, ...covers.map((other) => other.code)].includes(wanted);
  };
  const { path: root } = subject.project.root;
  /** Another plan that imports the file may need what this one does not. */
  const idleIn = (file: string, idle: Idle | undefined): Idle | undefined => (found.complete && file === root ? idle : undefined);

  const ignores = subject.project.files.flatMap(ignoresIn).map((ignore): IgnoreUse => {
    const { code, reason, file } = ignore;
    const idle = code && idleCode(code.text);
    if (idle !== undefined) return { ignore, idle };
    if (code === undefined || reason === undefined) return { ignore, idle: { why: 'reasonless' } };
    const needed = found.all.some((finding) => standsFor(finding, code.text) && isOnLine(finding, ignore));
    return { ignore, idle: idleIn(file, needed ? undefined : { why: 'nothing' }) };
  });
  const working = ignores.filter(({ idle }) => idle === undefined).map(({ ignore }) => ignore);
  const isIgnored = (finding: Finding): boolean => working.some((each) => each.code?.text === finding.code && isOnLine(finding, each));
  const ignored = found.folded.filter(isIgnored);

  const rules = subject.plan.acceptances.map((acceptance) => ({
    acceptance,
    ended: subject.terms.today !== undefined && acceptance.until < subject.terms.today,
    idle: idleCode(acceptance.check),
    isAbout: aboutFilter(subject, acceptance),
  }));
  const inForce = rules.filter(({ ended, idle }) => !ended && idle === undefined).toSorted(byLastDay);
  const accepted: Accepted[] = [];
  const open: Finding[] = [];
  for (const finding of found.folded) {
    if (isIgnored(finding)) continue;
    const rule = inForce.find(({ acceptance, isAbout }) => acceptance.check === finding.code && isAbout(finding));
    if (rule === undefined) open.push(finding);
    else accepted.push({ finding, acceptance: rule.acceptance });
  }

  const acceptances = rules.map(({ acceptance, ended, idle, isAbout }): AcceptanceUse => {
    if (idle !== undefined) return { acceptance, ended, findings: [], idle };
    const meant = (finding: Finding): boolean => finding.code === acceptance.check && isAbout(finding);
    const findings = ended ? open.filter(meant) : accepted.filter((each) => each.acceptance === acceptance).map(({ finding }) => finding);
    if (findings.length > 0) return { acceptance, ended, findings };
    const isTaken = found.folded.some(meant);
    const isNeeded = !isTaken && found.all.some((finding) => standsFor(finding, acceptance.check) && isAbout(finding));
    return {
      acceptance,
      ended,
      findings,
      idle: isNeeded ? undefined : idleIn(acceptance.place.file, { why: isTaken ? 'taken' : 'nothing' }),
    };
  });
  return { open, accepted, ignored, acceptances, ignores };
}

/** Whether a finding is about what an acceptance names: by its subject, or because it stands in that declaration. */
function aboutFilter({ names }: Subject, { for: name }: Acceptance): (finding: Finding) => boolean {
  if (name === undefined) return () => true;
  const declarations = names.named(name);
  return ({ about, file, range }) =>
    about === name || declarations.some((declaration) => declaration.file === file && holds(declaration.statement.range, range));
}

/** The one that holds longest first. */
function byLastDay(one: { readonly acceptance: Acceptance }, other: { readonly acceptance: Acceptance }): number {
  return one.acceptance.until < other.acceptance.until ? 1 : one.acceptance.until > other.acceptance.until ? -1 : 0;
}

function isOnLine({ file, range }: Finding, ignore: Ignore): boolean {
  return file === ignore.file && ignore.line.start <= range.start && range.start <= ignore.line.end;
}
