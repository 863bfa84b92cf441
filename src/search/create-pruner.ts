import type { Choice } from '../core/json.js';
import type { Pruner } from './pruner.js';
import { pruners } from './pruners/index.js';

/** The pruner that `early_terminate` names; without one, no trial is stopped. */
export function createPruner(choice: Choice | null): Pruner {
  if (!choice) return { shouldStop: () => false };
  const { type, ...options } = choice;
  const def = pruners[type]!;
  return def.create(def.options.parse(options));
}
