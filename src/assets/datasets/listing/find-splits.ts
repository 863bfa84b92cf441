import { basename, join, relative } from 'node:path';
import { SPLITS, type Split } from '../../../core/data/contents.js';
import { DataError } from '../../../core/errors.js';
import { count } from '../../../core/words/numbers.js';
import { imagesByName } from './image-kinds.js';
import { layoutText } from './layout-text.js';
import { placeOf } from './same-name.js';
import { isNeutral, type NamedSplits, namedSplits, splitNamed, wordsOf } from './split-names.js';
import { type Entries, entriesOf } from './walk.js';

/** Where the classes of each split lie. */
export interface FoundSplits {
  readonly train: ClassFolders;
  readonly val: ClassFolders | null;
  readonly test: ClassFolders | null;
  /** How the folder was read where that is not plain, and what in it was not. */
  readonly notes: readonly string[];
}

export interface ClassFolders {
  /** Absolute. */
  readonly folder: string;
  /** Of the class folders in it, sorted. */
  readonly names: readonly string[];
}

/**
 * Finds the splits of a source: folders named as such, in it or in the one folder that it holds
 * (`archive/dataset/train`), or one in another (`seg_train/seg_train`); else its folders are the
 * classes to train on. It rather refuses than lets a test split into training.
 *
 * @throws {DataError} no such folder, or another layout; says which.
 */
export function findSplits(source: string): FoundSplits {
  const root = unwrap(source);
  const { folders } = refuseBrokenLinks(root);
  const named = namedSplits(folders);
  const [train, val, test] = SPLITS.map((split) => classesOf(root, named, split));
  const isSplit = new Set(Object.values(named).flat());
  const others = folders.filter((name) => !isSplit.has(name));
  const trained = train ?? { folder: root, names: others };
  const found = {
    train: trained,
    val: val ? withoutWrapping(val, trained) : null,
    test: test ? withoutWrapping(test, trained) : null,
  };
  if (!train) refuseStrangers(root, others, found);
  const notRead = train ? folders.filter((name) => !isChosen(found, join(root, name))) : [];
  return {
    ...found,
    notes: [
      ...readAs(source, found),
      ...notReadNotes(notRead),
      ...[...new Set([root, found.train.folder])].flatMap(strayNotes),
    ],
  };
}

/** The folder itself; where it holds nothing but one folder of folders, that one, and so on. */
function unwrap(folder: string, as: Split | null = null): string {
  let at = folder;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const { folders, files } = entriesOf(at);
    const [only] = folders;
    if (only === undefined || folders.length > 1 || imagesByName(files) > 0) return at;
    const split = splitNamed(only);
    const inner = entriesOf(join(at, only));
    const isWrapping = inner.folders.length > 0 && imagesByName(inner.files) === 0;
    if (split === null ? !isWrapping : split !== as) return at;
    at = join(at, only);
  }
  return at;
}

/** Wrappings that are taken off. */
const DEEPEST = 4;

/** The folder of a split: the plainly named one, where several could be it. */
function classesOf(root: string, named: NamedSplits, split: Split): ClassFolders | null {
  const names = named[split];
  if (names.length === 0) return null;
  const name = names.length === 1 ? names[0] : names.find((each) => each === split);
  if (name === undefined) {
    throw new DataError(
      `${names.map((each) => `${each}/`).join(' and ')} in ${root} could each be the ${split} split: name the one to use ${split}/, or, if they are classes of it, put them into a folder ${split}/.`,
    );
  }
  const folder = unwrap(join(root, name), split);
  return { folder, names: refuseBrokenLinks(folder).folders };
}

/** A split without classes whose images lie one folder deeper, as `val/images`, by that folder. */
function withoutWrapping(split: ClassFolders, train: ClassFolders): ClassFolders {
  const [only, second] = split.names;
  if (only === undefined || second !== undefined || placeOf(only, train.names) >= 0) return split;
  const words = wordsOf(only);
  const isWrapping =
    (words.length > 0 && words.every(isNeutral)) || only === basename(split.folder);
  const inside = join(split.folder, only);
  if (!isWrapping || entriesOf(inside).folders.length > 0) return split;
  return { folder: inside, names: [] };
}

/** @throws {DataError} a link here leads nowhere: a class or a split that would be missed. */
function refuseBrokenLinks(folder: string): Entries {
  const entries = entriesOf(folder);
  const broken = entries.odd.find(({ kind }) => kind.includes('link'));
  if (!broken) return entries;
  throw new DataError(`${join(folder, broken.name)} is a ${broken.kind}: repair or remove it.`);
}

/** Without a training split, a test split must have the classes beside it: else it may be one. */
function refuseStrangers(
  root: string,
  classes: readonly string[],
  found: Omit<FoundSplits, 'notes'>,
): void {
  const strange = [found.val, found.test].find(
    (split) =>
      split && (split.names.length === 0 || !split.names.every((name) => classes.includes(name))),
  );
  if (!strange) return;
  throw new DataError(
    `${strange.folder} is named as a split, but there is no training split with its classes. ${EXPECTED}, but ${layoutText(root)}. Call the folder of the classes to train on train/, or name it as \`data.source\`.`,
  );
}

/** The layouts that are read, in words. */
export const EXPECTED =
  'Expected train/<class>/*, optionally with val/ and test/ like it, or <class>/* alone';

function isChosen(found: Omit<FoundSplits, 'notes'>, folder: string): boolean {
  return SPLITS.some((split) => {
    const chosen = found[split]?.folder;
    return chosen !== undefined && !relative(folder, chosen).startsWith('..');
  });
}

/** Folders that are named. */
const SHOWN = 8;

function notReadNotes(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, SHOWN).map((name) => `${name}/`);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return [`Not read: ${shown.join(', ')}${more}.`];
}

function readAs(source: string, found: Omit<FoundSplits, 'notes'>): readonly string[] {
  const read = SPLITS.flatMap((split) => {
    const { folder, names } = found[split] ?? { folder: source, names: [] };
    return names.length === 0 ? [] : [{ split, from: relative(source, folder) }];
  });
  const isPlain = read.every(({ split, from }) => from === split || from === '');
  const named = read.map(({ split, from }) => `${split} from ${from === '' ? '.' : from}/`);
  return isPlain ? [] : [`Read as: ${named.join(', ')}.`];
}

function strayNotes(folder: string): readonly string[] {
  const images = imagesByName(entriesOf(folder).files);
  if (images === 0) return [];
  return [`${count(images, 'image')} directly in ${folder}, in no class, left out.`];
}
