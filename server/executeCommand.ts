/** `workspace/executeCommand`: write a plan's files, list its scenarios, explain a check, give a plan to start from. */
import { type Connection, LSPErrorCodes, MessageType, type Position, ResponseError, ShowMessageNotification } from 'vscode-languageserver';
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import { compliancePage } from '../engine/checks/compliance/pages.ts';
import { pages } from '../engine/checks/pages.generated.ts';
import type { System } from '../engine/plan/model.ts';
import { starterPlan } from '../engine/propose/starter.ts';
import type { Turns } from '../engine/turns.ts';
import { value } from '../grammar/tree.ts';
import { pathOf, toOffset } from './convert.ts';
import { designingFor, type Proposals, proposalsFor } from './design.ts';
import type { Generated, GenerateRequest } from './generate.ts';
import type { Generate } from './host.ts';
import type { Session } from './session.ts';

/** Carries a command out. Throws a ResponseError whose message a person can act on. Without `generate` nothing can be written. */
export function executeCommand(
  connection: Connection,
  session: Session,
  generate: Generate | undefined,
  command: string,
  args: readonly unknown[],
): unknown {
  switch (command) {
    case 'backupplan.generate':
      return generateAndTell(connection, session, generate, { ...optionsOf(args[1]), path: pathOf(text(args[0], 'the URI of a plan')) });
    case 'backupplan.scenarios':
      return scenarios(session, pathOf(text(args[0], 'the URI of a plan')), args[1]);
    case 'backupplan.explain':
      return pageOf(session, text(args[0], 'the code of a check'));
    case 'backupplan.starter':
      return starterPlan;
    case 'backupplan.design':
      return designAndAsk(connection, session, pathOf(text(args[0], 'the URI of a plan')), args[1]);
    default:
      throw new ResponseError(LSPErrorCodes.RequestFailed, `there is no command '${command}'`);
  }
}

/** The long part of a command, if it can be cut into turns: what it works out is known when the command is carried out. */
export function preparing(session: Session, command: string, args: readonly unknown[]): Turns<unknown> | undefined {
  if (command !== 'backupplan.design') return undefined;
  const path = pathOf(text(args[0], 'the URI of a plan'));
  const meant = systemMeant(session, path, args[1]);
  return meant === undefined ? undefined : designingFor(session, path, meant.name);
}

/** A workspace's own pack is known by the plans that are open. */
function pageOf(session: Session, code: string): string | null {
  if (Object.hasOwn(pages, code)) return pages[code] ?? null;
  const catalogues = [builtinCatalogue, ...session.openPaths().map((path) => session.host.catalogueFor(path))];
  return catalogues.map((catalogue) => compliancePage(catalogue, code)).find((page) => page !== undefined) ?? null;
}

/** Writes, and where the client leaves it to the server, says what was written and asks about files that somebody had edited. */
function generateAndTell(connection: Connection, session: Session, generate: Generate | undefined, request: GenerateRequest): Generated {
  if (generate === undefined)
    throw new ResponseError(LSPErrorCodes.RequestFailed, 'there is no disk here to write files to: generate them on your machine');
  const generated = generate(session, request);
  if (!session.clientTells) {
    tell(connection, generated, () => generate(session, { ...request, force: true })).catch((error) =>
      connection.console.error(`the client could not be told: ${String(error)}`),
    );
  }
  return generated;
}

async function tell(connection: Connection, { folder, written, kept }: Generated, overwriting: () => Generated): Promise<void> {
  if (kept.length === 0) {
    await show(connection, MessageType.Info, `${counted(written.length)} written to ${pathOf(folder)}`);
    return;
  }
  const keep = { title: 'Keep' };
  const overwrite = { title: 'Overwrite' };
  const names = kept.length > 3 ? `${kept.slice(0, 3).join(', ')} and ${kept.length - 3} more` : kept.join(', ');
  const question = `Edited since they were generated, and kept as they are: ${names}. The new text lies beside each, in a file that ends in .new.`;
  // Without an answer they stay.
  const answer = await connection.window.showWarningMessage(question, keep, overwrite);
  if (answer?.title !== overwrite.title) return;
  try {
    const again = overwriting();
    await show(connection, MessageType.Info, `${counted(again.written.length)} written to ${pathOf(again.folder)}`);
  } catch (error) {
    await show(connection, MessageType.Error, error instanceof Error ? error.message : String(error));
  }
}

