import { extname, join, relative } from 'node:path';
import { count, grouped } from '../../../core/words/numbers.js';
import type { FoundSplits } from './find-splits.js';
import { imagesByName } from './image-kinds.js';
import type { FolderListing } from './listing.js';
import { type Entries, entriesOf } from './walk.js';

/** What a listing was made from, and what was met on the way. */
interface Listed extends Pick<FolderListing, 'classNames' | 'images'> {
  readonly source: string;
  readonly found: FoundSplits;
  /** Paths of files that are not images, by extension. */
  readonly others: ReadonlyMap<string, readonly string[]>;
  /** Paths of files that are images by their content alone. */
  readonly unnamed: readonly string[];
}

/** What a person should know of a folder: what in it is not used, and what splits lack. */
export function listingNotes(listed: Listed): readonly string[] {
  return [
    ...innerNotes(listed),
    ...capitalNotes(listed),
    ...maskNotes(listed),
    ...unnamedNotes(listed),
    ...ignoredNotes(listed),
    ...splitNotes(listed),
  ];
}

/** The same folders in each class and nothing beside them: they may be what was meant as classes. */
function innerNotes({ found: { train } }: Listed): readonly string[] {
  const inner = train.names.map((name) => entriesOf(join(train.folder, name)));
  const [first] = inner;
  if (!first || first.folders.length < 2) return [];
  const isAlike = ({ files, folders }: Entries) =>
    imagesByName(files) === 0 && folders.join('/') === first.folders.join('/');
  if (!inner.every(isAlike)) return [];
  const [outer, same] = [train.names, first.folders].map((names) => namesText(names, 3));
  return [
    `The classes are ${outer}. Each holds the folders ${same}: if those are the classes, put the images of each into one folder.`,
  ];
}

/** `Cat` beside `cat`: two classes of letters may be called so, two of words hardly. */
function capitalNotes({ classNames }: Listed): readonly string[] {
  const seen = new Map<string, string>();
  for (const name of classNames) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined && name.length > 1) {
      return [
        `${other} and ${name} are two classes, which differ in capitals alone: if they are one, put the images of both into one folder.`,
      ];
    }
    seen.set(name.toLowerCase(), name);
  }
  return [];
}

/** `7_mask.png` beside `7.png`: it trains as another image of its class. */
function maskNotes({ source, images: { train } }: Listed): readonly string[] {
  const known = new Set(train.map(({ path }) => stemOf(path)));
  const masks = train.filter(({ path }) => {
    const bare = stemOf(path).replace(MASK, '');
    return bare !== stemOf(path) && known.has(bare);
  });
  const [first] = masks;
  if (!first) return [];
  return [
    `${count(masks.length, 'image')} named as masks of others, such as ${relative(source, first.path)}, train as images of their class: move them elsewhere if they are none.`,
  ];
}

const MASK =
  /[\s._-]+(?:masks?|labels?|gt|groundtruth|seg|segmentation|annotation)(?:[\s._-]?\d+)?$/i;

function stemOf(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}

function unnamedNotes({ source, unnamed }: Listed): readonly string[] {
  const [first] = unnamed;
  if (first === undefined) return [];
  return [
    `${count(unnamed.length, 'file')} left out, an image by content but not by name, such as ${relative(source, first)}: a name that ends in .jpg or .png makes it one.`,
  ];
}

function ignoredNotes({ source, others }: Listed): readonly string[] {
  const [first] = [...others.values()].flat();
  if (first === undefined) return [];
  const kinds = [...others].map(
    ([extension, files]) => `${grouped(files.length)} ${extension || 'without extension'}`,
  );
  const example = relative(source, first);
  return [`Files that are not images were ignored: ${kinds.join(', ')}, such as ${example}.`];
}

function splitNotes({ source, found, classNames, images }: Listed): readonly string[] {
  return (['val', 'test'] as const).flatMap((split) => {
    const folders = found[split];
    if (!folders) return [];
    const place = `${relative(source, folders.folder)}/`;
    if (folders.names.length === 0) {
      const images = imagesByName(entriesOf(folders.folder).files);
      if (images === 0) return [`${place} has neither class folders nor images.`];
      const loose = count(images, 'image');
      return [
        `${place} is not used as ${split} split: it has ${loose} but no class folders. \`thaw predict\` takes them.`,
      ];
    }
    const there = new Set(images[split]?.map(({ label }) => label));
    const lacking = classNames.filter((_, label) => !there.has(label));
    if (lacking.length === 0) return [];
    return [`${place} has no images of ${namesText(lacking, 10)}.`];
  });
}

function namesText(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}
