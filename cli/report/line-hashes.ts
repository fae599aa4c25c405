/**
 * The `primaryLocationLineHash` by which GitHub knows a result again when its line has moved. Its upload action works them out where they
 * are missing and complains where they are others, but who uploads by hand has to bring them: so they are those of the action
 * (github/codeql-action, `fingerprints.ts`).
 */

const CHARACTERS = 100;
const FACTOR = 37n;
/** What ends a text for the action, which reads character codes. */
const END = 0xffff;

/** One for each line, `HASH:COUNT`: a polynomial modulo 2^64 over the next 100 characters that are no space and no tab. */
export function lineHashes(text: string): readonly string[] {
  const codes: bigint[] = [];
  const starts = [0];
  for (const character of text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '').split('')) {
    codes.push(BigInt(character.charCodeAt(0)));
    if (character === '\n') starts.push(codes.length);
  }
  codes.push(BigInt(END));
  const counts = new Map<string, number>();
  return starts.map((start) => {
    let sum = 0n;
    for (let index = start; index < start + CHARACTERS; index++) sum = BigInt.asUintN(64, sum * FACTOR + (codes[index] ?? 0n));
    const hash = sum.toString(16);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}
