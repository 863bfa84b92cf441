import { datasets } from '../../assets/datasets/index.js';
import { type Contents, imagesIn } from '../../core/data/contents.js';
import { ThawError } from '../../core/errors.js';
import type { SearchSpace } from '../../core/space.js';
import type { DataSpec } from '../../core/sweep.js';
import { didYouMean } from '../../core/words/nearest-name.js';
import { nativeSide, sourceOf } from './native-side.js';
import type { FileReading, Keys } from './reading.js';

type Given = NonNullable<Keys['data']>;

/** The images of a sweep, fractions turned into counts; undefined after noting what is wrong. */
export function resolveData(
  given: Given,
  root: Readonly<Record<string, unknown>>,
  space: SearchSpace,
  reading: FileReading,
): DataSpec | undefined {
  const source = sourceOf(given, reading.file);
  const contents = look(source, given.source, reading);
  if (contents === undefined) return undefined;
  const named = (root.data ?? {}) as Readonly<Record<string, unknown>>;
  const { train, val = null } = given;
  const isNamed = named.train != null;
  const counts =
    val === 'folder'
      ? withGivenVal(isNamed ? train : null, contents, reading)
      : drawnCounts({ train, isNamed, val }, contents, reading);
  if (!counts || lacksClasses(counts.train, contents, reading)) return undefined;
  return { source, ...counts, decodeSize: decodeSize(given, space, reading) };
}

/** What the source holds; null where it can't be known yet; undefined after noting a mistake. */
function look(source: string, spelled: string, { available, findings }: FileReading) {
  try {
    return available(source);
  } catch (error) {
    // What the machine cannot read is no mistake of the file's.
    if (!(error instanceof ThawError) || error.cause !== undefined) throw error;
    const nearest = didYouMean(
      spelled,
      datasets.map(({ type }) => type),
    );
    const why = nearest === '' ? error.message : error.message.replace(/\.$/, '');
    findings.error(['data', 'source'], `${why}${nearest}`);
    return undefined;
  }
}

type Counts = Pick<DataSpec, 'train' | 'val' | 'valFrom'>;

/** All of the source's own validation split, and of its training split all or what `train` says. */
function withGivenVal(
  asked: number | null,
  contents: Contents | null,
  reading: FileReading,
): Counts | undefined {
  const { findings } = reading;
  const val = imagesIn(contents?.counts.val ?? null);
  if (contents === null || val === 0) {
    const seen = contents?.notes.find((note) => note.includes('not used as val split'));
    const why = seen === undefined ? 'it has none' : seen.replace(/\. .*$/, '');
    findings.error(['data', 'val'], `expected a source with images in val/<class>/*; ${why}`);
    return undefined;
  }
  const total = imagesIn(contents.counts.train);
  const train = asked === null ? total : amountOf(asked, 'train', total, reading)?.count;
  if (train === undefined) return undefined;
  if (train <= total) return { train, val, valFrom: 'folder' };
  findings.error(['data', 'train'], `${atMost(total)}; got ${train} to train on`);
  return undefined;
}

interface Asked {
  readonly train: number;
  /** False: `train` is the default. */
  readonly isNamed: boolean;
  /** Null: the default. */
  readonly val: number | null;
}

/** Both drawn from the training split. What a default of one leaves too little for, it gives up. */
function drawnCounts(
  asked: Asked,
  contents: Contents | null,
  reading: FileReading,
): Counts | undefined {
  const total = contents && imagesIn(contents.counts.train);
  const train = amountOf(asked.train, 'train', total, reading);
  const val =
    asked.val !== null
      ? amountOf(asked.val, 'val', total, reading)
      : train && { count: defaultVal(train.count, asked.isNamed, contents), fraction: DEFAULT_VAL };
  if (!train || !val) return undefined;
  if (total === null || train.count + val.count <= total) {
    return { train: train.count, val: val.count };
  }
  const rest = total - val.count;
  // Both were rounded up, or the default is more than is left.
  const fractions = (train.fraction ?? 1) + (val.fraction ?? 1);
  if (rest > 0 && (fractions <= 1 + 1e-9 || !asked.isNamed)) {
    return { train: rest, val: val.count };
  }
  const added = asked.val === null ? ' (the default)' : '';
  // A default is a fraction too, and more than a tenth where classes are small.
  const shares = asked.val === null ? (train.count + val.count) / total : fractions;
  const sum =
    train.fraction !== null && val.fraction !== null
      ? `, ${+shares.toFixed(6)} of what there is`
      : '';
  reading.findings.error(
    ['data', asked.isNamed ? 'train' : 'val'],
    `${atMost(total)}; got ${train.count} to train on and ${val.count}${added} to validate on${sum}`,
  );
  return undefined;
}

function atMost(total: number): string {
  return `expected at most ${total} images, which is all that the training split has`;
}

/** Of the training split. */
const DEFAULT_VAL = 0.1;

/**
 * A tenth of all there are, an image of each class that has two at least; at most half as many as
 * the file names to train on.
 */
function defaultVal(train: number, isNamed: boolean, contents: Contents | null): number {
  const half = Math.max(1, Math.floor(train / 2));
  if (contents === null) return half;
  const classes = contents.counts.train.filter((images) => images > 1).length;
  const tenth = Math.round(DEFAULT_VAL * imagesIn(contents.counts.train));
  return Math.max(
    1,
    isNamed ? Math.min(Math.max(tenth, classes), half) : Math.max(Math.min(tenth, half), classes),
  );
}

/** Whether there are fewer images to train on than classes; notes it. */
function lacksClasses(
  train: number,
  contents: Contents | null,
  { findings }: FileReading,
): boolean {
  const classes = contents?.classNames.length ?? 0;
  if (train >= classes) return false;
  findings.error(
    ['data', 'train'],
    `expected at least ${classes} images, one for each class; got ${train}${train === 1 ? '; for all of them write 1.0' : ''}`,
  );
  return true;
}

interface Amount {
  readonly count: number;
  /** Null: a count was asked for. */
  readonly fraction: number | null;
}

/** Images that `train` or `val` asks for: `1.0` is all of them, `1` is one. */
function amountOf(
  given: number,
  key: 'train' | 'val',
  total: number | null,
  { findings, spelling }: FileReading,
): Amount | undefined {
  const path = ['data', key];
  const isFraction = given < 1 || (given === 1 && /[.eE]/.test(spelling(path) ?? ''));
  if (!isFraction) {
    if (Number.isInteger(given)) return { count: given, fraction: null };
    findings.error(
      path,
      `expected a whole number of images, or a fraction up to 1.0; got ${given}`,
    );
    return undefined;
  }
  if (total === null) {
    const why = 'how many images there are is not known before they are fetched';
    findings.error(path, `expected a count, as ${why}; got the fraction ${given}`);
    return undefined;
  }
  const count = Math.round(given * total);
  if (count > 0) return { count, fraction: given };
  findings.error(path, `expected at least one image; ${given} of ${total} is none`);
  return undefined;
}

function decodeSize(given: Given, space: SearchSpace, { file, findings }: FileReading): number {
  const side = nativeSide(given, space, file);
  if (given.decode_size != null && given.decode_size !== side) {
    const message = `the images of ${given.source} have ${side} pixels a side; this value is ignored`;
    findings.warn(['data', 'decode_size'], message);
  }
  return side;
}
