import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import type { World } from '../world.js';
import { openWorkers, type Workers } from './open-workers.js';

/**
 * Does short work with one worker of a backend, and ends the worker after it, or when the user asks
 * to stop.
 *
 * @throws {InterruptedError}
 */
export async function withWorker<Result>(
  world: World,
  backend: string,
  observer: Observer,
  work: (workers: Workers) => Promise<Result>,
): Promise<Result> {
  const workers = await openWorkers(
    world,
    {
      backend,
      devices: 'auto',
      exact: true,
      precisions: [], // a network whose precision is missing says so itself
      workers: 1,
      memory: 'auto',
      tasks: 1,
    },
    observer,
  );
  try {
    return await unlessInterrupted(work(workers), world.signal, 'Interrupted.');
  } finally {
    await workers.pool.close();
  }
}
