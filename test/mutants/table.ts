import type { Mutant } from './instrument.ts';

export interface Judged {
  readonly mutant: Mutant;
  /** Whether the compiler refuses it, so that no test has to notice it. */
  readonly refused: boolean;
  /** What noticed it; undefined where nothing did. */
  readonly killer: string | undefined;
  /** Whether no test could notice it. */
  readonly equivalent: boolean;
}

/** The lines of a table of how many were killed, by folder; `reached`: how many of all any test reaches. */
export function tableOf(
  judged: readonly Judged[],
  { all, reached }: { readonly all: number; readonly reached: number },
  seed: string,
): string[] {
  const folders = new Map<string, Judged[]>();
  for (const each of judged) {
    const [room, folder] = each.mutant.file.split('/').slice(0, 2);
    const name = `${room}/${folder}`;
    folders.set(name, [...(folders.get(name) ?? []), each]);
  }
  return [
    `A random sample of ${judged.length} of ${all.toLocaleString('en')} mutants (seed ${seed}); tests reach ${percent(reached / all)} of all.`,
    '',
    '| folder | sample | refused by the compiler | equivalent | left | killed | of them by their limit | share killed | 95 % interval |',
    '|---|---|---|---|---|---|---|---|---|',
    ...[...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => row(name, each)),
    row('both', judged),
  ];
}

function row(name: string, judged: readonly Judged[]): string {
  const compiled = judged.filter(({ refused }) => !refused);
  const killed = compiled.filter(({ killer }) => killer !== undefined);
  const equivalent = compiled.filter((each) => each.killer === undefined && each.equivalent).length;
  const left = compiled.length - equivalent;
  const limited = killed.filter(({ killer }) => killer === 'takes too long').length;
  const [low, high] = wilson(killed.length, left);
  const counts = [judged.length, judged.length - compiled.length, equivalent, left, killed.length, limited];
  return `| ${[name, ...counts, percent(killed.length / left), `${percent(low)} to ${percent(high)}`].join(' | ')} |`;
}

/** The 95 % interval of a share, by Wilson's score: Journal of the American Statistical Association 22 (1927), page 209. */
function wilson(hits: number, of: number): readonly [number, number] {
  const z = 1.96;
  const share = hits / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const wide = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return [middle - wide, middle + wide];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
