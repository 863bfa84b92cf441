import { dirname, resolve } from 'node:path';
import { datasets } from '../../assets/datasets/index.js';
import type { SearchSpace } from '../../core/space.js';
import { largestOf } from '../space/possible-values.js';
import type { Keys } from './reading.js';

type Given = NonNullable<Keys['data']>;

/** The source as `datasets` know it: a name, or an absolute path. */
export function sourceOf({ source }: Given, file: string): string {
  const isNamed = datasets.some(({ type, matches }) => type === source && matches(type));
  return isNamed ? source : resolve(dirname(file), source);
}

/**
 * Side in pixels of a sweep's images before they are resized to `image_size`: what augmentations
 * see. A source's own, or what its files are decoded to.
 */
export function nativeSide(given: Given, space: SearchSpace, file: string): number {
  const source = sourceOf(given, file);
  const own = datasets.find(({ matches }) => matches(source))?.side;
  if (own !== undefined) return own;
  const drawn = largestOf(space, 'image_size') ?? given.image_size;
  // Where the parameter's condition fails, images have the file's own side.
  const largest = space.image_size?.when ? Math.max(drawn, given.image_size) : drawn;
  return given.decode_size ?? Math.round((largest * 8) / 7);
}
