import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DataError } from '../../core/errors.js';
import { type DataListing, listingText } from '../../core/prints/data-listing.js';
import { type Pack, packOf } from './pack.js';
import { unpack } from './unpack.js';

/**
 * The images of a folder, and the listing that they are found by, first: who unpacks them knows what
 * each may be. Equal listings make equal packs.
 *
 * @throws {DataError} an image is gone.
 */
export function packImages(folder: string, listing: DataListing): Pack {
  const files = listing.files
    .map(({ path, digest }) => ({ name: path, path: join(folder, path), digest }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const forbidden = files.find(({ digest }) => digest === '');
  if (forbidden) {
    throw new DataError(
      `${forbidden.path} cannot be read by you: other machines cannot have it either. Make it readable, or remove it.`,
    );
  }
  return packOf([{ name: LISTING, content: Buffer.from(listingText(listing)) }, ...files]);
}

/**
 * Writes images of the listing with a digest (SHA-256, hex, as fingerprints have it) into an empty
 * folder: these, all of them, and nothing else.
 *
 * @throws {DataError} the pack is another.
 */
export async function unpackImages(pack: string, folder: string, digest: string): Promise<void> {
  const missing = new Map<string, string>();
  await unpack(pack, folder, {
    name: LISTING,
    most: LONGEST_LISTING,
    read(content) {
      if (createHash('sha256').update(content).digest('hex') !== digest) {
        throw new DataError(`${pack} holds other images than the sweep's: its listing is another.`);
      }
      for (const [path, half] of readListing(content)) missing.set(path, half);
      return (name) => {
        const half = missing.get(name);
        if (half === undefined) return null;
        missing.delete(name);
        return (sha256) => half.length === HALF && sha256.startsWith(half);
      };
    },
  });
  if (missing.size === 0) return;
  throw new DataError(`${pack} lacks ${missing.size} of the sweep's images: it was cut off.`);
}

/** First in the pack: no image is asked for by this name, for it lies in no class. */
const LISTING = 'listing.json';

/** Bytes: of some two million images. */
const LONGEST_LISTING = 2 ** 28;

/** Hex digits of a listed digest. */
const HALF = 32;

/** Path and digest of each file, as `listingText` has them; whoever wrote it. */
function readListing(content: Buffer): readonly (readonly [string, string])[] {
  try {
    const [, rows] = JSON.parse(content.toString('utf8'));
    return rows.map((row: string) => {
      const [, path, , digest] = JSON.parse(row);
      return [String(path), String(digest)] as const;
    });
  } catch {
    throw new DataError('A listing of images has the right digest, and is none.');
  }
}
