/** One text through the whole house: read, formatted, resolved, assessed, checked, generated from. */
import assert from 'node:assert/strict';
import { type Examination, examineAfresh } from '../../engine/examine.ts';
import { generate } from '../../engine/generate/generate.ts';
import { obstacles } from '../../engine/generate/obstacles.ts';
import { expectedAt } from '../../grammar/expect.ts';
import { format } from '../../grammar/format.ts';
import type { Range } from '../../grammar/tree.ts';
import { allStatements } from '../language/statements.ts';
import type { Input } from './inputs.ts';

/** Seconds of processor time that no input of a few kilobytes may take. */
export const SLOWEST = 2;

const FILE = 'fuzz.backupplan';

/** How far an input came. */
export interface Passed {
  readonly assessed: boolean;
  readonly generated: boolean;
  readonly seconds: number;
}

/** Throws where anything throws, takes too long, or points outside of the text. */
export function passedThrough(input: Input): Passed {
  const passed = timed(() => performance.now() / 1000, input);
  if (passed.seconds < SLOWEST) return passed;
  // The machine may have been busy with other things: its processor time counts.
  const again = timed(() => process.cpuUsage().user / 1e6, input);
  assert.ok(again.seconds < SLOWEST, `it takes ${again.seconds.toFixed(1)} s of processor time`);
  return again;
}

function timed(now: () => number, input: Input): Passed {
  const started = now();
  const far = wentThrough(input);
  return { ...far, seconds: now() - started };
}

function wentThrough({ text, generates, chance }: Input): Omit<Passed, 'seconds'> {
  const inside = ({ start, end }: Range, what: string): void =>
    assert.ok(0 <= start && start <= end && end <= text.length, `${what} lies outside of the text: ${start} to ${end}`);

  const examination = examineAfresh(FILE, (path) => (path === FILE ? text : undefined));
  const [fault] = examination.faults;
  if (fault !== undefined) throw new Error(`${fault.part} threw`, { cause: fault.error });
  treeIsInside(examination, inside);
  findingsAreInside(examination, inside);
  inside(expectedAt(text, Math.floor(chance() * (text.length + 1))).range, 'what is expected');

  const formatted = format(text);
  assert.equal(format(formatted), formatted, 'formatting twice changes the text');
  const generated = generates && isGenerated(examination);

  return { assessed: examination.assessment.systems.length > 0, generated };
}

function treeIsInside({ project }: Examination, inside: (range: Range, what: string) => void): void {
  const { statements, problems, comments } = project.root.tree;
  for (const statement of allStatements(statements)) {
    inside(statement.range, 'a statement');
    inside(statement.keyword.range, 'a keyword');
    for (const value of Object.values(statement.slots).flat()) inside(value.range, 'a value');
  }
  for (const { range } of problems) inside(range, 'a problem');
  for (const { range } of comments) inside(range, 'a comment');
}

function findingsAreInside({ findings }: Examination, inside: (range: Range, what: string) => void): void {
  for (const { file, range, code, related, fixes } of findings) {
    if (file === FILE) inside(range, code);
    for (const { place } of related) if (place.file === FILE) inside(place.range, `what ${code} is related to`);
    for (const edit of fixes.flatMap(({ edits }) => edits)) if (edit.file === FILE) inside(edit.range, `an edit of ${code}`);
  }
}

/** A refusal that says which name cannot be a file's is an answer. */
function isGenerated(examination: Examination): boolean {
  if (examination.plan.library || obstacles(examination).length > 0) return false;
  try {
    return generate(examination, { version: '0.0.0', html: true }).length > 0;
  } catch (error) {
    if (error instanceof RangeError && /cannot be generated|are one file|would be a file/.test(error.message)) return false;
    throw error;
  }
}
