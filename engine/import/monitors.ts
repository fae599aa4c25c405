/** Commands that tell a monitor that a backup has run. */
import type { BareStep, NotUnderstood } from './reader.ts';
import type { Word } from './shell.ts';

const MONITOR =
  /^https?:\/\/(?:hc-ping\.com|[^/]*healthchecks[^/]*|[^/]*cronitor[^/]*|nosnch\.in|uptime\.betterstack\.com|heartbeat\.uptimerobot\.com|[^/]+\/api\/push|[^/]+\/ping)\//u;

/** `curl` and `wget`: nothing is backed up by them, but who took the line out would no longer be told. */
export function request(words: readonly Word[]): readonly BareStep[] | NotUnderstood {
  if (!words.some(({ text }) => MONITOR.test(text))) return [];
  return { because: 'a monitor hears from here that it has run; `ping` in the plan has each job tell one' };
}

/** `curl` can also send a backup away. */
export function curl(words: readonly Word[]): readonly BareStep[] | NotUnderstood {
  return words.some(({ text }) => /^(?:-T|--upload-file)/u.test(text))
    ? { because: 'it sends files away with curl, which this import cannot draft' }
    : request(words);
}
