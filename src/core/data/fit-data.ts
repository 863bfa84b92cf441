import { DataError } from '../errors.js';
import type { DataSpec } from '../sweep.js';
import { count, grouped } from '../words/numbers.js';

/**
 * The counts of a sweep over the images that there are, now that they are decoded. Where broken ones
 * were left out, `train` and `val` shrink in proportion: a sweep that asked for all there are still
 * gets all there are. `images`: in each split; `skipped`: how many were left out.
 *
 * @throws {DataError} it asks for more.
 */
export function fitData(
  data: DataSpec,
  images: { readonly train: number; readonly val: number },
  skipped: number,
): DataSpec {
  const given = data.valFrom === 'folder';
  const fitted = given ? { ...data, val: Math.min(data.val, images.val) } : data;
  const asked = given ? data.train : data.train + data.val;
  if (asked <= images.train) return fitted.val === data.val ? data : fitted;
  if (asked - skipped <= images.train) {
    if (given) return { ...fitted, train: images.train };
    // Never none: a trial without validation images has nothing to be ranked by.
    const val = Math.max(1, Math.round((data.val * images.train) / asked));
    if (val < images.train) return { ...data, train: images.train - val, val };
  }
  const left = skipped > 0 ? ` (${count(skipped, 'broken image')} left out)` : '';
  throw new DataError(
    `The sweep asks for ${grouped(data.train)} images to train and ${grouped(data.val)} to validate, but the training split of ${data.source} has ${grouped(images.train)}${left}. Ask for fewer under \`data\`.`,
  );
}
