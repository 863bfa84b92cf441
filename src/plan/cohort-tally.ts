import type { TrialPrice } from './price-trial.js';

/** A cohort's price, trial by trial. */
export interface CohortTally {
  add(price: TrialPrice): void;
  /** The work that one more trial would add. */
  added(price: TrialPrice): number;
  /** Work of the frozen layers, done once. */
  readonly trunk: number;
  /** Work of the layers that train, once for trials that train alike. */
  readonly heads: number;
  /** The most bytes of the worker that it needs at once, kept frozen outputs left out. */
  readonly bytes: number;
  /** Of these, what its branches are at most: weights, optimizer state. */
  readonly stateBytes: number;
}

/** Weights of the frozen layers, once more as native kernels lay them out, and one microbatch. */
const TRUNK_BYTES = 384 * 2 ** 20;

export function createCohortTally(): CohortTally {
  const paid = new Set<string>();
  /** By epoch: bytes of the branches that are alive in it. */
  const alive: number[] = [];
  let trunk = 0;
  let heads = 0;
  let stepBytes = 0;
  return {
    add({ path, trunk: own, epoch, stateBytes, stepBytes: step }) {
      trunk = Math.max(trunk, own);
      stepBytes = Math.max(stepBytes, step);
      path.forEach((name, e) => {
        if (paid.has(name)) return;
        paid.add(name);
        heads += epoch;
        alive[e] = (alive[e] ?? 0) + stateBytes;
      });
    },
    added({ path, trunk: own, epoch }) {
      const unpaid = path.filter((name) => !paid.has(name)).length;
      return Math.max(0, own - trunk) + unpaid * epoch;
    },
    get trunk() {
      return trunk;
    },
    get heads() {
      return heads;
    },
    get bytes() {
      return TRUNK_BYTES + stepBytes + Math.max(0, ...alive);
    },
    get stateBytes() {
      return Math.max(0, ...alive);
    },
  };
}
