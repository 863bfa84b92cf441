import { DataError, messageOf } from '../../core/errors.js';

/**
 * Decodes an image file to [side, side, 3] RGB bytes: turned as its EXIF says, color profile
 * applied, 16 bits brought to 8, transparency laid over white, of an animation the first frame;
 * then the short side is resized to `side` and the center cut out.
 *
 * The kernel is libvips' `linear`, a triangle widened by the shrink factor: the antialiased bilinear
 * filter that PyTorch and Pillow resize with. A large JPEG is shrunk while decoding (by 2, 4 or 8).
 *
 * Rejects if the file is broken or cut short.
 */
export async function decodeImage(path: string, side: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp(path, { failOn: 'error' })
    .autoOrient()
    .flatten({ background: 'white' })
    .resize(side, side, { fit: 'cover', position: 'centre', kernel: 'linear' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer();
}

/** `decodeImage` for a file that a person named. @throws {DataError} missing, broken or no image. */
export async function decodeNamedImage(
  path: string,
  side: number,
): Promise<{ readonly data: Uint8Array; readonly side: number }> {
  try {
    return { data: await decodeImage(path, side), side };
  } catch (error) {
    throw new DataError(`${path} cannot be decoded as an image: ${messageOf(error)}`);
  }
}
