/** A document or a picture that is written when somebody asks for it. */
export interface Page {
  /** Relative to the output folder. */
  readonly path: string;
  write(): string;
}
