import type { Json, JsonObject } from './json.js';

/** The sampled values of one trial, by parameter name as the sweep file spells it. */
export type Params = JsonObject;

/**
 * Where one parameter's values come from: a map from a uniform draw u in [0, 1) to a value
 * (`search/spaces/distribution.ts`). Samplers work in the unit cube and never see the kinds.
 *
 * `count` is the number of points a grid takes from a continuous range.
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: Json }
  | {
      readonly kind: 'categorical';
      readonly values: readonly Json[];
      /** Same length as `values`, sums to 1; absent means equal weights. */
      readonly probabilities?: readonly number[];
    }
  | { readonly kind: 'int_uniform'; readonly low: number; readonly high: number }
  | {
      readonly kind: 'uniform';
      /** Inclusive bounds of the value itself, also on a log scale. */
      readonly low: number;
      readonly high: number;
      /** `inv_log` is W&B's inv_log_uniform: 1/x is log-uniform between 1/high and 1/low. */
      readonly scale: 'linear' | 'log' | 'inv_log';
      /** Round to multiples of q. */
      readonly q?: number;
      readonly count?: number;
    }
  | {
      readonly kind: 'normal';
      readonly mu: number;
      readonly sigma: number;
      /** True: exp of the normal draw (log_normal). */
      readonly log: boolean;
      readonly q?: number;
    }
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly q?: number };

/** Parameters in the order the sweep file declares them, constants included. */
export type SearchSpace = Readonly<Record<string, Distribution>>;

/** The values a parameter lists, or undefined if it draws them from a range. */
export function listedValues(distribution: Distribution): readonly Json[] | undefined {
  if (distribution.kind === 'constant') return [distribution.value];
  return distribution.kind === 'categorical' ? distribution.values : undefined;
}
