import { DataError, messageOf } from '../../core/errors.js';
import { checkDepth } from './content/check-depth.js';
import { checkEnd } from './content/check-end.js';
import { checkTiff } from './content/check-tiff.js';
import { isReadable, notAnImage, sniff } from './content/sniff.js';
import { readImage } from './read-image.js';

/**
 * Decodes an image to [side, side, 3] RGB bytes: turned as its EXIF says, color profile applied, 16
 * bits brought to 8, transparency laid over white, of an animation the first frame; then the short
 * side is resized to `side` and the center cut out.
 *
 * The kernel is libvips' `linear`, a triangle widened by the shrink factor: the antialiased bilinear
 * filter that PyTorch and Pillow resize with. A large JPEG is shrunk while decoding (by 2, 4 or 8).
 *
 * Rejects, with the reason, if the bytes are broken, cut short, or of a kind, depth or channels that
 * are not read. The kind is that of the bytes, whatever the file's name: nothing else reaches the decoder.
 */
export async function decodeImage(bytes: Uint8Array, side: number): Promise<Uint8Array> {
  const kind = sniff(bytes);
  if (kind === null || !isReadable(kind)) throw new Error(otherKind(kind, bytes));
  checkEnd(kind, bytes);
  if (kind === 'TIFF') checkTiff(bytes);
  const { default: sharp } = await import('sharp');
  try {
    if (kind === 'PNG' || kind === 'TIFF') await checkDepth(sharp(bytes));
    const { data, info } = await sharp(bytes, { failOn: 'error' })
      .autoOrient()
      .flatten({ background: 'white' })
      .resize(side, side, { fit: 'cover', position: 'centre', kernel: 'linear' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    // Of what has no colors that are known, channels come as they are: not the bytes of an image.
    if (info.channels === 3) return data;
    throw new Error(`it has ${info.channels} channels that are no colors; convert it to RGB`);
  } catch (error) {
    throw new Error(reason(messageOf(error)));
  }
}

/** `decodeImage` for a file that a person named. @throws {DataError} missing, broken or no image. */
export async function decodeNamedImage(
  path: string,
  side: number,
): Promise<{ readonly data: Uint8Array; readonly side: number }> {
  try {
    return { data: await decodeImage(await readImage(path), side), side };
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path} cannot be decoded as an image: ${messageOf(error)}`);
  }
}

function otherKind(kind: string | null, bytes: Uint8Array): string {
  if (kind === null) return notAnImage(bytes) ?? 'it is no image of a kind that is known';
  return `it is ${kind} by its content, which is not read; convert it to PNG or JPEG`;
}

/** What the decoder says, without what it repeats and what only its authors need. */
function reason(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => line.replace(/^Input (?:buffer|file) (?:has corrupt header: ?)?/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('source: bad seek'));
  const [first = 'its header is broken', ...rest] = new Set(lines);
  if (first.startsWith('contains unsupported image format')) return 'it is cut short or damaged';
  return [first, ...rest.slice(0, 2)].join('; ');
}
