import type { Transferable } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { reviveError } from '../../core/errors.js';
import type { SerializedError } from '../../core/trial.js';
import type { Tasks } from '../../worker/protocol/tasks.js';

export interface PoolOptions {
  /** The module whose exports are the tasks: `dist/worker/worker.js`. */
  readonly worker: URL;
  readonly threads: number;
  /** MiB of JavaScript heap that each worker may use; absent: Node's own limit. */
  readonly memory?: number;
  /** The workers' environment; absent: a copy of this process's. Native code never sees it. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface CallOptions<Result> {
  readonly transfer?: readonly Transferable[];
  /** Calls with equal keys go to the same worker where it is free: it may have things cached. */
  readonly near?: string;
  /** Terminates the thread. Only for one that no longer answers: a stop request is kinder. */
  readonly kill?: AbortSignal;
  /** Whether this result shows that the thread is no longer fit for use; it is then replaced. */
  spoils?(result: Result): boolean;
}

type Name = keyof Tasks;
type Task<N extends Name> = Parameters<Tasks[N]>[0];
type Result<N extends Name> = Tasks[N] extends (task: never) => Promise<infer R> ? R : never;

/** Worker threads that run the tasks of worker/protocol/tasks.ts. They start when first needed. */
export interface Pool {
  readonly threads: number;
  /**
   * Runs one task, waiting for a free worker first. A thread that exits, crashes or exceeds its
   * heap rejects its own call and no other.
   */
  call<N extends Name>(
    name: N,
    task: Task<N>,
    options?: CallOptions<Result<N>>,
  ): Promise<Result<N>>;
  /** Ends the threads; calls still running reject. */
  close(): Promise<void>;
}

interface Slot {
  piscina: Piscina | undefined;
  busy: boolean;
  near: string | undefined;
}

/**
 * A pool of workers: one Piscina of a single thread each. That way a thread that dies before its
 * task began is known to concern that task, a spoiled thread can be replaced alone, and trials that
 * share cached work find their worker again; a Piscina of many threads offers none of these.
 */
export function createPool(options: PoolOptions): Pool {
  const slots: Slot[] = Array.from({ length: options.threads }, () => ({
    piscina: undefined,
    busy: false,
    near: undefined,
  }));
  const waiting: (() => void)[] = [];

  async function acquire(near: string | undefined): Promise<Slot> {
    for (;;) {
      const slot = chooseSlot(slots, near);
      if (slot) return Object.assign(slot, { busy: true, near });
      await new Promise<void>((free) => waiting.push(free));
    }
  }

  async function renew(slot: Slot): Promise<void> {
    const { piscina } = slot;
    slot.piscina = undefined;
    slot.near = undefined;
    await piscina?.destroy();
  }

  return {
    threads: options.threads,

    async call(name, task, { transfer = [], near, kill, spoils } = {}) {
      const slot = await acquire(near);
      try {
        slot.piscina ??= startThread(options);
        const result = await runIn(slot.piscina, options.worker, name, task, transfer, kill);
        if (spoils?.(result)) await renew(slot);
        return result;
      } catch (error) {
        slot.near = undefined;
        if (isSerialized(error)) throw reviveError(error);
        throw error;
      } finally {
        slot.busy = false;
        waiting.shift()?.();
      }
    },

    async close() {
      await Promise.all(slots.map(renew));
    },
  };
}

function chooseSlot(slots: readonly Slot[], near: string | undefined): Slot | undefined {
  const free = slots.filter((slot) => !slot.busy);
  if (near === undefined) return free[0];
  return free.find((slot) => slot.near === near) ?? free.find((slot) => !slot.near) ?? free[0];
}

/** `filename` is left to each call: a module that does not load then rejects that call. */
function startThread({ memory, env }: PoolOptions): Piscina {
  const piscina = new Piscina({
    minThreads: 0,
    maxThreads: 1,
    // Cached weights and outputs live as long as their thread.
    idleTimeout: Number.POSITIVE_INFINITY,
    // 'sync' would block the thread's event loop between tasks and with it any asynchronous backend.
    atomics: 'disabled',
    recordTiming: false,
    ...(memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } }),
    ...(env === undefined ? {} : { env }),
  });
  // A thread that dies between tasks is replaced at the next one; unheard, it would end the process.
  piscina.on('error', () => undefined);
  return piscina;
}

/** Piscina keeps a task whose thread died while starting in its queue for ever; this rejects it. */
async function runIn<N extends Name>(
  piscina: Piscina,
  worker: URL,
  name: N,
  task: Task<N>,
  transfer: readonly Transferable[],
  kill: AbortSignal | undefined,
): Promise<Result<N>> {
  const stillborn = new AbortController();
  const fail = (error: Error) => stillborn.abort(error);
  piscina.once('error', fail);
  try {
    return await piscina.run(task, {
      name,
      filename: worker.href,
      transferList: [...transfer],
      signal: kill ? AbortSignal.any([kill, stillborn.signal]) : stillborn.signal,
    });
  } catch (error) {
    throw stillborn.signal.aborted ? stillborn.signal.reason : error;
  } finally {
    piscina.off('error', fail);
  }
}

/** Errors keep their class and code on the way between threads only as plain data. */
function isSerialized(error: unknown): error is SerializedError {
  return (
    typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error
  );
}
