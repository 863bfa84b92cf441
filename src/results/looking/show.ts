import type { DrawnImage, ImagePlace } from '../../core/looking/looked.js';
import type { ImageEntry, NotedImage } from '../documents/looking/look.js';

/** Gives an image as documents have it. */
export type Show = (image: DrawnImage, note?: string) => NotedImage;

export function imageEntry(
  { split, from, label }: ImagePlace,
  classNames: readonly string[],
): ImageEntry {
  return { split, from, label: classNames[label]! };
}

export function showIn(classNames: readonly string[]): Show {
  return (image, note = '') => ({ ...imageEntry(image, classNames), png: image.png, note });
}
