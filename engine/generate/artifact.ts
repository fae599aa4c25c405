/** A file that `generate` writes. */
export interface Artifact {
  /** Relative to the output folder, with `/` between its parts; never absolute, never with `..`. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}
