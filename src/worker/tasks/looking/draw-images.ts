import type { Dataset } from '../../../assets/datasets/dataset.js';
import { encodePng } from '../../../assets/datasets/looking/encode-png.js';
import { imagePlace } from '../../../assets/datasets/looking/image-place.js';
import type { Split } from '../../../core/data/contents.js';
import type { DrawnImage, ImagePlace } from '../../../core/looking/looked.js';
import { resizeAndNormalize } from '../../../images/resizing/resize.js';

/** Images of a source to be drawn, and what is to be seen of them where that is not what it holds. */
export interface ImagesToDraw {
  readonly split: Split;
  readonly rows: readonly number[];
  /** [rows.length, side, side, 3], 0..255; absent: as they are. */
  readonly pixels?: Uint8Array | Float32Array;
  /** Side to draw them at; absent: their own. */
  readonly size?: number;
}

/** Images as a person can see them. */
export function drawImages(
  dataset: Dataset,
  source: string,
  { split, rows, pixels = dataset.read(split, rows), size = dataset.side }: ImagesToDraw,
): Promise<readonly DrawnImage[]> {
  const bytes = 3 * dataset.side ** 2;
  return Promise.all(
    rows.map(async (row, i) => {
      const own = pixels.subarray(i * bytes, (i + 1) * bytes);
      const png = await encodePng(resized(own, dataset.side, size), size);
      return { ...imagePlace(dataset, source, split, row), png };
    }),
  );
}

/** Images as they are, in their order. */
export async function drawPlaces(
  dataset: Dataset,
  source: string,
  places: readonly Pick<ImagePlace, 'split' | 'row'>[],
): Promise<readonly DrawnImage[]> {
  const drawn = await Promise.all(
    places.map(({ split, row }) => drawImages(dataset, source, { split, rows: [row] })),
  );
  return drawn.flat();
}

/** By the filter that makes the network's input. */
function resized(image: Uint8Array | Float32Array, from: number, side: number): Uint8Array {
  const out = new Float32Array(3 * side * side);
  const size = { size: 1, height: from, width: from };
  resizeAndNormalize(image, size, side, [0, 0, 0], [1, 1, 1], out);
  return Uint8Array.from(out, (value) => Math.max(0, Math.min(255, Math.round(value))));
}
