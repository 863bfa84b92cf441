import type { Looked } from '../../core/looking/looked.js';
import { grouped } from '../../core/words/numbers.js';
import type { LookWarning } from '../documents/looking/look.js';
import type { Show } from './show.js';

/** Share of images from which on their sides are said. */
const SOME = 0.02;

/** Images that are much smaller than the network's input, or much longer than wide. */
export function warnOfFiles(
  { files, cutOffDrawn }: Pick<Looked, 'files' | 'cutOffDrawn'>,
  largest: number,
  show: Show,
): readonly LookWarning[] {
  const { images, least, median, small, long, mostCutOff } = files;
  const of = (some: number) =>
    `${some === images ? 'All' : `${grouped(some)} of`} ${grouped(images)}`;
  const warnings: LookWarning[] = [];
  if (small > 0 && small >= SOME * images) {
    warnings.push({
      kind: 'enlarged',
      message: `${of(small)} images that were looked at have a side of less than half of image_size ${largest} (smallest ${least}, median ${median} pixels): they are enlarged, which costs time and adds no detail. Compare smaller sizes: \`image_size: { values: [${sizes(median, largest).join(', ')}] }\`.`,
      images: [],
    });
  }
  if (long > 0 && long >= SOME * images) {
    warnings.push({
      kind: 'cut_off',
      message: `${of(long)} images that were looked at are more than twice as long as wide, or as wide as high: only the square in their middle is read, and up to ${Math.round(100 * mostCutOff)} % of one is cut off.`,
      images: cutOffDrawn.map((image) => show(image)),
    });
  }
  return warnings;
}

/** Sizes from near the images' own, doubled, to the one asked for. */
function sizes(own: number, largest: number): readonly number[] {
  const all: number[] = [];
  for (let size = Math.max(32, own); size < largest; size *= 2) all.push(size);
  return [...all, largest];
}
