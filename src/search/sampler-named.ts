import { UsageError } from '../core/errors.js';
import type { SamplerDef } from './sampler.js';
import { samplers } from './samplers/index.js';

/**
 * What is known of the sampler that `method` names.
 *
 * @throws {UsageError} there is none of that name: the sweep is of another version.
 */
export function samplerNamed(type: string): SamplerDef {
  const def = Object.hasOwn(samplers, type) ? samplers[type] : undefined;
  if (def) return def;
  const names = Object.keys(samplers).join(', ');
  throw new UsageError(
    `Expected a sweep with one of this version's methods (${names}), got ${JSON.stringify(type)}. ` +
      'Run it with the version that made it.',
  );
}
