import type { DatasetDef } from '../../src/assets/datasets/dataset.js';
import { decodeNamedImage } from '../../src/assets/datasets/decode-image.js';
import { evenContents } from '../../src/core/data/contents.js';
import { DataError } from '../../src/core/errors.js';

/** Images that are made, not read: level or upright stripes under grain. */
export const stripes: DatasetDef = {
  type: 'stripes',
  summary: 'stripes, made on the spot',
  side: 32,
  matches: (source) => source === 'stripes',
  contents: () => evenContents(CLASS_NAMES, { train: IMAGES, test: IMAGES }),
  prepare: async () => ({ skipped: [] }),
  open: async () => ({
    classNames: CLASS_NAMES,
    side: SIDE,
    files: () => null,
    labels: () => Uint16Array.from({ length: IMAGES }, (_, index) => labelOf(index)),
    read(split, indices) {
      const images = new Uint8Array(indices.length * SIDE * SIDE * 3);
      for (let i = 0; i < indices.length; i += 1) {
        const index = indices[i]!;
        if (index >= IMAGES) throw new DataError(`stripes lack image ${index} of ${split}.`);
        images.set(draw(index), i * SIDE * SIDE * 3);
      }
      return images;
    },
    close() {},
  }),
  decode: (path) => decodeNamedImage(path, SIDE),
};

const SIDE = 32;
/** Of each split. */
const IMAGES = 60;
const CLASS_NAMES = ['level', 'upright'] as const;

function labelOf(index: number): number {
  return index % CLASS_NAMES.length;
}

function draw(index: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, place) => {
    const pixel = Math.floor(place / 3);
    const along = labelOf(index) === 0 ? Math.floor(pixel / SIDE) : pixel % SIDE;
    return (Math.floor(along / 4) % 2) * 60 + grain(index * SIDE * SIDE + pixel);
  });
}

/** 0 to 190, scattered. */
function grain(seed: number): number {
  return (Math.imul(seed ^ (seed >>> 7), 0x9e3779b1) >>> 8) % 191;
}
