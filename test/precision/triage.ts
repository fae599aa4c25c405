import { parse } from 'yaml';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { checksFor } from '../../engine/checks/all.ts';

/** What a reviewer says of one finding. */
export interface Entry {
  readonly code: string;
  /** The first line of the text that the finding marks in the plan. */
  readonly marks: string;
  /** The name of the declaration that it stands in, or `plan`, where code and marks are not unique. */
  readonly in?: string;
  /** A part of the message, where that is not unique either. */
  readonly says?: string;
  /** `noise`: wrong, or true and not worth saying here, or what another finding says. */
  readonly verdict: 'keep' | 'noise';
  readonly why: string;
}

export interface Triage {
  /** Who they are and what they run, in a sentence. */
  readonly team: string;
  readonly findings: readonly Entry[];
}

const codes = new Set(checksFor(builtinCatalogue).map(({ code }) => code));

/** A triage from its YAML. Throws, with the place and what is wrong with it, where the text is anything else. */
export function readTriage(text: string): Triage {
  const { team, findings } = mapping(parse(text), 'the file', ['team', 'findings']);
  if (!Array.isArray(findings)) throw new Error('findings: a list is expected, `[]` where there is none');
  return { team: sentence(team, 'team'), findings: findings.map((each: unknown, index) => readEntry(each, `findings[${index}]`)) };
}

function readEntry(value: unknown, place: string): Entry {
  const { code, marks, in: within, says, verdict, why } = mapping(value, place, ['code', 'marks', 'in', 'says', 'verdict', 'why']);
  const named = sentence(code, `${place}.code`);
  if (!codes.has(named)) throw new Error(`${place}.code: no check is called ${named}`);
  if (verdict !== 'keep' && verdict !== 'noise') throw new Error(`${place}.verdict: keep or noise is expected, not ${verdict}`);
  return {
    code: named,
    marks: sentence(marks, `${place}.marks`),
    ...(within === undefined ? {} : { in: sentence(within, `${place}.in`) }),
    ...(says === undefined ? {} : { says: sentence(says, `${place}.says`) }),
    verdict,
    why: sentence(why, `${place}.why`),
  };
}

function mapping(value: unknown, place: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${place}: a mapping is expected`);
  const unknown = Object.keys(value).filter((word) => !known.includes(word));
  if (unknown.length > 0) throw new Error(`${place}: ${unknown.join(', ')} is not known here; known are ${known.join(', ')}`);
  return value as Readonly<Record<string, unknown>>;
}

function sentence(value: unknown, place: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new Error(`${place}: a text is expected`);
  return value;
}
