/** `backupplan.config.yaml`: how grave a team takes each finding. */
import { type Document, isAlias, isMap, isNode, isScalar, type Node, type Pair, parseDocument } from 'yaml';
import { nearest } from '../../grammar/spelling.ts';
import type { Range } from '../../grammar/tree.ts';
import { allChecks } from './all.ts';
import type { Check } from './check.ts';
import { adjustable, type Level, levels } from './terms.ts';
import { listed } from './words.ts';

export interface Configuration {
  /** By code. */
  readonly severity: ReadonlyMap<string, Level>;
}

/** What is wrong in the file. `range` holds offsets into its text. */
export interface ConfigurationProblem {
  readonly range: Range;
  readonly message: string;
}

export const plainConfiguration: Configuration = { severity: new Map() };

/** `checks` are those whose codes it may name. Never throws; what cannot be read is left out, and the problems say why. */
export function readConfiguration(
  yamlText: string,
  checks: readonly Check[] = allChecks,
): { configuration: Configuration; problems: readonly ConfigurationProblem[] } {
  const document = parseDocument(yamlText, { prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({ range: { start: pos[0], end: pos[1] }, message }));
    return { configuration: plainConfiguration, problems };
  }
  const problems: ConfigurationProblem[] = [];
  const complain = (node: Node | undefined, message: string): void => {
    const range = node?.range;
    problems.push({ range: range ? { start: range[0], end: range[1] } : { start: 0, end: yamlText.length }, message });
  };
  const severity = new Map<string, Level>();
  for (const { key, node, value } of entries(document, document.contents, complain)) {
    if (key !== 'severity') {
      complain(node, `\`${key}\` is no setting; there is one: \`severity\`.`);
      continue;
    }
    for (const each of entries(document, value, complain)) {
      const said = resolved(document, each.value);
      const level = levels.find((known) => isScalar(said) && said.value === known);
      const mistake = mistakeIn(each.key, checks);
      if (mistake !== undefined) complain(each.node, mistake);
      else if (level === undefined)
        complain(isNode(each.value) ? each.value : each.node, `The severity of \`${each.key}\` can be ${listed(levels, 'or')}.`);
      else severity.set(each.key, level);
    }
  }
  return { configuration: { severity }, problems };
}

/** What is wrong with a code whose severity is to be set. */
function mistakeIn(code: string, checks: readonly Check[]): string | undefined {
  const check = checks.find((each) => each.code === code);
  if (check === undefined) {
    const guess = nearest(
      code,
      checks.filter(adjustable).map((each) => each.code),
    );
    return `There is no check \`${code}\`${guess === undefined ? '.' : `; did you mean \`${guess}\`?`}`;
  }
  return adjustable(check)
    ? undefined
    : `\`${code}\` is an error of the language: with it nobody knows what the plan means, so it stays an error.`;
}

interface Entry {
  readonly key: string;
  /** The key's place. */
  readonly node: Node | undefined;
  readonly value: unknown;
}

/** The lines of a map; of an empty file or value, none. */
function entries(document: Document, node: unknown, complain: (node: Node | undefined, message: string) => void): Entry[] {
  if (node === null) return [];
  const map = resolved(document, node);
  if (isScalar(map) && map.value === null) return [];
  if (!isMap(map)) {
    complain(isNode(node) ? node : undefined, 'Here stands `severity:`, and below it a line for each code: `retention-missing: info`.');
    return [];
  }
  return map.items.map(({ key, value }: Pair) => ({
    key: isScalar(key) ? String(key.value) : String(key),
    node: isNode(key) ? key : undefined,
    value,
  }));
}

function resolved(document: Document, node: unknown): Node | undefined {
  if (isAlias(node)) return node.resolve(document);
  return isNode(node) ? node : undefined;
}
