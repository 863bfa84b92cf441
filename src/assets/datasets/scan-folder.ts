import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { DataError, messageOf } from '../../core/errors.js';
import type { Split } from './dataset.js';

/** Images of a folder by class, nothing decoded. */
export interface FolderListing {
  /** Sorted by code unit, as Python's `sorted` has them. */
  readonly classNames: readonly string[];
  readonly images: Readonly<Record<Split, readonly ListedImage[]>>;
  /** What was seen but isn't used, for a person. */
  readonly notes: readonly string[];
}

export interface ListedImage {
  readonly path: string;
  readonly label: number;
}

/**
 * Lists `train/<class>/**` and `test/<class>/**`, or, in a folder without `train`, `<class>/**` as
 * training images. Hidden files are ignored; other files that are not images are counted in a note.
 *
 * @throws {DataError} no such folder, no classes, or a class without images.
 */
export function scanFolder(source: string): FolderListing {
  const trainFolder = existsSync(join(source, 'train')) ? join(source, 'train') : source;
  const classNames = subfolders(trainFolder);
  if (classNames.length < 2) {
    throw new DataError(
      `${trainFolder} should hold one folder of images per class (${join(trainFolder, 'cat', 'any-name.jpg')}) and at least two classes; it has ${classNames.length}.`,
    );
  }
  const ignored = new Map<string, number>();
  const train = classNames.map((name, label) => {
    const images = listImages(join(trainFolder, name), label, ignored);
    if (images.length > 0) return images;
    throw new DataError(`${join(trainFolder, name)} has no images (${EXTENSIONS.join(' ')}).`);
  });
  const hasTest = trainFolder !== source && existsSync(join(source, 'test'));
  const test = hasTest ? listTest(join(source, 'test'), classNames, ignored) : [];
  const hasVal = trainFolder !== source && existsSync(join(source, 'val'));
  return {
    classNames,
    images: { train: train.flat(), test },
    notes: [...ignoredNotes(ignored), ...(hasVal ? [VAL_NOTE] : [])],
  };
}

/** What libvips as sharp ships it decodes, of what photographs come in. */
const EXTENSIONS = [
  '.jpg',
  '.jpeg',
  '.jpe',
  '.jfif',
  '.png',
  '.webp',
  '.gif',
  '.tif',
  '.tiff',
  '.avif',
];

const VAL_NOTE = 'val/ is not read: validation images are drawn from train/, by seed.';

function subfolders(folder: string): readonly string[] {
  return entries(folder)
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
    .sort();
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    throw new DataError(`${folder} cannot be read as a folder of images: ${messageOf(error)}.`);
  }
}

function listTest(
  folder: string,
  classNames: readonly string[],
  ignored: Map<string, number>,
): readonly ListedImage[] {
  return subfolders(folder).flatMap((name) => {
    const label = classNames.indexOf(name);
    if (label >= 0) return listImages(join(folder, name), label, ignored);
    throw new DataError(`${join(folder, name)} is a class that train/ does not have.`);
  });
}

function listImages(
  folder: string,
  label: number,
  ignored: Map<string, number>,
): readonly ListedImage[] {
  const images: ListedImage[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory() || entry.name.startsWith('.')) continue;
    const extension = extname(entry.name).toLowerCase();
    if (EXTENSIONS.includes(extension)) {
      images.push({ path: join(entry.parentPath ?? entry.path, entry.name), label });
    } else {
      ignored.set(extension, (ignored.get(extension) ?? 0) + 1);
    }
  }
  // Files come in whatever order the file system keeps them.
  return images.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function ignoredNotes(ignored: ReadonlyMap<string, number>): readonly string[] {
  if (ignored.size === 0) return [];
  const kinds = [...ignored].map(
    ([extension, count]) => `${count} ${extension || 'without extension'}`,
  );
  return [`Files that are not images were ignored: ${kinds.join(', ')}.`];
}
