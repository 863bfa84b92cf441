import { relative } from 'node:path';
import type { Split } from '../../../core/data/contents.js';
import type { ImagePlace } from '../../../core/looking/looked.js';
import type { Dataset } from '../dataset.js';

/** Where an image of a source is, as a person would find it. */
export function imagePlace(
  { labels, files }: Pick<Dataset, 'labels' | 'files'>,
  source: string,
  split: Split,
  row: number,
): ImagePlace {
  const file = files(split)?.[row];
  const from = file ? relative(source, file.path) : `${split} ${row}`;
  return { split, row, label: labels(split)[row]!, from };
}
