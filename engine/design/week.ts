/** What is written to a storage in a week: seconds of work, minute by minute. */
const MINUTE = 60;
export const WEEK = 7 * 86400;

export class Week {
  private readonly minutes = new Float64Array(WEEK / MINUTE);
  /** Of the minutes before each; worked out when somebody asks. */
  private sums: Float64Array | undefined;

  /** Seconds from Monday's midnight; what lies outside of the week is left out. */
  add(from: number, to: number): void {
    this.sums = undefined;
    for (let at = Math.max(0, from); at < Math.min(to, WEEK); ) {
      const minute = Math.floor(at / MINUTE);
      const end = Math.min((minute + 1) * MINUTE, to);
      this.minutes[minute] = (this.minutes[minute] ?? 0) + end - at;
      at = end;
    }
  }

  /** Seconds of work in between, as if it were spread over each minute. */
  between(from: number, to: number): number {
    return this.until(Math.min(to, WEEK)) - this.until(Math.min(from, WEEK));
  }

  private until(at: number): number {
    this.sums ??= summed(this.minutes);
    const minute = Math.floor(at / MINUTE);
    return (this.sums[minute] ?? 0) + ((this.minutes[minute] ?? 0) * (at % MINUTE)) / MINUTE;
  }
}

function summed(minutes: Float64Array): Float64Array {
  const sums = new Float64Array(minutes.length + 1);
  for (const [index, seconds] of minutes.entries()) sums[index + 1] = (sums[index] ?? 0) + seconds;
  return sums;
}
