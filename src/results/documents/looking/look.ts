import type { Split } from '../../../core/data/contents.js';

/** `thaw look FILE --format json`: the images of a sweep before it runs. */
export interface LookDocument {
  /** The sweep's name, and where its images are from. */
  readonly name: string;
  readonly source: string;
  readonly class_names: readonly string[];
  /** Images of each class, in the order of `class_names`, after the draw of train and val. */
  readonly counts: {
    readonly train: readonly number[];
    readonly val: readonly number[];
    /** Null: the source has no test split. */
    readonly test: readonly number[] | null;
  };
  /** Shorter sides in pixels of the images as they are, of so many of them: the same each time. */
  readonly sides: {
    readonly least: number;
    readonly median: number;
    readonly most: number;
    readonly images: number;
  };
  /** Of the training images' values from 0 to 1, by channel: red, green, blue. */
  readonly pixels: { readonly mean: readonly number[]; readonly std: readonly number[] };
  /**
   * One row for each way that images are made, each with the same images: as read, then each
   * augmentation set of the search space at each image size, as training makes them in its first
   * epoch.
   */
  readonly samples: readonly SampleRow[];
  /** What each normalization of the search space makes of them. */
  readonly normalizations: readonly NormalizationEntry[];
  /** Pairs of images that are nearly the same although one is to judge what the other taught. */
  readonly near_duplicates: readonly NearDuplicate[];
  /** By a trial's validation images; null: none was asked for. */
  readonly labels: LabelsEntry | null;
  readonly warnings: readonly LookWarning[];
}

export interface NormalizationEntry {
  /** As a sweep file spells it, or its mean and std as JSON. */
  readonly name: string;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** Of `(x - mean) / std`, by channel, over the training images that were looked at. */
  readonly input_mean: readonly number[];
  readonly input_std: readonly number[];
}

export interface SampleRow {
  /** `as read`, or the augmentation set's name. */
  readonly made: string;
  readonly image_size: number;
  readonly images: readonly SampleImage[];
}

/** An image of a split of the source: those to validate on may be of `train`. */
export interface ImageEntry {
  readonly split: Split;
  /** Path below the source, or place in its split. */
  readonly from: string;
  readonly label: string;
}

export interface SampleImage extends ImageEntry {
  /** PNG, base64. */
  readonly png: string;
}

export interface NearDuplicate {
  /** Whether `image` is to validate or to test on. */
  readonly judges: 'val' | 'test';
  readonly image: ImageEntry;
  /** To train on; or to validate on, where `image` is to test on. */
  readonly of: ImageEntry;
  /** Correlation of their pixels, reduced to 16 x 16; up to 1. */
  readonly similarity: number;
  /** One is the other seen in a mirror. */
  readonly mirrored: boolean;
}

export interface LabelsEntry {
  /** Id. */
  readonly trial: number;
  /** Images that it was validated on. */
  readonly images: number;
  /** Images whose label the network doubts, the surest first. */
  readonly suspects: readonly LabelSuspect[];
  /** Pairs of classes that seem to have changed names. */
  readonly swaps: readonly ClassSwap[];
}

export interface LabelSuspect extends ImageEntry {
  /** The class that the network takes it for. */
  readonly suggested: string;
  /** Of that class, and of its label. */
  readonly probability: number;
  readonly own_probability: number;
}

export interface ClassSwap {
  readonly classes: readonly [string, string];
  /** Images of both that were taken for the other, of so many. */
  readonly swapped: number;
  readonly images: number;
}

export interface LookWarning {
  readonly kind:
    | 'imbalance'
    | 'few'
    | 'enlarged'
    | 'cut_off'
    | 'gray'
    | 'normalization'
    | 'near_duplicate'
    | 'label'
    | 'swapped_classes';
  /** A sentence, with its numbers. */
  readonly message: string;
  /** Images that it is about, at most some; empty: none in particular. */
  readonly images: readonly NotedImage[];
}

export interface NotedImage extends SampleImage {
  /** What is to be said of it; empty: nothing. */
  readonly note: string;
}
