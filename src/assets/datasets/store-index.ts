import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SPLITS, type Split } from '../../core/data/contents.js';
import { hashFile } from '../../machine/files/hash-file.js';
import { readSealed, writeSealed } from '../cache/sealed-json.js';
import type { StoredFile } from './dataset.js';
import { imageChecks, packChecks, unpackChecks } from './image-checks.js';
import { manifestFile } from './reading/manifest-file.js';
import type { BrokenImage } from './refuse-images.js';

/** What a folder of decoded images says of them. */
export interface StoreIndex {
  readonly side: number;
  readonly classNames: readonly string[];
  /** Labels in the order of the images, of each split that there is. */
  readonly labels: BySplit<readonly number[]>;
  /** The files that the images were decoded from, where each has its own. */
  readonly files?: BySplit<readonly StoredFile[]>;
  /** Files that were left out because they are broken. */
  readonly skipped: readonly BrokenImage[];
}

type BySplit<Value> = { readonly [split in Split]?: Value };

/** The file of a split's images. */
export function imagesFile(folder: string, split: Split): string {
  return join(folder, `${split}.bin`);
}

/** `StoreIndex` as it lies on disk, sealed: with the CRC-32 of every image, little-endian, base64. */
interface Manifest extends StoreIndex {
  readonly checks: BySplit<string>;
}

/** Writes it last, over images that lie there; it says what they are from then on. */
export function writeIndex(folder: string, index: StoreIndex): void {
  const checks = splitsOf(index).map((split) => {
    const found = imageChecks(imagesFile(folder, split), index.side ** 2 * 3);
    if (found?.length === index.labels[split]!.length) return [split, packChecks(found)] as const;
    throw new Error(`${folder}: as many images of ${split} as labels were to be written`);
  });
  const manifest: Manifest = { ...index, checks: Object.fromEntries(checks) };
  writeSealed(manifestFile(folder), manifest);
}

function splitsOf({ labels }: StoreIndex): readonly Split[] {
  return SPLITS.filter((split) => labels[split] !== undefined);
}

/** An index, and the CRC-32 of each image. */
export interface CheckedIndex {
  readonly index: StoreIndex;
  readonly checks: BySplit<Uint32Array>;
}

/** Null: nothing was prepared there, or the index is not as it was written. */
export function readIndex(folder: string): CheckedIndex | null {
  const manifest = readSealed(manifestFile(folder));
  if (!isManifest(manifest)) return null;
  const { checks, ...index } = manifest;
  const unpacked = Object.entries(checks).map(([split, text]) => [split, unpackChecks(text)]);
  return { index, checks: Object.fromEntries(unpacked) };
}

/** Whether every image is as it was written. */
export function isWhole(folder: string, { index, checks }: CheckedIndex): boolean {
  return splitsOf(index).every((split) => {
    try {
      const now = imageChecks(imagesFile(folder, split), index.side ** 2 * 3);
      return now !== null && Buffer.from(now.buffer).equals(Buffer.from(checks[split]!.buffer));
    } catch {
      return false;
    }
  });
}

/** Gives a store of an older version, whose files are known by SHA-256, an index of today's kind. */
export function adoptOlder(folder: string, files: Readonly<Record<string, string>>): void {
  const known = Object.entries(files);
  if (!known.every(([name]) => existsSync(join(folder, name)))) return;
  if (!known.every(([name, sha256]) => hashFile(join(folder, name)) === sha256)) return;
  writeIndex(folder, JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as StoreIndex);
}

/** Whether a value is what this version writes of decoded images: another may seal other things. */
function isManifest(value: unknown): value is Manifest {
  if (!isObject(value)) return false;
  const { side, classNames, labels, checks, skipped } = value;
  if (!isCount(side) || side < 1 || side > MOST_SIDE) return false;
  if (!isListOf(classNames, (name) => typeof name === 'string')) return false;
  if (!isObject(labels) || !isObject(checks) || !isListOf(skipped, isObject)) return false;
  const isLabel = (label: unknown) => isCount(label) && label < classNames.length;
  return SPLITS.every((split) => {
    const [own, check] = [labels[split], checks[split]];
    if (own === undefined) return check === undefined;
    return isListOf(own, isLabel) && typeof check === 'string' && bytesIn(check) === 4 * own.length;
  });
}

/** Pixels; sharp makes no larger image. */
const MOST_SIDE = 16_383;

function bytesIn(base64: string): number {
  return Buffer.from(base64, 'base64').length;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isListOf(value: unknown, is: (item: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(is);
}
