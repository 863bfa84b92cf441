/**
 * What becomes of a trial after an epoch. `pause`: it gives way to others, and goes on once its pruner
 * promotes it.
 */
export type Verdict = (typeof VERDICTS)[number];

/** In the order of the numbers that stand for them in shared memory. */
export const VERDICTS = ['continue', 'pause', 'stop'] as const;
