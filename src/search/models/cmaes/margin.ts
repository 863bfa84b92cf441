import { normalCdf, normalQuantile } from '../../spaces/quantiles.js';

/**
 * How a coordinate that comes in steps is drawn: mean, and by how much its deviation is stretched.
 */
export interface Stretched {
  readonly mean: number;
  readonly stretch: number;
}

/**
 * Keeps a coordinate that comes in steps from freezing: where a normal draw would hardly ever leave its
 * mean's step any more, mean and deviation are set so that it does with probability `margin` at least
 * (Hamano et al., "CMA-ES with Margin", GECCO 2022, arXiv:2205.13482, section 4.3).
 *
 * @param size steps between 0 and 1, two or more, of equal width.
 * @param deviation of the draw before it is stretched.
 */
export function withMargin(
  { mean, stretch }: Stretched,
  size: number,
  deviation: number,
  margin: number,
): Stretched {
  const cell = cellOf(mean, size);
  // Ends between steps: below the first and above the last there are none.
  const low = Math.min(Math.max(cell, 1), size - 1) / size;
  const high = Math.min(cell + 1, size - 1) / size;
  const spread = deviation * stretch;
  const below = normalCdf((low - mean) / spread);
  const above = 1 - normalCdf((high - mean) / spread);

  if (Math.max(below, above) > 0.5) {
    if (Math.min(below, above) >= margin) return { mean, stretch };
    const reach = -normalQuantile(margin) * spread;
    return { mean: high + Math.sign(mean - high) * reach, stretch };
  }
  const [less, more] = [Math.max(below, margin / 2), Math.max(above, margin / 2)];
  const inside = 1 - below - above;
  const excess = 1 - less - more - inside;
  const room = less + inside + more - (3 * margin) / 2;
  const quantile = (part: number) => {
    const kept = part + (excess * (part - margin / 2)) / room;
    return -normalQuantile(Math.min(Math.max(kept, 1e-10), 0.5 - 1e-10));
  };
  const [down, up] = [quantile(less), quantile(more)];
  return {
    mean: (low * up + high * down) / (down + up),
    stretch: (high - low) / ((down + up) * deviation),
  };
}

/** The step, from 0, in which a number lies; beyond the ends the first or the last. */
export function cellOf(x: number, size: number): number {
  return Math.min(Math.max(Math.ceil(x * size) - 1, 0), size - 1);
}
