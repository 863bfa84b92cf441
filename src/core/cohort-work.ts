/** Images passed through layers, and how many it would have been trial by trial. */
export interface CohortWork {
  /** Through frozen layers. */
  readonly trunk: number;
  readonly trunkAlone: number;
  /** Through layers that train, forward and backward. */
  readonly trained: number;
  readonly trainedAlone: number;
  /** Absent: nothing was. */
  readonly compiled?: Compiled;
}

/** Programs that a device compiled, or read from where they are kept, and how long that took. */
export interface Compiled {
  readonly programs: number;
  readonly seconds: number;
}

export const NO_WORK: CohortWork = { trunk: 0, trunkAlone: 0, trained: 0, trainedAlone: 0 };

export function addWork(a: CohortWork, b: CohortWork): CohortWork {
  const compiled = [a, b].flatMap((each) => each.compiled ?? []);
  return {
    trunk: a.trunk + b.trunk,
    trunkAlone: a.trunkAlone + b.trunkAlone,
    trained: a.trained + b.trained,
    trainedAlone: a.trainedAlone + b.trainedAlone,
    ...(compiled.length > 0 ? { compiled: compiled.reduce(addCompiled) } : {}),
  };
}

function addCompiled(a: Compiled, b: Compiled): Compiled {
  return { programs: a.programs + b.programs, seconds: a.seconds + b.seconds };
}
