import type { Sharp } from 'sharp';

/**
 * Numbers of 8 bits are taken as they are, unsigned ones of 16 bits as 0 to 65,535. What lies on
 * another scale would come out black, white or gray, and no rule fits all files: each is refused.
 *
 * @throws {Error} says what the image has.
 */
export async function checkDepth(image: Sharp): Promise<void> {
  const { depth } = await image.metadata();
  if (depth === 'uchar') return;
  if (depth !== 'ushort') {
    throw new Error(
      `its numbers are ${DEPTHS[depth ?? ''] ?? depth}, whose scale is not known; convert it to 8 or 16 bits, unsigned`,
    );
  }
  const { channels } = await image.stats();
  const brightest = Math.max(
    ...channels.slice(0, channels.length > 2 ? 3 : 1).map(({ max }) => max),
  );
  if (brightest === 0 || brightest > LARGEST_OF_14_BITS) return;
  throw new Error(
    `its numbers have 16 bits, but none is above ${brightest}: taken as 0 to 65,535 it would be too dark; scale it to its range`,
  );
}

/** What a camera or a microscope of 10, 12 or 14 bits leaves in a file of 16. */
const LARGEST_OF_14_BITS = 16_383;

const DEPTHS: Readonly<Record<string, string>> = {
  char: 'signed 8-bit integers',
  short: 'signed 16-bit integers',
  uint: '32-bit integers',
  int: 'signed 32-bit integers',
  float: 'floats',
  double: 'floats',
  complex: 'complex',
  dpcomplex: 'complex',
};
