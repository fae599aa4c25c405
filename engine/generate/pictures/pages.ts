import type { Page } from '../page.ts';
import type { Picture } from './picture.ts';

/** The files of the folder `pictures/`. */
export function picturePages(all: readonly Picture[]): readonly Page[] {
  return all.map((picture) => ({ path: pathOfPicture(picture), write: () => picture.draw('own') }));
}

function pathOfPicture({ name }: Pick<Picture, 'name'>): string {
  return `pictures/${name}.svg`;
}

/** As a document in `documents/` names it. */
export function addressOfPicture(picture: Pick<Picture, 'name'>): string {
  return `../${encodeURI(pathOfPicture(picture))}`;
}
