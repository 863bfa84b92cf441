import { recipeFault } from '../../config/recipe-fault.js';
import { recipeFor } from '../../config/recipe-for.js';
import { BackendError } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import { backends } from '../../device/backends/index.js';
import type { Assembled } from '../../fleet/conductor/parts.js';
import { defaultPace } from '../../plan/pace.js';
import { createPruner } from '../../search/create-pruner.js';
import { samplerFor } from '../sampler-for.js';

/** All backends, in the order in which `auto` prefers them. */
export const backendNames: readonly string[] = backends.map(({ name }) => name);

/**
 * What a conductor runs a sweep by.
 *
 * @throws {UsageError} the sweep is of a version that had other samplers.
 * @throws {BackendError} this version knows no such backend.
 */
export function assembleSweep(spec: SweepSpec, backend: string): Assembled {
  const speed = backends.find(({ name }) => name === backend)?.speed;
  if (!speed) throw new BackendError(`This version of Thaw has no backend ${backend}.`);
  return {
    sampler: samplerFor(spec),
    pruner: spec.earlyTerminate && createPruner(spec.earlyTerminate, spec.metric),
    recipeFor: (params, replicate) => recipeFor(spec, params, replicate),
    recipeFault,
    backward: speed.backward,
    pace: defaultPace(speed),
  };
}
