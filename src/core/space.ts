import type { Json, JsonObject } from './json.js';

/** The sampled values of one trial, by parameter name as the sweep file spells it. */
export type Params = JsonObject;

/**
 * Where one parameter's values come from: a map from a uniform draw u in [0, 1) to a value
 * (`search/spaces/distribution.ts`). Samplers work in the unit cube and never see the kinds.
 *
 * `count` is the number of points a grid takes from a continuous range.
 */
export type Distribution = Values & Ties;

/** How a parameter hangs on others. */
export interface Ties {
  /** The point has the parameter only where all of these hold. */
  readonly when?: Condition;
  /** Parameters of one name here take their values together: the first with the first, and so on. */
  readonly zip?: string;
}

/**
 * Values that other parameters of the point must have, any one of those listed; a text also stands
 * for an object of that `type`. A parameter that the point does not have fulfills none.
 */
export type Condition = Readonly<Record<string, readonly Json[]>>;

type Values =
  | { readonly kind: 'constant'; readonly value: Json }
  | {
      readonly kind: 'categorical';
      readonly values: readonly Json[];
      /** Same length as `values`, sums to 1; absent means equal weights. */
      readonly probabilities?: readonly number[];
      /** True: their order means something to a sampler that looks. Absent: it does for numbers. */
      readonly ordered?: boolean;
      /**
       * Same length as `values`: options of an object that are drawn themselves, by where they lie
       * in it (`step_size`, `0.random_crop.padding`); null: none. In `values` each has a value.
       */
      readonly options?: readonly (Readonly<Record<string, Distribution>> | null)[];
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
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly q?: number }
  /** Worked out from the point's other parameters; not drawn. */
  | {
      readonly kind: 'derived';
      readonly expression: string;
      /** What it takes for those that the point does not have. */
      readonly defaults?: Readonly<Record<string, Json>>;
    };

/** Parameters in the order the sweep file declares them, constants included. */
export type SearchSpace = Readonly<Record<string, Distribution>>;

/** The values a parameter lists, or undefined if it draws or derives them. */
export function listedValues(distribution: Distribution): readonly Json[] | undefined {
  if (distribution.kind === 'constant') return [distribution.value];
  return distribution.kind === 'categorical' ? distribution.values : undefined;
}
