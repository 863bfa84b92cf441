import { loadText } from '../config/file/load-sweep.js';
import type { Overrides } from '../config/yaml/overrides.js';
import type { SweepSpec } from '../core/sweep.js';
import { cacheDir } from '../machine/cache-dir.js';
import type { Fetched } from '../results/documents/fetch.js';
import type { Observer } from './observer.js';
import { readSweep } from './read-sweep.js';
import { makeReady } from './workers/make-ready.js';
import { withWorker } from './workers/with-worker.js';
import type { World } from './world.js';

export interface FetchRequest {
  /** Absolute path of a sweep file; absent: what most sweeps need. */
  readonly file?: string | undefined;
  readonly changes: Overrides;
  /** Leave out images that cannot be read, instead of stopping. */
  readonly skipBad: boolean;
}

/** A sweep that asks for nothing has all defaults: ImageNet's weights and CIFAR-10. */
const DEFAULT_SWEEP = 'parameters: {learning_rate: {value: 0.01}}';

/**
 * Brings weights and images into the cache ahead of time.
 *
 * @throws {ThawError}
 */
export async function fetch(
  world: World,
  request: FetchRequest,
  observer: Observer,
): Promise<Fetched> {
  const { data, model, seed } = specOf(world, request, observer);
  const needs = { data, model, seed, skipBad: request.skipBad };
  // Nothing is computed, so any backend will do.
  const { available, skipped } = await withWorker(world, 'wasm', observer, (workers) =>
    makeReady(world, workers, needs, observer),
  );
  return {
    cacheDir: cacheDir(world.env),
    weights: model.weights,
    data: data.source,
    available,
    skipped,
  };
}

function specOf(world: World, { file, changes }: FetchRequest, observer: Observer): SweepSpec {
  if (file !== undefined) return readSweep(world, file, changes, observer).spec;
  const { env } = world;
  return loadText(DEFAULT_SWEEP, 'default.yaml', changes, cacheDir(env), env).spec;
}
