import { type Json, typeOf } from '../../core/json.js';
import type { Params } from '../../core/space.js';
import { paramValue } from '../../results/param-value.js';

/** Choices by their names alone, and what each name stands for. */
export interface ChoiceLegend {
  readonly short: (name: string, value: Json | undefined) => string;
  /** `step(step_size=1, gamma=0.3)`, of each that is shortened. */
  readonly meanings: readonly string[];
}

/**
 * Shortens choices with options to their names where all trials that choose a name give it the same
 * options.
 */
export function choiceLegend(trials: readonly Params[], names: readonly string[]): ChoiceLegend {
  const meanings = new Map<string, Set<string>>();
  const keyOf = (name: string, value: Json | undefined) =>
    JSON.stringify([name, typeOf(value ?? null) ?? null]);
  for (const params of trials) {
    for (const name of names) {
      const key = keyOf(name, params[name]);
      const known = meanings.get(key) ?? new Set();
      meanings.set(key, known.add(paramValue(params[name])));
    }
  }
  const isShort = (name: string, value: Json | undefined) =>
    typeof value === 'object' &&
    value !== null &&
    typeOf(value) !== undefined &&
    meanings.get(keyOf(name, value))?.size === 1;
  const shortened = trials.flatMap((params) =>
    names.filter((name) => isShort(name, params[name])).map((name) => paramValue(params[name])),
  );
  return {
    short: (name, value) => (isShort(name, value) ? typeOf(value!)! : paramValue(value)),
    meanings: [...new Set(shortened)],
  };
}
