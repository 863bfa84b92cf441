export interface Result {
  readonly at: string;
  readonly machine: { readonly cpu: string; readonly memoryGiB: number; readonly node: string };
  readonly optuna: string;
  readonly seeds: number;
  readonly trials: readonly TrialsRow[];
  readonly wall: readonly WallRow[];
  readonly cost: readonly CostRow[];
}

type Quartiles = readonly [lower: number, median: number, upper: number];

/** `better`: share of pairs with the first of Optuna's in which the contender is, ties half. */
export interface Beside {
  readonly better: number;
  /** Two-sided, of Mann and Whitney's test; 1 where all are equal. */
  readonly p: number;
}

export interface TrialsRow {
  readonly problem: string;
  readonly contender: string;
  readonly after: readonly (Beside & { readonly trials: number; readonly quartiles: Quartiles })[];
}

/** On the recorded trials. */
export interface WallRow {
  readonly contender: string;
  /** Seconds that `trials` trials take: the median over seeds. */
  readonly seconds: number;
  readonly trials: number;
  /** Best accuracy by then. */
  readonly after: readonly (Beside & { readonly seconds: number; readonly quartiles: Quartiles })[];
  /** Seconds until one of the five best of the 320 was trained. */
  readonly untilTopFive: Quartiles;
}

export interface CostRow {
  readonly sampler: string;
  readonly problem: string;
  /** Milliseconds of CPU a suggestion, one asked for at a time and eight; medians. */
  readonly one: number;
  readonly eight: number;
}
