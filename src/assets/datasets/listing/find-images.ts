import { extname } from 'node:path';
import { kindByName } from './image-kinds.js';
import { walk } from './walk.js';

/** The images in a folder at any depth, whatever its layout. Paths are absolute, in order. */
export interface FoundImages {
  readonly images: readonly string[];
  /** What is an image by its name, and of a kind that is not read. */
  readonly unreadable: readonly { readonly path: string; readonly kind: string }[];
}

/** @throws {DataError} a folder in it cannot be read. */
export function findImages(folder: string): FoundImages {
  const { files, odd } = walk(folder);
  const of = (kind: string) => files.filter((path) => kindByName(path) === kind);
  const others = of('unreadable').map((path) => ({ path, kind: extname(path).toLowerCase() }));
  return { images: of('image'), unreadable: [...others, ...odd] };
}
