/** What a person has set, for the whole workspace and for each of its folders. */
import { type HintSettings, hintSettings } from './inlay/hint.ts';

export interface Settings {
  /** Which inlay hints are wanted. */
  readonly inlayHints: HintSettings;
  /** Whether plans that nobody has open are examined too. */
  readonly closedFiles: boolean;
}

/** The settings as a client gives them; what it leaves out, or gives as nonsense, is on. */
export function settingsFrom(given: unknown): Settings {
  const { inlayHints, closedFiles }: { inlayHints?: unknown; closedFiles?: unknown } =
    typeof given === 'object' && given !== null ? given : {};
  return { inlayHints: hintSettings(inlayHints), closedFiles: closedFiles !== false };
}
