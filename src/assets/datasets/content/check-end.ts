/**
 * A copy or download that was cut off may have its full length, the rest zeros, and the decoder
 * paints that gray or black without a word where the format has no checksum.
 *
 * @throws {Error} the file ends in zeros that are no padding behind its image.
 */
export function checkEnd(kind: string, bytes: Uint8Array): void {
  const marker = ENDS.get(kind);
  if (!marker || (kind === 'WebP' && hasMetadata(bytes))) return;
  const last = bytes.findLastIndex((byte) => byte !== 0);
  const zeros = bytes.length - 1 - last;
  if (zeros < SECTOR) return;
  const end = bytes.subarray(last + 1 - marker.length, last + 1);
  if (marker.length > 0 && marker.every((byte, i) => byte === end[i])) return;
  throw new Error(`its last ${zeros} bytes are zeros: it was cut off while it was copied`);
}

/** What disks and downloads fill at once; no image has as many zeros at its very end. */
const SECTOR = 512;

/** The last bytes of an image of each kind that is decoded without checking it; none: any. */
const ENDS: ReadonlyMap<string, readonly number[]> = new Map([
  ['JPEG', [0xff, 0xd9]],
  ['GIF', [0x3b]],
  ['WebP', []],
]);

/** Whether a WebP ends in EXIF or XMP, which may be padded with zeros. */
function hasMetadata(bytes: Uint8Array): boolean {
  const isExtended = Buffer.from(bytes.subarray(12, 16)).toString('latin1') === 'VP8X';
  return isExtended && ((bytes[20] ?? 0) & EXIF_OR_XMP) !== 0;
}

const EXIF_OR_XMP = 0x0c;
