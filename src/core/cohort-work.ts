/** Images passed through layers, and how many it would have been trial by trial. */
export interface CohortWork {
  /** Through frozen layers. */
  readonly trunk: number;
  readonly trunkAlone: number;
  /** Through layers that train, forward and backward. */
  readonly trained: number;
  readonly trainedAlone: number;
}

export const NO_WORK: CohortWork = { trunk: 0, trunkAlone: 0, trained: 0, trainedAlone: 0 };

export function addWork(a: CohortWork, b: CohortWork): CohortWork {
  return {
    trunk: a.trunk + b.trunk,
    trunkAlone: a.trunkAlone + b.trunkAlone,
    trained: a.trained + b.trained,
    trainedAlone: a.trainedAlone + b.trainedAlone,
  };
}
