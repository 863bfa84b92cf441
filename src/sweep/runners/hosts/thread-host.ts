import { Piscina } from 'piscina';
import type { Host, HostOptions } from './host.js';

/** A worker thread of this process: a Piscina of one thread. */
export function createThreadHost({ worker, memory }: HostOptions): Host {
  const piscina = new Piscina({
    minThreads: 0,
    maxThreads: 1,
    // Cached weights and outputs live as long as their thread.
    idleTimeout: Number.POSITIVE_INFINITY,
    // 'sync' would block the thread's event loop between tasks and with it any asynchronous backend.
    atomics: 'disabled',
    recordTiming: false,
    ...(memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } }),
  });
  // A thread that dies between tasks is replaced at the next one; unheard, it would end the process.
  piscina.on('error', () => undefined);

  return {
    /** Piscina keeps a task whose thread died while starting in its queue for ever; this rejects it. */
    async run(name, task, { transfer, kill }) {
      const stillborn = new AbortController();
      const fail = (error: Error) => stillborn.abort(error);
      piscina.once('error', fail);
      try {
        return await piscina.run(task, {
          name,
          // With each call: a module that does not load then rejects that call.
          filename: worker,
          transferList: [...transfer],
          signal: kill ? AbortSignal.any([kill, stillborn.signal]) : stillborn.signal,
        });
      } catch (error) {
        throw stillborn.signal.aborted ? stillborn.signal.reason : error;
      } finally {
        piscina.off('error', fail);
      }
    },
    end: () => piscina.destroy(),
  };
}
