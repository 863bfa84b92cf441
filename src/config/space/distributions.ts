import type { Distribution } from '../../core/space.js';

/** Numbers of one parameter, as the file gives them; those left out have their defaults. */
export interface Numbers {
  readonly min: number;
  readonly max: number;
  readonly q: number;
  readonly mu: number;
  readonly sigma: number;
  readonly a: number;
  readonly b: number;
  readonly count?: number;
}

export type NumberKey = keyof Numbers;

/** One of W&B's distributions of numbers. */
export interface DistributionDef {
  readonly summary: string;
  readonly needs: readonly NumberKey[];
  readonly takes: readonly NumberKey[];
  /** `min` and `max` are bounds of the value, on a log scale: 0 has no place there. */
  readonly fromAbove0?: boolean;
  /** `min` and `max` are exponents of e. */
  readonly exponents?: boolean;
  read(numbers: Numbers): Distribution;
}

/** W&B's distributions that are given by numbers, by the name that `distribution` takes. */
export const distributions: Readonly<Record<string, DistributionDef>> = {
  int_uniform: {
    summary: 'Whole numbers from min to max',
    needs: ['min', 'max'],
    takes: [],
    read: ({ min, max }) => ({ kind: 'int_uniform', low: min, high: max }),
  },
  uniform: range('Numbers from min to max', 'linear', {}),
  q_uniform: range('Multiples of q from min to max', 'linear', { quantized: true }),
  log_uniform_values: range('Evenly over orders of magnitude, from min to max', 'log', {
    fromAbove0: true,
  }),
  q_log_uniform_values: range('The same, in multiples of q', 'log', {
    fromAbove0: true,
    quantized: true,
  }),
  inv_log_uniform_values: range('1/x evenly over orders of magnitude', 'inv_log', {
    fromAbove0: true,
  }),
  log_uniform: range('From e^min to e^max, evenly in the exponent', 'log', { exponents: true }),
  q_log_uniform: range('The same, in multiples of q', 'log', { exponents: true, quantized: true }),
  inv_log_uniform: range('1/x between e^min and e^max', 'inv_log', { exponents: true }),
  normal: normal('Mean mu, deviation sigma', { log: false, quantized: false }),
  q_normal: normal('The same, in multiples of q', { log: false, quantized: true }),
  log_normal: normal('e to the power of a normal', { log: true, quantized: false }),
  q_log_normal: normal('The same, in multiples of q', { log: true, quantized: true }),
  beta: {
    summary: 'Beta(a, b), from 0 to 1',
    needs: [],
    takes: ['a', 'b'],
    read: ({ a, b }) => ({ kind: 'beta', a, b }),
  },
  q_beta: {
    summary: 'The same, in multiples of q',
    needs: [],
    takes: ['a', 'b', 'q'],
    read: ({ a, b, q }) => ({ kind: 'beta', a, b, q }),
  },
};

/** The names that list their values instead. */
export const LISTED = ['constant', 'categorical', 'categorical_w_probabilities'] as const;

/** W&B's defaults. */
export const NUMBER_DEFAULTS = { q: 1, mu: 0, sigma: 1, a: 1, b: 1 } as const;

function range(
  summary: string,
  scale: 'linear' | 'log' | 'inv_log',
  form: { quantized?: boolean; fromAbove0?: boolean; exponents?: boolean },
): DistributionDef {
  const { quantized = false, fromAbove0 = false, exponents = false } = form;
  return {
    summary,
    needs: ['min', 'max'],
    takes: quantized ? ['q', 'count'] : ['count'],
    fromAbove0,
    exponents,
    read({ min, max, q, count }) {
      const [low, high] = bounds(min, max, scale, exponents);
      return {
        kind: 'uniform',
        low,
        high,
        scale,
        ...(quantized ? { q } : {}),
        ...(count === undefined ? {} : { count }),
      };
    },
  };
}

/** Bounds of the value; `inv_log_uniform`'s exponents are those of 1/x. */
function bounds(
  min: number,
  max: number,
  scale: string,
  exponents: boolean,
): readonly [low: number, high: number] {
  if (!exponents) return [min, max];
  return scale === 'inv_log' ? [Math.exp(-max), Math.exp(-min)] : [Math.exp(min), Math.exp(max)];
}

function normal(summary: string, form: { log: boolean; quantized: boolean }): DistributionDef {
  return {
    summary,
    needs: [],
    takes: form.quantized ? ['mu', 'sigma', 'q'] : ['mu', 'sigma'],
    read: ({ mu, sigma, q }) => ({
      kind: 'normal',
      mu,
      sigma,
      log: form.log,
      ...(form.quantized ? { q } : {}),
    }),
  };
}
