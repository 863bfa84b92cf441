import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { DataSpec } from '../../core/sweep.js';
import type { DatasetDef } from './dataset.js';
import { brokenImages, decodeFolder } from './decode-folder.js';
import { decodeNamedImage } from './decode-image.js';
import { openImageStore, prepareImageStore } from './image-store.js';
import { type FolderListing, scanFolder } from './scan-folder.js';

/**
 * A folder of images by class: `train/<class>/*` with an optional `test/`, or `<class>/*` alone.
 * Decoded once per `decodeSize`; a file added, removed or changed makes it be decoded again.
 */
export const folder: DatasetDef = {
  type: 'folder',
  summary: 'a folder with train/<class>/* and optionally test/<class>/*',
  spelled: 'a folder with train/<class>/*',
  matches: isAbsolute,
  available(source) {
    const { images, classNames } = scanFolder(source);
    return { train: images.train.length, classes: classNames.length };
  },
  async prepare(data, options) {
    const listing = scanFolder(data.source);
    const store = storeFolder(data, listing, options.cacheDir);
    const { skipped } = await prepareImageStore(store, (append) =>
      decodeFolder(listing, data.decodeSize, options, append),
    );
    await removeOlder(store);
    if (skipped.length > 0 && !options.skipBad) {
      throw brokenImages(skipped.map((path) => ({ path, why: 'could not be decoded' })));
    }
    return { skipped, notes: listing.notes };
  },
  async open(data, cacheDir) {
    return openImageStore(storeFolder(data, scanFolder(data.source), cacheDir), data.source);
  },
  decode: decodeNamedImage,
};

/** Changes when decoding does, so that what an older version left is not taken. */
const VERSION = 1;

/** `folders/<source and size>/<state of its files>` in the cache. */
function storeFolder(
  { source, decodeSize }: Pick<DataSpec, 'source' | 'decodeSize'>,
  { classNames, images }: FolderListing,
  cacheDir: string,
): string {
  const files = [...images.train, ...images.test].map(({ path }) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return [path, stat?.size ?? 0, stat?.mtimeMs ?? 0];
  });
  const name = digest([VERSION, source, decodeSize]);
  return join(cacheDir, 'folders', name, digest([classNames, files]));
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
