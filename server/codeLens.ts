/** `textDocument/codeLens`: above the plan, its systems and scenarios whether their promises are kept, and what can be made of them. */
import type { CodeLens } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Examination } from '../engine/examine.ts';
import { type Statement, value } from '../grammar/tree.ts';
import { toRange } from './convert.ts';
import { undesigned } from './design.ts';
import { judgedOf } from './explain/figures.ts';
import { type Affected, promisesOfAll, promisesOfSystem } from './lens/promises.ts';
import type { Session } from './session.ts';

/** A library has none: what it comes to is up to the plans that import it. */
export function codeLenses(session: Session, path: string, document: TextDocument): CodeLens[] {
  const examination = session.examination(path);
  if (examination.plan.library) return [];
  const uri = session.uri(path);
  const bySystem = affectedIn(examination);
  const affected = [...bySystem.values()].flat();
  const lacking = new Set(undesigned(examination, path).map(({ name }) => name));
  const does = (title: string, command: string, ...args: unknown[]): Lens => ({ title, command, arguments: [uri, ...args] });
  /** None where there is no disk to write to. */
  const makes = (title: string, options: object): Lens[] =>
    session.host.generator === undefined ? [] : [does(title, 'backupplan.generate', options)];
  const lensesOf = (statement: Statement): Lens[] => {
    const name = value(statement, 'name', 'name')?.text ?? '';
    switch (statement.id) {
      case 'file.plan':
        return [
          ...says(promisesOfAll(affected)),
          ...makes('Generate runbooks', { only: ['documents'] }),
          ...makes('Generate scripts', { only: ['scripts', 'config', 'schedule', 'monitoring'] }),
        ];
      case 'file.scenario':
        return [
          ...says(promisesOfAll(affected.filter(({ result }) => result.scenario === name))),
          ...makes('Generate runbook', { only: ['documents'], scenario: name }),
        ];
      case 'file.system':
        return [
          ...says(promisesOfSystem(bySystem.get(name) ?? [])),
          ...(lacking.has(name) ? [does('Design', 'backupplan.design', name)] : []),
        ];
      default:
        return [];
    }
  };
  return examination.project.root.tree.statements.flatMap((statement) => {
    const { range } = value(statement, 'name', 'name') ?? statement.keyword;
    return lensesOf(statement).map((command) => ({ range: toRange(document, range), command }));
  });
}

interface Lens {
  readonly title: string;
  readonly command: string;
  readonly arguments?: unknown[];
}

/** To be read, not to be clicked: clients show a command without a name as plain text. */
function says(title: string | undefined): Lens[] {
  return title === undefined ? [] : [{ title, command: '' }];
}

/** By system. As with findings, nothing is said of what a language error leaves in doubt. */
function affectedIn(examination: Examination): ReadonlyMap<string, readonly Affected[]> {
  return new Map(
    judgedOf(examination).assessment.systems.map(({ name, scenarios }) => [
      name,
      scenarios.filter(({ affected }) => affected).map((result) => ({ system: name, result })),
    ]),
  );
}
