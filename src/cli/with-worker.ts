import { cacheDir } from '../train/fetch/cache-dir.js';
import type { CliContext } from './context.js';
import { unlessInterrupted, watchInterrupts } from './interrupts.js';
import { openWorkers, type Workers } from './open-workers.js';

/**
 * Does short work with one worker of a backend, and ends the worker after it, or at Ctrl-C.
 *
 * @throws {InterruptedError}
 */
export async function withWorker<Result>(
  context: CliContext,
  backend: string,
  work: (workers: Workers, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const interrupts = watchInterrupts(context, () => context.err.write('Stopping ...\n'));
  try {
    const workers = await openWorkers(context, {
      cacheDir: cacheDir(context.env),
      backend,
      workers: 1,
      tasks: 1,
      signal: interrupts.signal,
      note: (message) => context.err.write(`Note: ${message}\n`),
    });
    try {
      return await unlessInterrupted(
        work(workers, interrupts.signal),
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
