import type { Hyperparameters } from './kernel.js';
import { marginalLikelihood } from './marginal-likelihood.js';
import type { MetricSpace } from './metric-space.js';
import { minimize } from './minimize.js';

/**
 * The hyperparameters that are most probable for values (of mean 0 and variance 1) at points, after
 * what is taken for likely before: rates around 1, a scale near 1 (Gamma(2, 1)), and little noise
 * (Gamma(1.1, 30)); the priors of Optuna's GPSampler.
 */
export function fitHyperparameters(
  metric: MetricSpace,
  points: readonly Float64Array[],
  values: ArrayLike<number>,
): Hyperparameters {
  const { dimensions } = metric;
  const likelihood = marginalLikelihood(metric, points, values);
  const read = (logs: ArrayLike<number>): Hyperparameters => ({
    rates: Float64Array.from({ length: dimensions }, (_, i) => Math.exp(logs[i]!)),
    scale: Math.exp(logs[dimensions]!),
    noise: Math.exp(logs[dimensions + 1]!),
  });
  const lossAt = (logs: Float64Array) => {
    const hyperparameters = read(logs);
    const { value, gradient } = likelihood(hyperparameters);
    const prior = logPrior(hyperparameters);
    return {
      value: -value - prior.value,
      gradient: gradient.map((slope, i) => -slope - prior.gradient[i]!),
    };
  };
  const bounds = (i: number) => (i < dimensions ? RATES : i === dimensions ? SCALES : NOISES);
  const found = STARTS.map((rate) => {
    const start = Float64Array.from({ length: dimensions + 2 }, (_, i) => {
      return Math.log(i < dimensions ? rate : i === dimensions ? 1 : FIRST_NOISE);
    });
    return minimize(lossAt, start, bounds, { steps: STEPS, tolerance: 1e-2 });
  });
  return read(found.reduce((a, b) => (b.value < a.value ? b : a)).x);
}

/** Up to a constant; its gradient by logarithms, as that of the likelihood. */
function logPrior({ rates, scale, noise }: Hyperparameters) {
  const gradient = new Float64Array(rates.length + 2);
  let value = 0;
  for (let i = 0; i < rates.length; i += 1) {
    const rate = rates[i]!;
    value -= 0.1 * (1 / rate + rate);
    gradient[i] = 0.1 * (1 / rate - rate);
  }
  value += Math.log(scale) - scale;
  gradient[rates.length] = 1 - scale;
  value += 0.1 * Math.log(noise) - 30 * noise;
  gradient[rates.length + 1] = 0.1 - 30 * noise;
  return { value, gradient };
}

const logs = (low: number, high: number) => [Math.log(low), Math.log(high)] as const;
const RATES = logs(1e-3, 1e4);
const SCALES = logs(1e-3, 1e2);
/** The least is what keeps equal points apart. */
const NOISES = logs(1e-6, 10);

/** Rates to start from: values may change slowly, or fast. */
const STARTS = [0.5, 10];
const FIRST_NOISE = 1e-2;
const STEPS = 25;
