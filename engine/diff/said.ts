/** What a plan says of each thing, statement by statement, wherever it stands: what a system takes from a policy counts as its own. */
import { inOneLine } from '../../grammar/format.ts';
import { type Statement, value } from '../../grammar/tree.ts';
import { statements } from '../checks/walk.ts';
import type { Examination } from '../examine.ts';
import type { BackupBlock, Place, System } from '../plan/model.ts';
import { plain } from './meaning.ts';
import type { Renames } from './renames.ts';

export interface Said {
  readonly statement: Statement;
  /** As a formatted file has it, without its block: `rpo 1h`. */
  readonly text: string;
  readonly place: Place;
  /** Number of the backup block that it stands in, from 0. */
  readonly block?: number;
}

/** A site, storage, key, system, scenario or contact; or the plan, with what is accepted in it. */
export interface Subject {
  readonly sort: string;
  readonly name: string;
  readonly place: Place;
  readonly says: readonly Said[];
}

const declared = new Set(['file.site', 'file.storage', 'file.key', 'file.scenario', 'file.contact']);

export function subjectsOf({ plan, project }: Examination): readonly Subject[] {
  const texts = new Map(project.files.map(({ path, text }) => [path, text]));
  const say = (statement: Statement, file: string, block?: number): Said => {
    const end = statement.block === undefined ? statement.range.end : statement.block.range.start;
    const text = inOneLine((texts.get(file) ?? '').slice(statement.range.start, end));
    return { statement, text, place: { file, range: { start: statement.range.start, end } }, block };
  };
  const known = new Map<string, Statement>();
  for (const { file, statement } of statements(project)) known.set(keyOf({ file: file.path, range: statement.range }), statement);
  const sayAt = (place: Place, block?: number): readonly Said[] => {
    const statement = known.get(keyOf(place));
    return statement === undefined ? [] : [say(statement, place.file, block)];
  };

  const others = project.files.flatMap(({ path, tree }) =>
    tree.statements
      .filter(({ id }) => id !== undefined && declared.has(id))
      .map((statement) => subject(statement, path, [say(statement, path), ...inside(statement).map((each) => say(each, path))])),
  );
  const systems = plan.systems.map((system): Subject => {
    const { file } = system.place;
    const own = inside(system.statement).filter(({ id }) => id !== 'system.backup');
    const inherited = policiesOf(system, project.files).flatMap(({ file: from, statement }) =>
      inside(statement)
        .filter(({ id }) => id?.startsWith('target.') && !own.some((each) => each.id === id))
        .map((each) => say(each, from)),
    );
    const targets = inherited.filter((each, index) => inherited.findIndex(({ statement: { id } }) => id === each.statement.id) === index);
    const blocks = system.blocks.flatMap((block) => placesOf(block).flatMap((place) => sayAt(place, block.index)));
    return subject(system.statement, file, [say(system.statement, file), ...own.map((each) => say(each, file)), ...targets, ...blocks]);
  });
  const header = project.root.tree.statements.find(({ id }) => id === 'file.plan');
  const accepts = project.files.flatMap(({ path, tree }) =>
    tree.statements.filter(({ id }) => id === 'file.accept').map((each) => say(each, path)),
  );
  const { path } = project.root;
  const settings = header === undefined ? [] : [say(header, path), ...inside(header).map((each) => say(each, path))];
  return [{ sort: 'plan', name: '', place: plan.place, says: [...settings, ...accepts] }, ...others, ...systems];
}

function subject(statement: Statement, file: string, says: readonly Said[]): Subject {
  return {
    sort: statement.keyword.text,
    name: value(statement, 'name', 'name')?.text ?? '',
    place: { file, range: statement.range },
    says,
  };
}

function inside({ block }: Statement): readonly Statement[] {
  return block?.statements ?? [];
}

function policiesOf({ blocks }: System, files: Examination['project']['files']): readonly { file: string; statement: Statement }[] {
  return blocks.flatMap(({ policy }) =>
    files.flatMap(({ path, tree }) =>
      tree.statements
        .filter((each) => each.id === 'file.policy' && value(each, 'name', 'name')?.text === policy)
        .map((statement) => ({ file: path, statement })),
    ),
  );
}

/** Of the statements that a block takes effect by, each once: one may stand for several storages. */
function placesOf({ jobs, copies, keeps, keepLogs, verifies }: BackupBlock): readonly Place[] {
  const places = [...jobs, ...copies, ...keeps, ...keepLogs, ...verifies].map(({ place }) => place);
  return [...new Map(places.map((place) => [keyOf(place), place])).values()];
}

function keyOf({ file, range }: Place): string {
  return `${range.start} ${range.end} ${file}`;
}

/** Where values stand, and how they are written. A name that a declaration gives is told apart by what it is the name of. */
const spelling = new Set(['range', 'long']);

/** The same for statements that say the same. Names in it are those that they have become. */
export function contentOf({ statement, block }: Said, renames?: Renames): string {
  const slots = Object.entries(statement.slots).flatMap(([slot, values]) => {
    const meant = values
      .filter(({ type }) => type !== 'name')
      .map((each) => (each.type === 'reference' ? { ...each, text: renames?.now(each.text) ?? each.text } : each));
    return meant.length === 0 ? [] : [[slot, plain(meant, spelling)]];
  });
  return JSON.stringify([statement.id, block, slots.toSorted()]);
}
