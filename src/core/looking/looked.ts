import type { Split } from '../data/contents.js';
import type { Normalization, Rgb, TrunkRecipe } from '../recipe.js';

/** The ways in which the trials of a sweep make their input of images. */
export interface WaysOfImages {
  readonly augmentations: readonly TrunkRecipe['augmentation'][];
  /** In pixels, ascending. */
  readonly imageSizes: readonly number[];
  readonly normalizations: readonly NamedNormalization[];
  /** The smallest: batches of mixing transforms are of so many. */
  readonly batchSize: number;
}

export interface NamedNormalization {
  /** As a sweep file spells it, or its mean and std as JSON. */
  readonly name: string;
  readonly value: TrunkRecipe['normalization'];
}

/** What was seen of the images of a sweep. */
export interface Looked {
  readonly classNames: readonly string[];
  /** Of each class, after the draw. */
  readonly counts: {
    readonly train: readonly number[];
    readonly val: readonly number[];
    readonly test: readonly number[] | null;
  };
  readonly files: LookedFiles;
  /** Images to train or validate on whose channels are equal in each pixel, and how many there are. */
  readonly gray: number;
  readonly images: number;
  /** Of values from 0 to 1, over the training images that were summed up. */
  readonly pixels: { readonly mean: Rgb; readonly std: Rgb };
  /** What the weights were trained with; null: not known before they are loaded. */
  readonly ofWeights: Normalization | null;
  readonly samples: readonly MadeImages[];
  /** The most alike first. */
  readonly near: readonly NearPair[];
  /** Of the images that are cut off most, widest first. */
  readonly cutOffDrawn: readonly DrawnImage[];
}

/** What the files of images say, of so many of them. */
export interface LookedFiles {
  /** Files that were looked at; images where they have no files of their own. */
  readonly images: number;
  /** Shorter sides in pixels. */
  readonly least: number;
  readonly median: number;
  readonly most: number;
  /** Those whose shorter side is less than half the largest image size. */
  readonly small: number;
  /** Those more than twice as long as they are wide, or the other way round. */
  readonly long: number;
  /** Of these, the largest share of the longer side that is cut off. */
  readonly mostCutOff: number;
}

/** Where an image is. */
export interface ImagePlace {
  readonly split: Split;
  /** Place in its split. */
  readonly row: number;
  readonly label: number;
  /** Path below the source; `train 17` where it has no file of its own. */
  readonly from: string;
}

export interface DrawnImage extends ImagePlace {
  /** PNG, base64. */
  readonly png: string;
}

/** The same images made in one way. */
export interface MadeImages {
  /** `as read`, or an augmentation set's name. */
  readonly made: string;
  readonly imageSize: number;
  readonly images: readonly DrawnImage[];
}

export interface NearPair {
  /** What `image` is to judge by. */
  readonly judges: 'val' | 'test';
  readonly image: ImagePlace;
  readonly of: ImagePlace;
  readonly similarity: number;
  readonly mirrored: boolean;
  /** Both; null: there are many others. */
  readonly drawn: readonly [DrawnImage, DrawnImage] | null;
}

/** What a trial's network makes of the images that it was validated on. */
export interface Judged {
  readonly images: readonly ImagePlace[];
  /** [images, classes]. */
  readonly probabilities: Float32Array;
  readonly accuracy: number;
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
}
