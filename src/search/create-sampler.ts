import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import type { CostOf, Sampler } from './sampler.js';
import { samplerNamed } from './sampler-named.js';
import { isConstrained } from './spaces/constrained.js';
import { coordinatesOf } from './spaces/coordinates.js';

/**
 * The sampler that a sweep names, over its space. `allows`, `cost`: see `SamplerSetup`.
 *
 * @throws {UsageError} the sweep is of a version that had other samplers.
 */
export function createSampler(
  spec: Pick<SweepSpec, 'method' | 'space' | 'seed' | 'order'> &
    Partial<Pick<SweepSpec, 'constraints'>>,
  allows: (params: Params) => boolean,
  cost: CostOf | null = null,
): Sampler {
  const { type, ...options } = spec.method;
  const def = samplerNamed(type);
  const { space, seed, order } = spec;
  return def.create({
    space,
    coordinates: coordinatesOf(space),
    seed,
    order,
    allows,
    constrained: isConstrained(spec),
    cost,
    options: def.options.parse(options),
  });
}
