import { basename, join } from 'node:path';
import { count, grouped } from '../../../core/words/numbers.js';
import { imagesByName } from './image-kinds.js';
import { entriesOf } from './walk.js';

/** What lies in a folder, in a line: its folders with their folders and images, then its images. */
export function layoutText(folder: string): string {
  const { files, folders } = entriesOf(folder);
  const budget = { entries: MOST_ENTRIES };
  const inside = folders
    .slice(0, SHOWN)
    .map((name) => `${name}/ (${contentText(join(folder, name), budget)})`);
  const more = folders.length > SHOWN ? [`${grouped(folders.length - SHOWN)} more folders`] : [];
  const images = imagesByName(files);
  const beside = images > 0 || folders.length === 0 ? [count(images, 'image')] : [];
  return `${basename(folder)}/ holds ${[...inside, ...more, ...beside].join(', ')}`;
}

/** Folders that are named, and folders in each of them. */
const SHOWN = 8;
const SHOWN_INSIDE = 3;

/** Folders that are looked into: a message must not take minutes. */
const MOST_ENTRIES = 2000;

/** A folder's images at any depth, and the names of its own folders. */
function contentText(folder: string, budget: { entries: number }): string {
  const { folders } = entriesOf(folder);
  const images = countImages(folder, budget);
  const all = budget.entries > 0 ? count(images, 'image') : `more than ${grouped(images)} images`;
  if (folders.length === 0) return all;
  const named = folders.slice(0, SHOWN_INSIDE).map((name) => `${name}/`);
  const rest = folders.length > SHOWN_INSIDE ? `, and ${folders.length - SHOWN_INSIDE} more` : '';
  return `${all} in ${named.join(', ')}${rest}`;
}

function countImages(folder: string, budget: { entries: number }, depth = 0): number {
  budget.entries -= 1;
  if (budget.entries <= 0 || depth > 8) return 0;
  const { files, folders } = entriesOf(folder);
  return folders.reduce(
    (sum, name) => sum + countImages(join(folder, name), budget, depth + 1),
    imagesByName(files),
  );
}
