import { WeightsError } from '../../core/errors.js';
import type { WeightTensor } from './weights.js';

/**
 * The tensor of that name, in that shape where one is given.
 *
 * @throws {WeightsError} there is none; `why` says it, given the one that is misshapen.
 */
export function findTensor(
  tensors: ReadonlyMap<string, WeightTensor>,
  name: string,
  shape: readonly number[] | undefined,
  why: (misshapen: WeightTensor | undefined) => string,
): WeightTensor {
  const tensor = tensors.get(name);
  if (tensor && (!shape || shape.join() === tensor.shape.join())) return tensor;
  throw new WeightsError(why(tensor));
}
