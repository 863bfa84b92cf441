import { relative } from 'node:path';
import { drawSplit } from '../../core/data/draw-split.js';
import type { DataSpec } from '../../core/sweep.js';
import { count, grouped } from '../../core/words/numbers.js';
import type { Dataset, StoredFile } from './dataset.js';

/**
 * What a person should know of files that are copies of each other, byte for byte: between the
 * images that a sweep trains on and those that it validates on, between those of the source and its
 * test split, and in two classes at once.
 */
export function copyNotes(dataset: Dataset, data: DataSpec, seed: number): readonly string[] {
  const files = dataset.files('train');
  if (!files) return [];
  const labels = dataset.labels('train');
  const given = data.valFrom === 'folder' ? dataset.files('val') : null;
  const counts = { train: data.train, val: given ? 0 : data.val };
  const drawn = drawSplit(labels, dataset.classNames.length, counts, seed);
  const of = (places: Uint32Array) => Array.from(places, (place) => files[place]!);
  const [train, val] = [of(drawn.train), given ?? of(drawn.val)];
  const text = (pair: Pair) => pairText(data.source, pair);
  return [
    ...told(copies(val, train), ([one, ...more]) => {
      const few = `${grouped(1 + more.length)} of ${count(val.length, 'image')} to validate on`;
      return `${few} also ${more.length > 0 ? 'are' : 'is'} among those to train on, byte for byte (${text(one)}): validation flatters the trials.`;
    }),
    ...told(copies(dataset.files('test') ?? [], [...train, ...val]), ([one, ...more]) => {
      return `${count(1 + more.length, 'image')} of the test split also ${more.length > 0 ? 'are' : 'is'} among those to train or validate on, byte for byte (${text(one)}): the test flatters the trials.`;
    }),
    ...told(inTwoClasses(files, labels), ([one, ...more]) => {
      return `${count(1 + more.length, 'image')} ${more.length > 0 ? 'lie' : 'lies'} in two classes at once, byte for byte (${text(one)}).`;
    }),
  ];
}

/** A file, and the one that it is a copy of. */
interface Pair {
  readonly copy: StoredFile;
  readonly of: StoredFile;
}

function copies(among: readonly StoredFile[], others: readonly StoredFile[]): readonly Pair[] {
  const known = new Map(others.map((file) => [file.digest, file]));
  return among.flatMap((copy) => {
    const of = known.get(copy.digest);
    return of ? [{ copy, of }] : [];
  });
}

function inTwoClasses(files: readonly StoredFile[], labels: Uint16Array): readonly Pair[] {
  const first = new Map<string, number>();
  return files.flatMap((copy, place) => {
    const before = first.get(copy.digest);
    if (before === undefined) first.set(copy.digest, place);
    if (before === undefined || labels[before] === labels[place]) return [];
    return [{ copy, of: files[before]! }];
  });
}

function told(
  pairs: readonly Pair[],
  say: (pairs: readonly [Pair, ...Pair[]]) => string,
): readonly string[] {
  const [first, ...rest] = pairs;
  return first ? [say([first, ...rest])] : [];
}

function pairText(source: string, { copy, of }: Pair): string {
  return `${relative(source, copy.path)} is ${relative(source, of.path)}`;
}
