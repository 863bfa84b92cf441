import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFile } from '../datasets/reading/manifest-file.js';
import { isWhole, readIndex } from '../datasets/store-index.js';
import { packageFolder, stateOf } from '../fetch/fetch-package.js';
import type { NpmPackage } from '../fetch/npm-package.js';
import { IMAGENET_PACKAGE } from '../weights/imagenet.js';

/** One thing that was fetched or decoded once, and whether each of its bytes is as it was. */
export interface CacheFinding {
  /** `weights`, or `images`. */
  readonly kind: 'weights' | 'images';
  readonly path: string;
  /** `older`: of a version that kept nothing to compare with; it is made anew when it is needed. */
  readonly state: 'whole' | 'damaged' | 'older';
}

const PACKAGES: readonly NpmPackage[] = [IMAGENET_PACKAGE];

/**
 * Reads all that is cached, and compares every byte: about a gigabyte a second. A run compares the
 * same by itself, and makes anew what is damaged; nothing is changed here.
 */
export async function* verifyCache(cacheDir: string): AsyncGenerator<CacheFinding> {
  for (const pack of PACKAGES) {
    const path = packageFolder(pack, cacheDir);
    const state = await stateOf(path, pack);
    if (state !== 'missing') yield { kind: 'weights', path, state };
  }
  for (const path of imageStores(cacheDir)) yield { kind: 'images', path, state: imagesIn(path) };
}

/** CIFAR-10's, and those of each folder in each of its states. */
function imageStores(cacheDir: string): readonly string[] {
  const folders = join(cacheDir, 'folders');
  const sources = foldersIn(folders).flatMap((source) => foldersIn(source));
  return [join(cacheDir, 'cifar10'), ...sources].filter(existsSync);
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.includes('.part-'))
    .map(({ name }) => join(folder, name));
}

function imagesIn(path: string): CacheFinding['state'] {
  const found = readIndex(path);
  if (found) return isWhole(path, found) ? 'whole' : 'damaged';
  return existsSync(manifestFile(path)) ? 'damaged' : 'older';
}
