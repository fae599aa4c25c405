/** `backupplan/pictures`: the pictures that a plan has, and one of them drawn, for a client that shows them beside the text. */
import { obstacles } from '../engine/generate/obstacles.ts';
import type { Table } from '../engine/generate/pictures/picture.ts';
import { pictureChoices } from '../engine/generate/pictures/pictures.ts';
import { dark, light, type Palette, pictureRules } from '../engine/generate/pictures/svg/style.ts';
import type { Session } from './session.ts';

export const PICTURES = 'backupplan/pictures';

export interface PicturesRequest {
  readonly textDocument: { readonly uri: string };
  /** The picture that is asked for; one that the plan does not have, or has no longer, is answered with the first. */
  readonly kind?: string;
  readonly of?: string;
}

export interface PicturesAnswer {
  readonly choices: readonly { readonly kind: string; readonly of?: string; readonly label: string }[];
  readonly picture?: {
    readonly kind: string;
    readonly of?: string;
    readonly title: string;
    readonly description: string;
    /** Without colours of its own: they come from `style`. */
    readonly svg: string;
    readonly table: Table;
  };
  /** What somebody who looks at it must know: why there is none, or that something is left out. */
  readonly note?: string;
  /** The style sheet that the SVG is drawn for; its colours are the custom properties `--picture-NAME` of the palettes. */
  readonly style: { readonly rules: string; readonly light: Palette; readonly dark: Palette };
}

export function picturesFor(session: Session, path: string, { kind, of }: PicturesRequest): PicturesAnswer {
  const examination = session.examination(path);
  const style = { rules: pictureRules, light, dark };
  if (examination.plan.library)
    return {
      choices: [],
      note: 'A file without a `plan` block is a library: its declarations are drawn in the plans that import it.',
      style,
    };
  const choices = pictureChoices(examination);
  const chosen = choices.find((choice) => choice.kind === kind && choice.of === of) ?? choices[0];
  const picture = chosen?.make();
  const unread = obstacles(examination).length;
  const notes = [
    ...(unread === 0 ? [] : ['The plan cannot be read whole: something may be missing here.']),
    ...(picture === undefined ? [`${chosen?.label ?? 'This picture'}: there is nothing to draw yet.`] : []),
  ];
  return {
    choices: choices.map((choice) => ({ kind: choice.kind, of: choice.of, label: choice.label })),
    picture: picture && {
      kind: picture.kind,
      of: picture.of,
      title: picture.title,
      description: picture.description,
      svg: picture.draw('none'),
      table: picture.table,
    },
    note: notes.length === 0 ? undefined : notes.join(' '),
    style,
  };
}
