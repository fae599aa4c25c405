/** Designed backups of a system as edits that a person takes or leaves. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import { sayDuration, sayMoney } from '../engine/assess/say.ts';
import { type Answer, type Design, designing, lackingBackup } from '../engine/design/design.ts';
import type { Objective } from '../engine/design/objectives.ts';
import type { Examination } from '../engine/examine.ts';
import type { System } from '../engine/plan/model.ts';
import { type Turns, whole } from '../engine/turns.ts';
import { formattedEdit } from './formattedEdit.ts';
import type { Session } from './session.ts';

export interface Proposal {
  /** `Just enough: 47.27 USD a month, up to 51m1s lost, back in 31m13s`. */
  readonly title: string;
  /** The statement `backup { … }`. */
  readonly block: string;
  readonly edit: WorkspaceEdit;
}

export interface Proposals {
  readonly system: string;
  readonly proposals: readonly Proposal[];
  /** Why there are none. */
  readonly because?: string;
}

const known = new WeakMap<Examination, Map<string, Design | undefined>>();

/** Worked out once for a text, since each takes some examinations. Undefined for what needs no backup. */
export function proposalsFor(session: Session, root: string, name: string): Proposals | undefined {
  const design = whole(designingFor(session, root, name));
  if (design === undefined) return undefined;
  if (design.status !== 'designed') return { system: name, proposals: [], because: whyNot(design) };
  return { system: name, proposals: design.answers.flatMap((answer) => proposal(session, answer) ?? []) };
}

/** The design behind them, in turns. */
export function* designingFor(session: Session, root: string, name: string): Turns<Design | undefined> {
  const examination = session.examination(root);
  const designs = known.get(examination) ?? new Map<string, Design | undefined>();
  known.set(examination, designs);
  if (!designs.has(name)) designs.set(name, yield* designing(examination, name, session.read));
  return designs.get(name);
}

function whyNot(design: Exclude<Design, { status: 'designed' }>): string {
  if (design.status === 'unknown') return `Nothing can be designed without ${design.missing.join(' and ')}.`;
  const short = design.nearest?.short.map(({ text }) => text) ?? [];
  return `No backup of ${design.system} that was looked at meets everything: ${[design.because ?? [], short].flat().join('; ')}`;
}

function proposal(session: Session, answer: Answer): Proposal | undefined {
  const edit = formattedEdit(session, answer.edits);
  return edit && { title: titleOf(answer), block: answer.block, edit };
}

const names: Readonly<Record<Objective, string>> = {
  cost: 'just enough',
  scripts: 'least by hand',
  recovery: 'back soonest',
  loss: 'loses least',
};

function titleOf({ best, price, scenarios }: Answer): string {
  const worst = (what: 'loss' | 'recovery'): string => sayDuration(Math.max(0, ...scenarios.map((each) => each[what].seconds ?? 0)));
  const named = best.map((each) => names[each]).join(', ');
  const month = `${sayMoney(price.month12, price.currency)} a month`;
  const cost = price.lacks.length === 0 ? month : `at least ${month} (without ${price.lacks.join(', ')})`;
  const title = `${named}: ${cost}, up to ${worst('loss')} lost, back in ${worst('recovery')}`;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

/** The systems of a file that lack a backup, or have one that fails, as far as one can be designed. */
export function undesigned(examination: Examination, file: string): readonly System[] {
  if (examination.plan.library) return [];
  return lackingBackup(examination).filter((system) => system.place.file === file);
}
