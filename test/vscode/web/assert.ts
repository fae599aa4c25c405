/** As much of `node:assert/strict` as the suite uses: a browser has none. The bundle takes this one instead. */

export default {
  ok(value: unknown, message = 'it is not so'): void {
    if (!value) throw new Error(message);
  },
  equal(actual: unknown, expected: unknown, message?: string): void {
    if (!Object.is(actual, expected)) fail(`${told(actual)} is not ${told(expected)}`, message);
  },
  notEqual(actual: unknown, other: unknown, message?: string): void {
    if (Object.is(actual, other)) fail(`it is ${told(actual)}`, message);
  },
  /** Of what JSON can tell apart. */
  deepEqual(actual: unknown, expected: unknown, message?: string): void {
    if (told(actual) !== told(expected)) fail(`${told(actual)} is not ${told(expected)}`, message);
  },
  match(text: string, pattern: RegExp, message?: string): void {
    if (!pattern.test(text)) fail(`${told(text)} does not match ${pattern}`, message);
  },
  doesNotMatch(text: string, pattern: RegExp, message?: string): void {
    if (pattern.test(text)) fail(`${told(text)} matches ${pattern}`, message);
  },
};

function fail(why: string, message: string | undefined): never {
  throw new Error(message === undefined ? why : `${message}: ${why}`);
}

function told(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