/** Not `connection.window`, which sends a request and waits for somebody to close the message. */
function show(connection: Connection, type: MessageType, message: string): Promise<void> {
  return connection.sendNotification(ShowMessageNotification.type, { type, message });
}

/** What can be designed at a position, or for a name; the names of the systems where it is neither. */
function designAndAsk(
  connection: Connection,
  session: Session,
  path: string,
  at: unknown,
): Proposals | { readonly names: readonly string[] } {
  const meant = systemMeant(session, path, at);
  const found = meant === undefined ? undefined : proposalsFor(session, path, meant.name);
  if (found === undefined) return { names: session.examination(path).plan.systems.map(({ name }) => name) };
  if (!session.clientTells)
    ask(connection, found).catch((error) => connection.console.error(`the client could not be asked: ${String(error)}`));
  return found;
}

function systemMeant(session: Session, path: string, at: unknown): System | undefined {
  const document = session.document(path);
  const offset = document !== undefined && isPosition(at) ? toOffset(document, at) : undefined;
  return session
    .examination(path)
    .plan.systems.find(
      ({ name, place: { file, range } }) =>
        name === at || (file === path && offset !== undefined && range.start <= offset && offset <= range.end),
    );
}

/** Where the client leaves it to the server, the server asks which one to take. */
async function ask(connection: Connection, { system, proposals, because }: Proposals): Promise<void> {
  if (because !== undefined) return show(connection, MessageType.Warning, because);
  const answer = await connection.window.showInformationMessage(`Backups for ${system}`, ...proposals.map(({ title }) => ({ title })));
  const chosen = proposals.find(({ title }) => title === answer?.title);
  if (chosen !== undefined) await connection.workspace.applyEdit({ label: `Design a backup for ${system}`, edit: chosen.edit });
}

function counted(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}

/** The plan's scenarios, and the one that the position stands in. */
function scenarios(session: Session, path: string, position: unknown): { names: readonly string[]; at?: string } {
  const { plan, project } = session.examination(path);
  const document = session.document(path);
  const offset = document !== undefined && isPosition(position) ? toOffset(document, position) : undefined;
  const here = project.root.tree.statements.find(
    (statement) =>
      statement.id === 'file.scenario' && offset !== undefined && statement.range.start <= offset && offset <= statement.range.end,
  );
  const at = here && value(here, 'name', 'name')?.text;
  return { names: plan.scenarios.map(({ name }) => name), ...(at === undefined ? {} : { at }) };
}

function isPosition(given: unknown): given is Position {
  return (
    typeof given === 'object' &&
    given !== null &&
    'line' in given &&
    'character' in given &&
    Number.isInteger(given.line) &&
    Number.isInteger(given.character)
  );
}

function optionsOf(given: unknown): Omit<GenerateRequest, 'path'> {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object') throw wrong('options');
  const { only, scenario, force }: { only?: unknown; scenario?: unknown; force?: unknown } = given;
  return {
    only: only === undefined ? undefined : strings(only),
    scenario: scenario === undefined ? undefined : text(scenario, 'the name of a scenario'),
    force: force === true,
  };
}

function strings(given: unknown): readonly string[] {
  if (!Array.isArray(given)) throw wrong('a list of parts');
  return given.map((each) => text(each, 'a part'));
}

function text(given: unknown, what: string): string {
  if (typeof given !== 'string') throw wrong(what);
  return given;
}

function wrong(what: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, `the command needs ${what}`);
}
