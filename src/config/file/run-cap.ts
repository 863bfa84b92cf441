import type { Choice } from '../../core/json.js';
import type { SearchSpace } from '../../core/space.js';
import { samplerNamed } from '../../search/sampler-named.js';
import { drawnAxes } from '../../search/spaces/finite-points.js';
import { noteAll } from '../words/note-all.js';
import type { FileReading, Keys } from './reading.js';
import type { Tried } from './resolve-points.js';

/**
 * The total number of trials (null: all there are), held to what the sampler can do with the space:
 * one that never ends by itself demands it. A file written for W&B, where agents stop whenever they
 * are stopped, gets a small one.
 */
export function resolveRunCap(
  { type }: Choice,
  { run_cap, order }: Keys,
  space: SearchSpace,
  { findings, isForeign }: FileReading,
  tried: Tried,
): number | null {
  const runCap = run_cap ?? null;
  const def = samplerNamed(type);
  const notes = def.check?.(space, runCap, order ?? 'declared', tried.count) ?? [];
  noteAll(notes, findings);
  if (notes.some(({ warning }) => !warning)) return runCap;
  const size = def.size(space);
  // With some points left out, how many there are is known here alone.
  if (size !== null && tried.count !== undefined) {
    return Math.min(runCap ?? Number.POSITIVE_INFINITY, tried.points.length + tried.count);
  }
  if (runCap !== null || size !== null) return runCap;
  const { endless } = drawnAxes(space);
  const over = endless.length > 0 ? ` over a continuous range (${endless.join(', ')})` : '';
  const never = `${type}${over} never ends`;
  if (isForeign) {
    const message = `${never}, and no run_cap is given: ${UNCAPPED} trials are run; --trials says how many, as --count of wandb agent does`;
    findings.warn(['method'], message);
    return UNCAPPED;
  }
  const message = `${never}: expected run_cap, the total number of trials; or --trials`;
  findings.error(['method'], message);
  return null;
}

/** Trials of a W&B sweep that says no number: enough to see whether to ask for more. */
const UNCAPPED = 20;
