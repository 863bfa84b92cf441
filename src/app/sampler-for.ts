import { allowsFor } from '../config/allows.js';
import { recipeFor } from '../config/recipe-for.js';
import type { SweepSpec } from '../core/sweep.js';
import { createPointCosts } from '../plan/point-costs.js';
import { createSampler } from '../search/create-sampler.js';
import { pointsFirst } from '../search/points-first.js';
import type { Sampler } from '../search/sampler.js';
import { samplerNamed } from '../search/sampler-named.js';

/**
 * The sampler of a sweep, behind the points that its file names.
 *
 * @throws {UsageError} the sweep is of a version that had other samplers.
 */
export function samplerFor(spec: SweepSpec): Sampler {
  const { looks } = samplerNamed(spec.method.type);
  const costs = createPointCosts((params) => recipeFor(spec, params));
  const cost = spec.sharing === 'prefer' ? costs : null;
  return pointsFirst(createSampler(spec, allowsFor(spec), cost), spec.points, looks);
}
