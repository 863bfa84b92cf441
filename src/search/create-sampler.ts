import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Sampler } from './sampler.js';
import { samplerNamed } from './sampler-named.js';

/**
 * The sampler that a sweep names, over its space. `allows`: see `SamplerSetup`.
 *
 * @throws {UsageError} the sweep is of a version that had other samplers.
 */
export function createSampler(
  spec: Pick<SweepSpec, 'method' | 'space' | 'seed' | 'order'>,
  allows: (params: Params) => boolean,
): Sampler {
  const { type, ...options } = spec.method;
  const def = samplerNamed(type);
  const { space, seed, order } = spec;
  return def.create({ space, seed, order, allows, options: def.options.parse(options) });
}
