/** What journals beside plans say of their jobs, read again only when they have changed. */
import type { Finding } from '../engine/checks/finding.ts';
import type { Examination } from '../engine/examine.ts';
import { obstacles } from '../engine/generate/obstacles.ts';
import { statusFindings } from '../engine/status/findings.ts';
import type { JournalLine } from '../engine/status/journal-line.ts';
import { statusOf } from '../engine/status/status.ts';
import type { JournalReader } from './host.ts';

/** Seconds for which an answer stands while nothing changes: what was in time may be late by then. */
const FRESH = 60;

export class Journals {
  /** By plan. */
  readonly #read = new Map<string, { readonly stamp: string; readonly lines: readonly JournalLine[] }>();
  readonly #answers = new WeakMap<Examination, { readonly stamp: string; readonly until: number; readonly findings: readonly Finding[] }>();

  forget(plan: string): void {
    this.#read.delete(plan);
  }

  findings(examination: Examination, reader: JournalReader): readonly Finding[] {
    const { plan, project } = examination;
    const file = project.root.path;
    const journal = plan.library ? undefined : reader.beside(file);
    if (journal === undefined) {
      this.#read.delete(file);
      return [];
    }
    const now = reader.now();
    const { stamp } = journal;
    const known = this.#answers.get(examination);
    if (known?.stamp === stamp && now < known.until) return known.findings;
    const before = this.#read.get(file);
    const read = before?.stamp === stamp ? before : { stamp, lines: journal.lines() };
    this.#read.set(file, read);
    const findings = obstacles(examination).length > 0 ? [] : statusFindings(plan, statusOf(examination, read.lines, now));
    this.#answers.set(examination, { stamp, until: now + FRESH, findings });
    return findings;
  }
}
