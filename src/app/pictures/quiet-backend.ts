import { backends } from '../../device/backends/index.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { SweepRow } from '../../store/port.js';
import type { World } from '../world.js';

/**
 * A backend that takes nothing from a sweep that may be training: one core of the processor, unless
 * none trains, when it may be all of them. `sweep`: that of the trial whose network is to run.
 */
export function quietBackend(
  { env }: Pick<World, 'env'>,
  sweep: Pick<SweepRow, 'backend'>,
  sweeps: readonly Pick<SweepRow, 'state'>[],
): string {
  const own = backends.find(({ name }) => name === sweep.backend);
  const isTraining = sweeps.some(({ state }) => state === 'running');
  if (!own || isTraining) return ONE_CORE;
  const { usable, gpu } = own.check(cacheDir(env));
  return usable && !gpu ? own.name : ONE_CORE;
}

const ONE_CORE = 'wasm';
