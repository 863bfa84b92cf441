import type { Contents, UnreadableCount } from '../../../core/data/contents.js';
import type { FolderListing, ListedImage } from './listing.js';

/** A listing, counted. */
export function contentsOf({ classNames, images, unreadable, notes }: FolderListing): Contents {
  const byClass = (listed: readonly ListedImage[]) => {
    const counts = classNames.map(() => 0);
    for (const { label } of listed) counts[label]! += 1;
    return counts;
  };
  const found = new Map<string, UnreadableCount>();
  for (const { kind, split, label } of unreadable) {
    const key = JSON.stringify([split, label, kind]);
    const sofar = found.get(key)?.images ?? 0;
    found.set(key, { kind, split, className: classNames[label]!, images: sofar + 1 });
  }
  return {
    classNames,
    counts: {
      train: byClass(images.train),
      val: images.val && byClass(images.val),
      test: images.test && byClass(images.test),
    },
    unreadable: [...found.values()],
    notes,
  };
}
