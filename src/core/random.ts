import seedrandom from 'seedrandom';

/** Uniform draws in [0, 1). */
export type Rng = () => number;

/**
 * The stream of draws that belongs to `key`.
 *
 * Draws are keyed, never streamed: each use names what it is for (`'augment', seed, replicate, set,
 * epoch, index`), so that nothing depends on what ran before or beside it.
 */
export function rngFor(...key: readonly (string | number)[]): Rng {
  return seedrandom(JSON.stringify(key));
}

/** An integer in [0, n). */
export function drawInt(rng: Rng, n: number): number {
  return Math.floor(rng() * n);
}

/** A standard normal draw (Box & Muller 1958; the cosine half only, so one call is one value). */
export function drawNormal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng()));
  return radius * Math.cos(2 * Math.PI * rng());
}

/** 0..n-1 in random order (Fisher & Yates). */
export function permutation(rng: Rng, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = drawInt(rng, i + 1);
    const swap = order[i]!;
    order[i] = order[j]!;
    order[j] = swap;
  }
  return order;
}
