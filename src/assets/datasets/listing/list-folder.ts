import { extname, join } from 'node:path';
import type { Split } from '../../../core/data/contents.js';
import { DataError } from '../../../core/errors.js';
import { sniffFile } from '../content/sniff.js';
import { type ClassFolders, EXPECTED, findSplits } from './find-splits.js';
import { kindByName } from './image-kinds.js';
import { layoutText } from './layout-text.js';
import type { FolderListing, ListedImage, UnreadableImage } from './listing.js';
import { listingNotes } from './listing-notes.js';
import { refuseClasses, refuseInside } from './refuse-classes.js';
import { nearlySame, placeOf } from './same-name.js';
import { type Walked, walk } from './walk.js';

/**
 * Lists the images of a folder by split and class; opens none of them. What is hidden or left by
 * tools is passed over, links are followed, and what is no regular file is never opened.
 *
 * @throws {DataError} no such folder, none that can be read as splits and classes, a class without
 * images, or a split with a class that the training split does not have.
 */
export function listFolder(source: string): FolderListing {
  const found = findSplits(source);
  const classNames = found.train.names;
  if (classNames.length < 2) throw tooFew(source, found.train);
  refuseClasses(source, found.train);
  const seen: Seen = { unreadable: [], others: new Map(), unnamed: [] };
  const train = listSplit(source, 'train', found.train, found.train, seen);
  const trained = new Set(train.map(({ label }) => label));
  const empty = classNames.filter((_, label) => !trained.has(label));
  if (empty.length > 0) throw withoutImages(source, found.train.folder, empty, seen);
  const of = (split: 'val' | 'test') => {
    const folders = found[split];
    return folders?.names.length ? listSplit(source, split, folders, found.train, seen) : null;
  };
  const images = { train, val: of('val'), test: of('test') };
  const notes = [...found.notes, ...listingNotes({ source, found, classNames, images, ...seen })];
  return { classNames, images, unreadable: seen.unreadable, notes };
}

/** What is met on the way, and not listed. */
export interface Seen {
  readonly unreadable: UnreadableImage[];
  /** Paths of files that are not images, by extension. */
  readonly others: Map<string, string[]>;
  /** Paths of files that are images by their content alone. */
  readonly unnamed: string[];
}

function listSplit(
  source: string,
  split: Split,
  { folder, names }: ClassFolders,
  train: ClassFolders,
  seen: Seen,
): readonly ListedImage[] {
  const strange = names.filter((name) => placeOf(name, train.names) < 0);
  if (strange.length > 0) throw strangers(folder, strange, train);
  return names.flatMap((name) => {
    const walked = walk(join(folder, name), [source, folder]);
    refuseInside(source, join(folder, name), walked);
    return sortOut(walked, split, placeOf(name, train.names), seen);
  });
}

function strangers(folder: string, strange: readonly string[], train: ClassFolders): DataError {
  const which = strange.length === 1 ? 'is a class' : 'are classes';
  const places = strange.slice(0, 5).map((name) => join(folder, name));
  const more = strange.length > 5 ? ', ...' : '';
  const near = nearlySame(strange[0]!, train.names);
  const pair = [strange[0]!, near].map((name) => JSON.stringify(name));
  const hint =
    near === undefined
      ? `Remove or rename ${strange.length === 1 ? 'it' : 'them'}, or read no other split: name ${train.folder} as \`data.source\`.`
      : `Capitals, blanks and marks count, and ${pair[0]} is not ${pair[1]}: rename one.`;
  return new DataError(
    `${places.join(', ')}${more} ${which} that train/ does not have: its classes are ${train.names.slice(0, 10).join(', ')}. ${hint}`,
  );
}

function sortOut(
  { files, odd }: Walked,
  split: Split,
  label: number,
  seen: Seen,
): readonly ListedImage[] {
  const images: ListedImage[] = [];
  for (const path of files) {
    const kind = kindByName(path);
    if (kind === 'image') images.push({ path, label });
    else if (kind === 'unreadable') {
      seen.unreadable.push({ path, label, split, kind: extname(path).toLowerCase() });
    } else if (sniffFile(path) !== null) {
      seen.unnamed.push(path);
    } else {
      const extension = extname(path).toLowerCase();
      const alike = seen.others.get(extension);
      if (alike) alike.push(path);
      else seen.others.set(extension, [path]);
    }
  }
  for (const { path, kind } of odd) seen.unreadable.push({ path, label, split, kind });
  return images;
}

function tooFew(source: string, { folder, names }: ClassFolders): DataError {
  const got = names.length === 0 ? '0' : `1 (${names[0]})`;
  return new DataError(
    `${folder} should hold one folder of images per class (${join(folder, 'cat', 'any-name.jpg')}) and at least two classes; it has ${got}. ${EXPECTED}, but ${layoutText(source)}.`,
  );
}

function withoutImages(
  source: string,
  folder: string,
  classes: readonly string[],
  { unreadable, unnamed }: Seen,
): DataError {
  const place = join(folder, classes[0]!);
  const more = classes.length > 1 ? ` (nor has ${classes.slice(1, 6).join(', ')})` : '';
  const inside = (path: string) => path.startsWith(join(place, '/'));
  const kinds = new Set(unreadable.filter(({ path }) => inside(path)).map(({ kind }) => kind));
  const named = unnamed.some(inside) ? ['images whose names do not end in .jpg, .png or kin'] : [];
  const has = [...kinds, ...named];
  const why = has.length > 0 ? `: it has ${has.join(', ')}` : '';
  const layout =
    has.length > 0
      ? ''
      : ` ${EXPECTED}, but ${layoutText(source)}. Remove what is no class, or name the folder that holds the classes as \`data.source\`.`;
  return new DataError(`${place} has no images that can be read${more}${why}.${layout}`);
}
