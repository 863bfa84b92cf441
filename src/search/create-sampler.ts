import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Sampler } from './sampler.js';
import { samplers } from './samplers/index.js';

/** The sampler that a sweep names, over its space. `allows`: see `SamplerSetup`. */
export function createSampler(
  spec: Pick<SweepSpec, 'method' | 'space' | 'seed' | 'order'>,
  allows: (params: Params) => boolean,
): Sampler {
  const { type, ...options } = spec.method;
  const def = samplers[type]!;
  const { space, seed, order } = spec;
  return def.create({ space, seed, order, allows, options: def.options.parse(options) });
}
