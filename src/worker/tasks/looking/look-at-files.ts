import type { Dataset } from '../../../assets/datasets/dataset.js';
import type { DrawnImages } from '../../../assets/datasets/looking/drawn-images.js';
import { fileSides, type Sides } from '../../../assets/datasets/looking/file-sides.js';
import type { Split } from '../../../core/data/contents.js';
import type { LookedFiles } from '../../../core/looking/looked.js';

/** Files that are looked at, evenly spread where there are more. */
const MOST_FILES = 2000;

/** Times that an image is longer than wide, or wider than long, before that is said. */
const LONG = 2;

interface SeenFile extends Sides {
  readonly split: Split;
  readonly row: number;
}

/** What the files of a sweep's images say of their sides; `largest`: its largest image size. */
export async function lookAtFiles(
  dataset: Dataset,
  drawn: DrawnImages,
  largest: number,
): Promise<LookedFiles & { readonly cutOff: readonly SeenFile[] }> {
  const seen = await seenFiles(dataset, drawn);
  const shorter = seen.map(({ width, height }) => Math.min(width, height)).sort((a, b) => a - b);
  const long = seen
    .filter((sides) => ratioOf(sides) > LONG)
    .sort((a, b) => ratioOf(b) - ratioOf(a));
  return {
    images: seen.length,
    least: shorter[0] ?? dataset.side,
    median: shorter[shorter.length >> 1] ?? dataset.side,
    most: shorter.at(-1) ?? dataset.side,
    small: shorter.filter((side) => 2 * side < largest).length,
    long: long.length,
    mostCutOff: long[0] ? 1 - 1 / ratioOf(long[0]) : 0,
    cutOff: long,
  };
}

async function seenFiles(dataset: Dataset, drawn: DrawnImages): Promise<readonly SeenFile[]> {
  const all = [
    ...Array.from(drawn.train, (row) => ({ split: 'train' as Split, row })),
    ...Array.from(drawn.val, (row) => ({ split: drawn.valSplit as Split, row })),
  ];
  const places = spread(all, MOST_FILES);
  const { side } = dataset;
  if (!dataset.files('train')) {
    return all.map((place) => ({ ...place, width: side, height: side }));
  }
  const paths = places.map(({ split, row }) => dataset.files(split)![row]!.path);
  const seen: SeenFile[] = [];
  let next = 0;
  for await (const sides of fileSides(paths)) {
    const place = places[next]!;
    next += 1;
    if (sides) seen.push({ ...place, ...sides });
  }
  return seen;
}

function ratioOf({ width, height }: Sides): number {
  return Math.max(width, height) / Math.min(width, height);
}

/** At most so many of a list, evenly spread. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!);
}
