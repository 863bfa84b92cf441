import type { SampleImage } from './look.js';

/** What a trial's best weights make of its validation images, and what its augmentation makes. */
export interface TrialImagesDocument {
  /** Id. */
  readonly trial: number;
  readonly class_names: readonly string[];
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
  /** Validation images whose own class was thought least likely, the worst first. */
  readonly wrong: readonly (SampleImage & {
    readonly predicted: string;
    /** Of the predicted class, and of its own. */
    readonly probability: number;
    readonly own_probability: number;
  })[];
  /** Some training images: as read, and as the trial saw them in its first epochs. */
  readonly augmented: readonly {
    readonly image: SampleImage;
    readonly epochs: readonly SampleImage[];
  }[];
}
