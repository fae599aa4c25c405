/** A hint before it is the protocol's. */
export interface Hint {
  /** Where it stands in the file. */
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip?: string;
}

/** Which kinds of hints a person wants to see. */
export interface HintSettings {
  readonly schedules: boolean;
  readonly targets: boolean;
  readonly retention: boolean;
  readonly storages: boolean;
}

/** The settings as a client gives them; what it leaves out, or gives as nonsense, is on. */
export function hintSettings(given: unknown): HintSettings {
  const on = (name: keyof HintSettings): boolean =>
    !(typeof given === 'object' && given !== null && name in given && Reflect.get(given, name) === false);
  return { schedules: on('schedules'), targets: on('targets'), retention: on('retention'), storages: on('storages') };
}

/** `? needs orders.size`, `? needs orders.size and 2 more`: what a figure would need, short enough for a line of text. */
export function needs([first = '', ...others]: readonly string[]): string {
  return `? needs ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}
