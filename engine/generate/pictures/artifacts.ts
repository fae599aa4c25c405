import type { Artifact } from '../artifact.ts';
import type { Picture } from './picture.ts';

/** The files of the folder `pictures/`. */
export function pictureArtifacts(all: readonly Picture[]): Artifact[] {
  return all.map((picture) => ({ path: pathOfPicture(picture), text: picture.draw('own'), executable: false }));
}

export function pathOfPicture({ name }: Pick<Picture, 'name'>): string {
  return `pictures/${name}.svg`;
}
