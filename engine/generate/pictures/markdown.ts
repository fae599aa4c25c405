/** Pictures in documents. */
import { plain } from '../documents/markdown/escape.ts';
import { table } from '../documents/markdown/table.ts';
import { addressOfPicture } from './pages.ts';
import type { Picture, PictureKind } from './picture.ts';

export interface Pictured {
  /** Those of the folder that the document lies in. */
  readonly pictures: readonly Picture[];
}

/**
 * A picture for a document in `documents/`, with its description for those who do not see it; empty where the plan has none such. What it
 * shows must stand beside it as text: in a table of the document's own, or in `pictureTable`.
 */
export function picture({ pictures }: Pictured, kind: PictureKind, of?: string): readonly string[] {
  return pictures
    .filter((each) => each.kind === kind && each.of === of)
    .map((each) => `![${plain(`${each.title}. ${each.description}`)}](${addressOfPicture(each)})`);
}

/** A picture and, under it, all that it shows as a table; empty where the plan has none such. */
export function pictureWithTable(pictured: Pictured, kind: PictureKind, of?: string): readonly string[] {
  const tables = pictured.pictures.filter((each) => each.kind === kind && each.of === of).map(pictureTable);
  return [...picture(pictured, kind, of), ...tables];
}

/** All that a picture shows as a Markdown table. */
export function pictureTable({ table: { head, rows } }: Pick<Picture, 'table'>): string {
  return table(
    head.map(plain),
    rows.map((row) => row.map(({ text }) => plain(text))),
  );
}
