/**
 * `textDocument/publishDiagnostics`: findings while somebody types, then those of the plans that nobody has open. What is sent with the
 * version of a document is all that there is to say of it; what is sent sooner has no version.
 */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Examination } from '../engine/examine.ts';
import type { Turns } from '../engine/turns.ts';
import { afterChange } from './afterChange.ts';
import type { ClosedPlans } from './closedPlans.ts';
import type { Findings } from './findings.ts';
import { Progress } from './progress.ts';
import type { Session } from './session.ts';
import { goOn } from './turns.ts';

/**
 * Milliseconds without a change before a plan is examined: long enough to skip the middle of a word, too short to notice. A plan whose
 * examination takes longer waits as long as that takes, so that it never stands in the way of who types on.
 */
const pause = { shortest: 60, longest: 1000 };
/** So many closed plans take long enough for a person to wonder. */
const many = 20;

interface Sent {
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}

/** What was last said of a file after an examination. */
interface Settled {
  readonly examination: Examination;
  readonly diagnostics: readonly Diagnostic[];
  /** What a glance has found since. */
  glanced: string;
}

export class DiagnosticsPublisher {
  /** False for a client that asks for diagnostics by itself. */
  pushes = true;
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #findings: Findings;
  readonly #closed: ClosedPlans;
  readonly #examined: (which: 'open' | 'closed') => void;
  #progress: Progress | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was sent last, by path, to send only what is new and to clear what is gone. */
  #sent = new Map<string, Sent>();
  /** Of the open plans. */
  readonly #settled = new Map<string, Settled>();
  /** Milliseconds that the last examination took. */
  #took = 0;
  /** Whether all that was changed has been examined, and who waits for it. */
  #isSettled = true;
  #waiting: (() => void)[] = [];

  /** `examined` is called each time that all open plans have been examined, and all closed ones. */
  constructor(
    connection: Connection,
    session: Session,
    findings: Findings,
    closed: ClosedPlans,
    examined: (which: 'open' | 'closed') => void,
  ) {
    this.#connection = connection;
    this.#session = session;
    this.#findings = findings;
    this.#closed = closed;
    this.#examined = examined;
  }

  /** Examines again after a short pause; calls in between are one. Plans whose files are all unchanged cost nothing. */
  schedule(): void {
    this.stop();
    this.#isSettled = false;
    const patience = Math.max(pause.shortest, Math.min(this.#took, pause.longest));
    this.#timer = setTimeout(() => this.#examine([...this.#session.openPaths()]), patience);
  }

  /**
   * Says at once what is wrong with the language of a file that was just opened, and what a change in one declaration does to it. All else
   * that was said stays until the examination, and nothing is sent where nothing new is to be said: editors move what they show by themselves.
   */
  glance(path: string): void {
    const document = this.#session.document(path);
    if (!this.pushes || document === undefined) return;
    if (!this.#sent.has(path)) this.#sent.set(path, this.#send(path, undefined, this.#findings.ofLanguage(path), undefined));
    const settled = this.#settled.get(path);
    if (settled === undefined) return;
    const after = afterChange(this.#session, settled.examination, settled.diagnostics, document);
    if (after === undefined || after.news === settled.glanced) return;
    settled.glanced = after.news;
    this.#sent.set(path, this.#send(path, undefined, after.diagnostics, this.#sent.get(path)));
  }

  /** Until what was changed last has been examined: whoever asks for figures then has them at once, and keeps nobody waiting. */
  settled(): Promise<void> {
    return this.#isSettled ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#progress?.end();
    this.#progress = undefined;
  }

  /** One plan after the other, in turns; then all is published at once. */
  #examine([path, ...others]: readonly string[]): void {
    if (path !== undefined) {
      this.#inTurns(this.#findings.examining(path), () => this.#examine(others));
      return;
    }
    this.#publish();
    this.#examined('open');
    this.#isSettled = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
    const waiting = this.#closed.waiting();
    if (waiting.length === 0) return;
    if (waiting.length >= many) this.#progress = new Progress(this.#connection, 'Examining the plans of the workspace');
    this.#timer = setTimeout(() => this.#examineClosed(waiting, waiting.length));
  }

  #inTurns(work: Turns<void>, next: () => void, before = 0): void {
    const start = performance.now();
    const isDone = goOn(work);
    const took = before + performance.now() - start;
    if (isDone) this.#took = took;
    this.#timer = setTimeout(isDone ? next : () => this.#inTurns(work, next, took));
  }

  /** Who types meanwhile ends it; what is left then is done afterwards. */
  #examineClosed([path = '', ...others]: readonly string[], all: number): void {
    this.#closed.examine(path);
    this.#progress?.report(all - others.length, all);
    if (others.length > 0) {
      this.#timer = setTimeout(() => this.#examineClosed(others, all));
      return;
    }
    this.stop();
    this.#publish();
    this.#examined('closed');
  }

  #publish(): void {
    if (!this.pushes) return;
    const byFile = new Map(this.#findings.byFile());
    for (const path of this.#sent.keys()) if (!byFile.has(path)) byFile.set(path, []);

    const sent = new Map<string, Sent>();
    for (const [path, diagnostics] of byFile) {
      const version = this.#session.versionOf(path);
      const before = this.#sent.get(path);
      const now =
        before?.diagnostics === diagnostics && before.version === version ? before : this.#send(path, version, diagnostics, before);
      if (version !== undefined || diagnostics.length > 0) sent.set(path, now);
    }
    this.#sent = sent;
    this.#settled.clear();
    for (const path of this.#session.openPaths()) {
      const examination = this.#findings.examine(path);
      if (examination !== undefined) this.#settled.set(path, { examination, diagnostics: byFile.get(path) ?? [], glanced: '' });
    }
  }

  #send(path: string, version: number | undefined, diagnostics: readonly Diagnostic[], before: Sent | undefined): Sent {
    const params = { uri: this.#session.uri(path), version, diagnostics: [...diagnostics] };
    const text = JSON.stringify(params);
    if (text !== before?.text) void this.#connection.sendDiagnostics(params);
    return { version, diagnostics, text };
  }
}
