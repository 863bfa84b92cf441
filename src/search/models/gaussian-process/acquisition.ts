import { logImprovement } from './log-improvement.js';
import type { Slope } from './minimize.js';
import type { Posterior } from './posterior.js';

/** How promising points are. */
export interface Acquisition {
  /** The logarithm of how much a point is expected to fall below the best. */
  at(point: Float64Array): number;
  /** Its negative, which is to be made small, with its slopes along each coordinate. */
  slopeAt(point: Float64Array): Slope;
}

/** Log expected improvement (Ament et al. 2023) on what is believed of the best, noise left out. */
export function acquisition(process: Posterior, best: number): Acquisition {
  return {
    at(point) {
      const { mean, variance } = process.at(point);
      const deviation = Math.sqrt(variance);
      return Math.log(deviation) + logImprovement((best - mean) / deviation).value;
    },
    slopeAt(point) {
      const { mean, variance, meanSlopes, varianceSlopes } = process.slopesAt(point);
      const deviation = Math.sqrt(variance);
      const { value, density, distribution } = logImprovement((best - mean) / deviation);
      const gradient = meanSlopes.map((slope, i) => {
        const widening = varianceSlopes[i]! / (2 * variance);
        return (distribution * slope) / deviation - density * widening;
      });
      return { value: -Math.log(deviation) - value, gradient };
    },
  };
}
