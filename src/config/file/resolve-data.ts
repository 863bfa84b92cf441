import { datasets } from '../../assets/datasets/index.js';
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
  const { findings } = reading;
  const source = sourceOf(given, reading.file);
  const available = look(source, given.source, reading);
  if (available === undefined) return undefined;

  const total = available?.train ?? null;
  const train = amount(given.train, 'train', total, reading);
  const val =
    given.val === undefined || given.val === null
      ? defaultVal(train, total)
      : amount(given.val, 'val', total, reading);
  if (train === undefined || val === undefined) return undefined;

  if (total !== null && train + val > total) {
    const added = given.val == null ? ' (the default)' : '';
    findings.error(
      ['data', 'train' in ((root.data ?? {}) as object) ? 'train' : 'val'],
      `expected at most ${total} images, which is all that the training split has; got ${train} to train on and ${val}${added} to validate on`,
    );
    return undefined;
  }
  if (available && train < available.classes) {
    findings.error(
      ['data', 'train'],
      `expected at least ${available.classes} images, one for each class; got ${train}${train === 1 ? '; for all of them write 1.0' : ''}`,
    );
    return undefined;
  }
  return { source, train, val, decodeSize: decodeSize(given, space, reading) };
}

/** What the source holds; null where it can't be known yet; undefined after noting a mistake. */
function look(source: string, spelled: string, { available, findings }: FileReading) {
  try {
    return available(source);
  } catch (error) {
    if (!(error instanceof ThawError)) throw error;
    const nearest = didYouMean(
      spelled,
      datasets.map(({ type }) => type),
    );
    findings.error(['data', 'source'], `${error.message}${nearest}`);
    return undefined;
  }
}

/** Images that `train` or `val` asks for: `1.0` is all of them, `1` is one. */
function amount(
  given: number,
  key: 'train' | 'val',
  total: number | null,
  { findings, spelling }: FileReading,
): number | undefined {
  const path = ['data', key];
  const isFraction = given < 1 || (given === 1 && /[.eE]/.test(spelling(path) ?? ''));
  if (!isFraction) {
    if (Number.isInteger(given)) return given;
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
  if (count > 0) return count;
  findings.error(path, `expected at least one image; ${given} of ${total} is none`);
  return undefined;
}

function defaultVal(train: number | undefined, total: number | null): number | undefined {
  if (train === undefined) return undefined;
  const half = Math.max(1, Math.floor(train / 2));
  return total === null ? half : Math.max(1, Math.min(Math.round(0.1 * total), half));
}

function decodeSize(given: Given, space: SearchSpace, { file, findings }: FileReading): number {
  const side = nativeSide(given, space, file);
  if (given.decode_size != null && given.decode_size !== side) {
    const message = `the images of ${given.source} have ${side} pixels a side; this value is ignored`;
    findings.warn(['data', 'decode_size'], message);
  }
  return side;
}
