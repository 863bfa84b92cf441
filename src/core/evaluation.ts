/** A trial's network measured on a split. */
export interface Evaluation {
  readonly images: number;
  readonly loss: number;
  /** Standard deviation of the loss between images. */
  readonly lossDeviation: number;
  readonly accuracy: number;
  /** Expected calibration error over 15 bins, in [0, 1]. */
  readonly calibrationError: number;
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

/** An image that could not be classified. */
export interface UnreadImage {
  readonly image: string;
  /** In words. */
  readonly why: string;
}

/** What a trial's network takes an image for, the likeliest class first. */
export interface Prediction {
  readonly image: string;
  readonly classes: readonly { readonly name: string; readonly probability: number }[];
}
