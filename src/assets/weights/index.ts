import { WeightsError } from '../../core/errors.js';
import type { ModelSpec } from '../../core/sweep.js';
import { imagenet } from './imagenet.js';
import { random } from './random.js';
import { safetensors } from './safetensors.js';
import type { WeightsDef } from './weights.js';

/** Every place weights can come from. */
export const weightsSources: readonly WeightsDef[] = [imagenet, random, safetensors];

/**
 * Whether weights are there and of the network, at a glance; passes over those that are fetched.
 *
 * @throws {WeightsError}
 */
export function lookAtWeights(model: ModelSpec): void {
  weightsSources.find(({ matches }) => matches(model.weights))?.look?.(model);
}

/** @throws {WeightsError} no source is of this kind. */
export function weightsFor(weights: string): WeightsDef {
  const source = weightsSources.find((def) => def.matches(weights));
  if (source) return source;
  const known = weightsSources.map((def) => `${def.type} (${def.summary})`).join('; ');
  throw new WeightsError(
    `No weights called ${JSON.stringify(weights)}. Expected one of: ${known}.`,
  );
}
