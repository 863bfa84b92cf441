import type { Choice } from '../core/json.js';
import type { Pruner } from './pruner.js';
import { pruners } from './pruners/index.js';

/** The pruner that `early_terminate` names. */
export function createPruner({ type, ...options }: Choice): Pruner {
  const def = pruners[type]!;
  return def.create(def.options.parse(options));
}
