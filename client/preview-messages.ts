/** What the preview and the page in its window say to each other. */

/** What the server answers about a plan; see `backupplan/pictures` in docs/language-server.md. */
export interface Pictures {
  readonly choices: readonly Choice[];
  readonly picture?: Choice & {
    readonly title: string;
    readonly description: string;
    readonly svg: string;
    readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] };
  };
  readonly note?: string;
  readonly style: {
    readonly rules: string;
    readonly light: Readonly<Record<string, string>>;
    readonly dark: Readonly<Record<string, string>>;
  };
}

export interface Cell {
  readonly text: string;
  /** Of the cell of a target. */
  readonly target?: 'met' | 'not met' | 'not known';
}

export interface Choice {
  readonly kind: string;
  readonly of?: string;
  readonly label?: string;
}

/** To the page: what to show of a plan, or why nothing new can be shown. */
export type ToPage = { readonly shown: Shown; readonly pictures: Pictures } | { readonly note: string };

/** What the page keeps for the editor, which opens it again after a restart. */
export interface Shown {
  /** URI of the plan. */
  readonly plan: string;
  readonly choice?: Choice;
}

/** From the page: it is ready to show something, or a person has chosen another picture. */
export type FromPage = { readonly ready: true } | { readonly choose: Choice };
