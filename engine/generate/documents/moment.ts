import { duration } from './words.ts';

/** A moment of a recovery, in seconds after the detection: `T`, `T+1h15m`. */
export function moment(seconds: number): string {
  return seconds === 0 ? 'T' : `T+${duration(seconds)}`;
}
