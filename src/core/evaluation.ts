/** A trial's network measured on a split. */
export interface Evaluation {
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

/** What a trial's network takes an image for, the likeliest class first. */
export interface Prediction {
  readonly image: string;
  readonly classes: readonly { readonly name: string; readonly probability: number }[];
}
