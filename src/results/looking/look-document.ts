import type {
  DrawnImage,
  ImagePlace,
  Judged,
  Looked,
  WaysOfImages,
} from '../../core/looking/looked.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { LabelsEntry, LookDocument } from '../documents/looking/look.js';
import { classSwaps } from './class-swaps.js';
import type { Suspect } from './label-suspects.js';
import { imageEntry, showIn } from './show.js';
import { warnOfCopies } from './warn-of-copies.js';
import { warnOfCounts } from './warn-of-counts.js';
import { warnOfFiles } from './warn-of-files.js';
import { warnOfLabels } from './warn-of-labels.js';
import { normalizationEntries, warnOfGray, warnOfNormalization } from './warn-of-pixels.js';

/** What `thaw look` has seen. */
export interface Seen {
  readonly spec: Pick<SweepSpec, 'name' | 'data'>;
  readonly ways: WaysOfImages;
  readonly looked: Looked;
  readonly doubted: Doubted | null;
}

/** What a trial makes of its validation images. */
export interface Doubted {
  /** Id. */
  readonly trial: number;
  readonly judged: Judged;
  readonly suspects: readonly Suspect[];
  /** The first of them, in order. */
  readonly drawn: readonly DrawnImage[];
}

export function lookDocument({ spec, ways, looked, doubted }: Seen): LookDocument {
  const { classNames, files } = looked;
  const entry = (place: ImagePlace) => imageEntry(place, classNames);
  const show = showIn(classNames);
  const normalizations = normalizationEntries(looked, ways);
  const labels = doubted && labelsEntry(doubted, classNames);
  return {
    name: spec.name,
    source: spec.data.source,
    class_names: classNames,
    counts: looked.counts,
    sides: { least: files.least, median: files.median, most: files.most, images: files.images },
    pixels: looked.pixels,
    samples: looked.samples.map(({ made, imageSize, images }) => ({
      ...{ made, image_size: imageSize },
      images: images.map((image) => ({ ...entry(image), png: image.png })),
    })),
    normalizations,
    near_duplicates: looked.near.map(({ judges, image, of, similarity, mirrored }) => {
      return { judges, image: entry(image), of: entry(of), similarity, mirrored };
    }),
    labels,
    warnings: [
      ...warnOfCounts(looked),
      ...warnOfFiles(looked, ways.imageSizes.at(-1)!, show),
      ...warnOfGray(looked),
      ...warnOfNormalization(looked, normalizations),
      ...warnOfCopies(looked, show),
      ...(doubted && labels
        ? warnOfLabels(labels, doubted.judged.accuracy, doubted.drawn, show)
        : []),
    ],
  };
}

function labelsEntry(
  { trial, judged, suspects }: Doubted,
  classNames: readonly string[],
): LabelsEntry {
  return {
    trial,
    images: judged.images.length,
    suspects: suspects.map(({ place, suggested, probability, ownProbability }) => ({
      ...imageEntry(judged.images[place]!, classNames),
      ...{ suggested: classNames[suggested]!, probability, own_probability: ownProbability },
    })),
    swaps: classSwaps(judged.confusion).map(({ classes: [a, b], swapped, images }) => {
      return { classes: [classNames[a]!, classNames[b]!], swapped, images };
    }),
  };
}
