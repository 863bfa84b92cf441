import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { findImages } from '../../assets/datasets/index.js';
import { UsageError } from '../../core/errors.js';
import type { UnreadImage } from '../../core/evaluation.js';

/** Images that a person named, to classify. */
export interface NamedImages {
  /** Absolute paths, as often as they were named. */
  readonly images: readonly string[];
  /** An image as the person would name it. */
  nameOf(image: string): string;
  /** What was named, and is not there or no image. */
  readonly unread: readonly UnreadImage[];
}

/**
 * The images of files and folders that a person named, a folder's at any depth and in order.
 *
 * @throws {UsageError} none of it is there, or a folder has no images.
 */
export function imagesToPredict(named: readonly string[], cwd: string): NamedImages {
  const images: string[] = [];
  const names = new Map<string, string>();
  const add = (image: string, name: string) => {
    images.push(image);
    names.set(image, name);
  };
  const unread: UnreadImage[] = [];
  for (const name of named) {
    const path = resolve(cwd, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) unread.push({ image: name, why: `There is no file ${path}.` });
    else if (!stat.isDirectory()) add(path, name);
    else {
      const inside = findImages(path);
      const { unreadable } = inside;
      if (inside.images.length + unreadable.length === 0) {
        throw new UsageError(`${path} has no images.`);
      }
      for (const image of inside.images) add(image, join(name, relative(path, image)));
      for (const { path: image, kind } of unreadable) {
        const why = `${image} cannot be read: ${kind}.`;
        unread.push({ image: join(name, relative(path, image)), why });
      }
    }
  }
  const [first] = unread;
  if (images.length === 0 && first) throw new UsageError(first.why);
  return { images, nameOf: (image) => names.get(image)!, unread };
}
