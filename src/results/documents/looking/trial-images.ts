import type { SampleImage } from './look.js';

/** What a trial's best weights make of its validation images, and what its augmentation makes. */
export interface TrialImagesDocument {
  /** Id. */
  readonly trial: number;
  readonly class_names: readonly string[];
  /** What they were judged on now; the trial may have been on another. */
  readonly backend: string;
  /** Of this matrix, and as the trial reported it at the epoch of its weights (null: unknown). */
  readonly accuracy: number;
  readonly reported_accuracy: number | null;
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
  /** Validation images that were taken for another class, the least likely label first. */
  readonly wrong: readonly WrongImage[];
  /** Of which the above are the first. */
  readonly wrong_images: number;
  /** The trial's augmentation set. */
  readonly augmentation: string;
  /** Some training images: as read, and as the trial saw them in its first epochs. */
  readonly augmented: readonly AugmentedImage[];
}

export interface WrongImage extends SampleImage {
  readonly predicted: string;
  /** Of the predicted class, and of its own. */
  readonly probability: number;
  readonly own_probability: number;
}

export interface AugmentedImage {
  readonly image: SampleImage;
  /** From the first epoch on. */
  readonly epochs: readonly SampleImage[];
}
