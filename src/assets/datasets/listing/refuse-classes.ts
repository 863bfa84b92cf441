import { basename, join, relative } from 'node:path';
import { DataError } from '../../../core/errors.js';
import { type ClassFolders, EXPECTED } from './find-splits.js';
import { imagesByName } from './image-kinds.js';
import { layoutText } from './layout-text.js';
import { copyOf, isUnlabeled, kindsOfData, partsAmong } from './part-names.js';
import { sameName } from './same-name.js';
import { splitNamed } from './split-names.js';
import { entriesOf, type Walked } from './walk.js';

/**
 * Folders that would be taken for classes to train on, and by their names are none.
 *
 * @throws {DataError} with the layout that was seen.
 */
export function refuseClasses(source: string, train: ClassFolders): void {
  const refused = notClasses(train);
  if (refused === null) return;
  throw new DataError(
    `${refused.what}. ${EXPECTED}, but ${layoutText(source)}. ${refused.instead}`,
  );
}

interface Refused {
  readonly what: string;
  readonly instead: string;
}

function notClasses({ folder, names }: ClassFolders): Refused | null {
  const parts = partsAmong(names);
  if (parts.length > 0) {
    return {
      what: `${parts.slice(0, 3).join(', ')} in ${folder} are named as parts of one set, not as classes`,
      instead:
        'Put the images of each class into one folder, and name the folder that holds those as `data.source`; if these are classes, rename them.',
    };
  }
  const unlabeled = names.find(isUnlabeled);
  if (unlabeled !== undefined) {
    return {
      what: `${join(folder, unlabeled)} is named as images that nobody has labeled, among what would be classes to train on`,
      instead: 'Move it elsewhere; if it is a class, rename it.',
    };
  }
  const classes = { folder, names };
  return splitAmong(classes) ?? copyAmong(classes) ?? duplicateAmong(classes) ?? sameAmong(classes);
}

/** A class may be called `train`, where others are not called like splits; no other split may. */
function splitAmong({ folder, names }: ClassFolders): Refused | null {
  const splits = names.filter((name) => splitNamed(name) !== null);
  const apart = splits.find((name) => splitNamed(name) !== 'train');
  if (apart === undefined && splits.length < names.length) return null;
  return {
    what: `${join(folder, apart ?? names[0]!)} is named as a split, among what would be classes to train on`,
    instead: 'If it is a class, rename it.',
  };
}

/** `cat - Copy` beside `cat`. */
function duplicateAmong({ folder, names }: ClassFolders): Refused | null {
  const known = new Set(names);
  const copy = names.find((name) => known.has(copyOf(name) ?? ''));
  if (copy === undefined) return null;
  return {
    what: `${join(folder, copy)} is named as a copy of the class ${copyOf(copy)} beside it`,
    instead: 'Remove it, or put its images into that class; if it is another class, rename it.',
  };
}

/** Archives that are unpacked twice leave all classes once more, beside or within themselves. */
function copyAmong({ folder, names }: ClassFolders): Refused | null {
  const known = new Set(names);
  const copy = names.find((name) => holdsCopy(join(folder, name), name, known));
  if (copy === undefined) return null;
  return {
    what: `${join(folder, copy)} holds folders named as the classes beside it: its images would train as a class ${copy}`,
    instead: 'Remove it, or name the one to use as `data.source`.',
  };
}

/** `flowers/flowers/rose` beside `flowers/rose`, with a folder or two in between. */
function holdsCopy(folder: string, own: string, known: ReadonlySet<string>, depth = 0): boolean {
  const { files, folders } = entriesOf(folder);
  const others = folders.filter((inner) => inner !== own);
  if (folders.length === 0 || imagesByName(files) > 0) return false;
  if (others.length > 0 && others.every((inner) => known.has(inner))) return true;
  const [only] = folders;
  if (only === undefined || folders.length > 1 || depth >= 3) return false;
  return holdsCopy(join(folder, only), own, known, depth + 1);
}

function sameAmong({ folder, names }: ClassFolders): Refused | null {
  const seen = new Map<string, string>();
  for (const name of names) {
    const same = seen.get(sameName(name));
    if (same !== undefined) {
      return {
        what: `${JSON.stringify(same)} and ${JSON.stringify(name)} in ${folder} are one name but for blanks or for how its accents are encoded`,
        instead: 'Put the images of both into one folder.',
      };
    }
    seen.set(sameName(name), name);
  }
  return null;
}

/** A class that holds a test split is none: its images must not get into training. */
export function refuseInside(source: string, folder: string, { folders }: Walked): void {
  refuseMasks(source, folder);
  const splits = folders.filter((inner) => splitNamed(basename(inner)) !== null);
  const [first] = splits;
  if (first === undefined) return;
  // A class of trains may hold a folder `train`, beside others.
  const isTrain = splits.every((inner) => splitNamed(basename(inner)) === 'train');
  if (isTrain && splits.length < folders.length) return;
  throw new DataError(
    `${relative(source, first)}/ is named as a split, inside of what would be the class ${basename(folder)}. ${EXPECTED}, but ${layoutText(source)}. Name the folder that holds the splits as \`data.source\`, or rename it.`,
  );
}

/** Masks beside the images of a class would train as images of it. */
function refuseMasks(source: string, folder: string): void {
  const { folders } = entriesOf(folder);
  if (!kindsOfData(folders)) return;
  const withImages = folders.filter((name) => holdsImages(join(folder, name)));
  if (withImages.length < 2) return;
  throw new DataError(
    `${withImages.map((name) => `${name}/`).join(' and ')} in ${relative(source, folder)} are named as images and what was made of them: all would train as images of the class ${basename(folder)}. Leave the images alone there; if all are images of it, rename the folders.`,
  );
}

function holdsImages(folder: string): boolean {
  return imagesByName(entriesOf(folder).files) > 0;
}
