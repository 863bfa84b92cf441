import type { Json } from '../../core/json.js';
import type { Distribution } from '../../core/space.js';
import { firstStep, lastStep, multiple } from '../../search/spaces/distribution.js';
import { keyOf } from '../../search/spaces/ties/condition.js';
import type { PythonJson } from './python-json.js';

/** One of Optuna's distributions, as its storages spell them (`distribution_to_json`). */
export interface OptunaDistribution {
  readonly name: 'FloatDistribution' | 'IntDistribution' | 'CategoricalDistribution';
  readonly attributes: { readonly [key: string]: PythonJson };
  /** A value as storages keep it: a number, of a choice its place. */
  internal(value: Json): number;
  /** A value as a trial's `params` show it. */
  external(value: Json): null | boolean | number | string;
}

/**
 * The distribution that has all that a parameter may be and all that it has been: a sweep may have
 * tried values outside its space, as it was extended or its file named points. What Optuna does not
 * know becomes its nearest: a normal one is uniform over four standard deviations to each side, 1 / x
 * on a log scale is x on one, and weights of choices are left out.
 */
export function distributionFor(
  distribution: Distribution,
  seen: readonly Json[],
): OptunaDistribution {
  const numbers = seen.filter((value) => typeof value === 'number');
  const range = numbers.length === seen.length ? rangeOf(distribution) : null;
  if (!range) {
    const listed = distribution.kind === 'categorical' ? distribution.values : [];
    return categorical([...listed, ...seen]);
  }
  const [low, high] = numbers.reduce<readonly [number, number]>(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
    [range.low, range.high],
  );
  if (distribution.kind === 'int_uniform' && numbers.every(Number.isSafeInteger)) {
    return { name: 'IntDistribution', attributes: { low, high, log: false, step: 1 }, ...AS_IT_IS };
  }
  const { q } = range;
  const isStepped = q !== null && [low, high, ...numbers].every((each) => isStep(each - low, q));
  return {
    name: 'FloatDistribution',
    attributes: { low, high, log: range.log && low > 0, step: isStepped ? q : null },
    ...AS_IT_IS,
  };
}

const AS_IT_IS: Pick<OptunaDistribution, 'internal' | 'external'> = {
  internal: Number,
  external: Number,
};

interface Range {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** Null: not stepped; nor is it on a log scale, where Optuna has no steps. */
  readonly q: number | null;
}

function rangeOf(distribution: Distribution): Range | null {
  switch (distribution.kind) {
    case 'int_uniform':
      return { low: distribution.low, high: distribution.high, log: false, q: null };
    case 'uniform': {
      const { low, high, scale, q } = distribution;
      return stepped({ low, high, log: scale !== 'linear' }, q);
    }
    case 'normal': {
      const { mu, sigma, log, q } = distribution;
      const [low, high] = [mu - 4 * sigma, mu + 4 * sigma];
      if (log) return stepped({ low: Math.exp(low), high: Math.exp(high), log }, q);
      return stepped({ low, high, log }, q);
    }
    case 'beta':
      return stepped({ low: 0, high: 1, log: false }, distribution.q);
    default:
      return null;
  }
}

function stepped({ low, high, log }: Omit<Range, 'q'>, q: number | undefined): Range {
  if (log || q === undefined) return { low, high, log, q: null };
  return { low: multiple(firstStep(low, q), q), high: multiple(lastStep(high, q), q), log, q };
}

/** As Optuna asks whether a value lies on a step. */
function isStep(distance: number, q: number): boolean {
  const steps = distance / q;
  return Math.abs(steps - Math.round(steps)) < 1e-8;
}

function categorical(values: readonly Json[]): OptunaDistribution {
  const places = new Map<string, number>();
  const kept: Json[] = [];
  for (const value of values) {
    if (places.has(keyOf(value))) continue;
    places.set(keyOf(value), kept.length);
    kept.push(value);
  }
  // To Python true is 1, and Optuna finds choices by that.
  const isMixed = ['boolean', 'number'].every((type) => kept.some((each) => typeof each === type));
  const external = (value: Json) => {
    const isPlain = typeof value !== 'object' || value === null;
    return isPlain && !(isMixed && typeof value === 'boolean') ? value : JSON.stringify(value);
  };
  return {
    name: 'CategoricalDistribution',
    attributes: { choices: kept.map(external) },
    internal: (value) => places.get(keyOf(value)) ?? -1,
    external,
  };
}
