import { cacheDir } from '../machine/cache-dir.js';
import type { CliContext } from './context.js';
import { unlessInterrupted, watchInterrupts } from './interrupts.js';
import { openWorkers, type Workers } from './open-workers.js';
import { createScreen, type Screen } from './progress/screen.js';

/**
 * Does short work with one worker of a backend, and ends the worker after it, or at Ctrl-C.
 *
 * @throws {InterruptedError}
 */
export async function withWorker<Result>(
  context: CliContext,
  backend: string,
  work: (workers: Workers, screen: Screen, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const screen = createScreen(context.err);
  const interrupts = watchInterrupts(context, () => screen.print('Stopping ...'));
  try {
    const workers = await openWorkers(context, {
      cacheDir: cacheDir(context.env),
      backend,
      precisions: [], // a network whose precision is missing says so itself
      workers: 1,
      memory: 'auto',
      tasks: 1,
      signal: interrupts.signal,
      note: (message) => screen.print(`Note: ${message}`),
    });
    try {
      return await unlessInterrupted(
        work(workers, screen, interrupts.signal),
        interrupts.signal,
        'Interrupted.',
      );
    } finally {
      await workers.pool.close();
    }
  } finally {
    interrupts.close();
  }
}
