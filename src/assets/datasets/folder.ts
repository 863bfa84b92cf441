import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { rememberSource } from '../cache/cached-folders.js';
import type { DatasetDef, DecodedData, PrepareOptions } from './dataset.js';
import { decodeFolder } from './decode-folder.js';
import { decodeNamedImage } from './decode-image.js';
import { openImageStore, prepareImageStore } from './image-store.js';
import { contentsOf } from './listing/contents-of.js';
import { digestFiles } from './listing/digest-files.js';
import { listFolder } from './listing/list-folder.js';
import type { FolderListing } from './listing/listing.js';
import { brokenImages, unreadableImages } from './refuse-images.js';

/**
 * A folder of images by class: `train/<class>/*` with an optional `val/` and `test/`, or `<class>/*`
 * alone. Decoded once per `decodeSize`, and again where a file is added, removed or has other bytes.
 */
export const folder: DatasetDef = {
  type: 'folder',
  summary: 'a folder with train/<class>/* and optionally val/ and test/ like it, or <class>/*',
  spelled: 'a folder with train/<class>/*',
  matches: isAbsolute,
  contents: (source) => contentsOf(listFolder(source)),
  list: (data, options) => digestFiles(data.source, listingFor(data), options),
  async prepare(data, options) {
    const whole = listFolder(data.source);
    const listing = chosen(whole, data);
    const { unreadable } = listing;
    if (unreadable.length > 0 && !options.skipBad) {
      throw unreadableImages(contentsOf(listing).unreadable, unreadable[0]!.path);
    }
    const store = storeFolder(data, listing, options);
    const { skipped } = await prepareImageStore(
      { folder: store, source: data.source, note: options.note },
      (append) => decodeFolder(listing, data.decodeSize, options, append),
    );
    await removeOlder(store);
    rememberSource(options.cacheDir, basename(dirname(store)), data.source);
    if (skipped.length > 0 && !options.skipBad) throw brokenImages(skipped);
    const left = [...unreadable, ...skipped].map(({ path }) => path);
    return { skipped: left, contents: contentsOf(whole) };
  },
  async open(data, cacheDir) {
    const options = { cacheDir, progress: () => undefined };
    return openImageStore(storeFolder(data, listingFor(data), options), data.source);
  },
  decode: decodeNamedImage,
};

/** Changes when listing or decoding does, so that what an older version left is not taken. */
const VERSION = 3;

function listingFor(data: DecodedData): FolderListing {
  return chosen(listFolder(data.source), data);
}

/** What is to be decoded: a validation split is left alone unless it is asked for. */
function chosen(listing: FolderListing, { valFrom }: DecodedData): FolderListing {
  if (valFrom === 'folder') return listing;
  const unreadable = listing.unreadable.filter(({ split }) => split !== 'val');
  return { ...listing, unreadable, images: { ...listing.images, val: null } };
}

/**
 * `folders/<source, and what is decoded of it>/<its images>` in the cache. By their bytes: sizes and
 * dates may be what they were while images are others.
 */
function storeFolder(
  { source, decodeSize, valFrom }: DecodedData,
  listing: FolderListing,
  options: Pick<PrepareOptions, 'cacheDir' | 'progress'>,
): string {
  const name = digest([VERSION, source, decodeSize, valFrom ?? null]);
  const { classNames, files } = digestFiles(source, listing, options);
  return join(options.cacheDir, 'folders', name, digest([classNames, files]));
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20);
}

/**
 * Earlier states of a folder that has changed since can never be asked for again. One that another
 * process still reads may stay (Windows keeps open files) until the next change.
 */
async function removeOlder(store: string): Promise<void> {
  const parent = dirname(store);
  for (const name of readdirSync(parent)) {
    if (name.startsWith(basename(store))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
