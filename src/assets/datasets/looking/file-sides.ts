import { inOrder } from '../in-order.js';
import { readImage } from '../read-image.js';

/** An image's sides in pixels, turned as its EXIF says. */
export interface Sides {
  readonly width: number;
  readonly height: number;
}

/** Those of image files, by their headers alone; null: it cannot be read any more. */
export function fileSides(paths: Iterable<string>): AsyncGenerator<Sides | null> {
  return inOrder(paths, AT_ONCE, (path) => sidesOf(path).catch(() => null));
}

const AT_ONCE = 8;

async function sidesOf(path: string): Promise<Sides> {
  const { default: sharp } = await import('sharp');
  const { autoOrient } = await sharp(await readImage(path)).metadata();
  return autoOrient;
}
