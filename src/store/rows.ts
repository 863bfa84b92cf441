export interface Failure {
  readonly trialId: number;
  /** Null: nothing is known. */
  readonly message: string | null;
}

/** A reading of the test split; each is kept, so that it can be seen how often it was looked at. */
export interface TestRow {
  readonly trialId: number;
  readonly at: string;
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
}
