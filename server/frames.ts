/**
 * The messages of a stream, each behind its `Content-Length`. A client that counts wrong (characters where bytes are meant) loses the
 * message that it counted wrong; without this the reader would take the rest of it for the head of the next one, and hear nothing any more.
 */
import { Transform, type TransformCallback } from 'node:stream';

/** Bytes. The largest text that is read is an eighth of it; who announces more has miscounted, and is not waited for. */
const LARGEST = 64_000_000;
const BLANK_LINE = '\r\n\r\n';
/** What may stand around JSON. */
const BLANK: ReadonlySet<number> = new Set(Buffer.from(' \t\r\n'));

/** Passes whole messages on as they are, and leaves out what is none: from where that begins up to the next `Content-Length`. */
export class Frames extends Transform {
  #bytes: Buffer = Buffer.alloc(0);
  /** Bytes that have to be there before it is worth while to look again. */
  #needed = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= this.#needed && this.#next()) this.#needed = 0;
    done();
  }

  /** Takes one message, or what is none, off the front; false where more has to come. */
  #next(): boolean {
    const blank = this.#bytes.indexOf(BLANK_LINE);
    if (blank < 0) return false;
    const from = blank + BLANK_LINE.length;
    const length = announced(this.#bytes.toString('latin1', 0, blank));
    if (length === undefined || length > LARGEST) return this.#drop(from);
    if (this.#bytes.length < from + length) {
      this.#needed = from + length;
      return false;
    }
    const body = this.#bytes.subarray(from, from + length);
    // Too long a count ends in the middle of the next message, which is looked for in what was taken for this one.
    if (!isWhole(body)) return this.#drop(from);
    this.push(`Content-Length: ${length}${BLANK_LINE}`);
    this.push(body);
    this.#bytes = this.#bytes.subarray(from + length);
    return true;
  }

  #drop(count: number): true {
    console.error('what came was no message and is left out: its Content-Length is missing or wrong');
    this.#bytes = this.#bytes.subarray(count);
    return true;
  }
}

/** The count of the last `Content-Length` in a head, which may have the rest of a message before it that was counted too short. */
function announced(head: string): number | undefined {
  const [last] = [...head.matchAll(/content-length: *(\d+)(?=\r\n|$)/gi)].slice(-1);
  return last === undefined ? undefined : Number(last[1]);
}

/** Whether a body begins and ends as JSON of a message does; what is in between is the reader's business. */
function isWhole(body: Buffer): boolean {
  let [from, to] = [0, body.length - 1];
  while (BLANK.has(body[from] ?? 0)) from += 1;
  while (BLANK.has(body[to] ?? 0)) to -= 1;
  const ends = body.toString('latin1', from, from + 1) + body.toString('latin1', to, to + 1);
  return ends === '{}' || ends === '[]';
}
