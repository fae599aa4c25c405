/** A system and what it waits for, without the rest of its plan: the same text as far as it matters, and much sooner assessed. */
import { type Range, type Statement, value } from '../../grammar/tree.ts';
import type { Subject } from '../checks/check.ts';
import { holds } from '../checks/walk.ts';
import { loadProject } from '../plan/load.ts';
import type { Place, Plan, System } from '../plan/model.ts';
import { indexNames } from '../plan/names.ts';
import { resolvePlan } from '../plan/resolve.ts';
import { ruleAs, spanAs } from '../plan/written-as.ts';

const PATH = 'design.backupplan';
/** Declarations that no figure comes from. */
const silent = new Set(['file.import', 'file.system', 'file.contact', 'file.accept']);

export class Solo {
  private readonly subject: Subject;
  private readonly others: string;
  /** The system's declaration without any backup, up to before its brace. */
  private readonly own: string;

  constructor(subject: Subject, system: System) {
    this.subject = subject;
    const { files } = subject.project;
    const had = usedByOthers(subject.plan, system);
    const waited = new Set(waitedFor(subject.plan, system).map(({ name }) => name));
    const kept = files.flatMap(({ text, tree }) =>
      tree.statements.filter(({ id }) => id !== undefined && !silent.has(id)).map((each) => declared(each, text, had)),
    );
    const below = subject.plan.systems.filter(({ name }) => waited.has(name)).map((each) => this.textOf(each.place));
    this.others = [...kept, ...below].join('\n');
    this.own = withoutBackup(subject, system);
  }

  /** The plan with these statements in the system; resolved afresh, and never examined. */
  plan(statements: string): Plan {
    const text = `${this.others}\n${this.own}\n${statements}\n}\n`;
    const project = loadProject(PATH, () => text);
    return resolvePlan(project, this.subject.catalogue, indexNames(project));
  }

  private textOf({ file, range }: Place): string {
    return this.subject.project.files.find(({ path }) => path === file)?.text.slice(range.start, range.end) ?? '';
  }
}

/** The storages that other systems write to already: what they cost is paid. */
function usedByOthers({ systems }: Plan, { name }: System): ReadonlySet<string> {
  const blocks = systems.filter((each) => each.name !== name).flatMap((each) => each.blocks);
  return new Set(blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)));
}

/** A declaration as it stands, of a storage that is had already without `optional`. */
function declared(statement: Statement, text: string, had: ReadonlySet<string>): string {
  const { range, block } = statement;
  const optional = block?.statements.find(({ id }) => id === 'storage.optional');
  if (optional === undefined || !had.has(value(statement, 'name', 'name')?.text ?? '')) return text.slice(range.start, range.end);
  return text.slice(range.start, optional.range.start) + text.slice(optional.range.end, range.end);
}

/** The systems that one waits for, directly or not. */
export function waitedFor(plan: Plan, system: System): readonly System[] {
  const found = new Map<string, System>();
  const open = [system];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { name } of next.dependsOn) {
      const below = plan.systems.find((each) => each.name === name);
      if (below === undefined || found.has(name) || below.name === system.name) continue;
      found.set(name, below);
      open.push(below);
    }
  }
  return [...found.values()];
}

function withoutBackup({ project }: Subject, system: System): string {
  const { file, range } = system.place;
  const text = project.files.find(({ path }) => path === file)?.text ?? '';
  const end = system.statement.block?.closed === true ? range.end - 1 : range.end;
  let own = '';
  let from = range.start;
  for (const each of backupsOf(system)) {
    own += text.slice(from, each.start);
    from = each.end;
  }
  return [own + text.slice(from, end), ...targetsElsewhere(system)].join('\n');
}

/** The statements `backup …` of a system, in the order of the text. */
function backupsOf({ statement }: System): readonly Range[] {
  return (statement.block?.statements ?? []).filter(({ id }) => id === 'system.backup').map(({ range }) => range);
}

/** Targets that a policy states: they have to be said again where the policy is no longer named. */
export function targetsElsewhere({ place, rpo, rto, mtd, criticality, retain }: System): readonly string[] {
  const isElsewhere = (at: Place): boolean => at.file !== place.file || !holds(place.range, at.range);
  const targets = Object.entries({ rpo, rto, mtd }).flatMap(([word, target]) =>
    target?.source.from === 'plan' && isElsewhere(target.source.place) ? [`${word} ${spanAs(target.value)}`] : [],
  );
  if (criticality.source.from === 'plan' && isElsewhere(criticality.source.place)) targets.push(`criticality ${criticality.value}`);
  const rules = retain.filter((rule) => isElsewhere(rule.place)).map(({ rule }) => ruleAs(rule));
  return rules.length === 0 ? targets : [...targets, `retain ${rules.join(', ')}`];
}
