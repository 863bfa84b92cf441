import type { Transferable } from 'node:worker_threads';
import { reviveError } from '../../core/errors.js';
import type { Host, Result, Task, TaskName } from './hosts/host.js';
import { isSerialized } from './hosts/is-serialized.js';
import { createProcessHost, type ProcessPlace } from './hosts/process-host.js';
import { createThreadHost } from './hosts/thread-host.js';

export interface PoolOptions {
  /** The module whose exports are the tasks: `dist/worker/worker.js`. */
  readonly worker: URL;
  /** How many threads of this process, or which processes, one worker each. */
  readonly workers: number | readonly ProcessPlace[];
  /** MiB of JavaScript heap that each worker may use; absent: Node's own limit. */
  readonly memory?: number;
}

export interface CallOptions<Result> {
  readonly transfer?: readonly Transferable[];
  /** Calls with equal keys go to the same worker where it is free: it may have things cached. */
  readonly near?: string;
  /** Ends the worker. Only for one that no longer answers: a stop request is kinder. */
  readonly kill?: AbortSignal;
  /** Awaited once a worker is free, before its task begins: its place among the workers. */
  begins?(place: number): Promise<void> | void;
  /** Whether this result shows that the worker is no longer fit for use; it is then replaced. */
  spoils?(result: Result): boolean;
}

/**
 * Workers that run the tasks of worker/protocol/tasks.ts, each in a thread or in a process of its
 * own. They start when first needed.
 */
export interface Pool {
  readonly size: number;
  /**
   * Runs one task, waiting for a free worker first. A worker that exits, crashes or exceeds its
   * heap rejects its own call and no other.
   */
  call<N extends TaskName>(
    name: N,
    task: Task<N>,
    options?: CallOptions<Result<N>>,
  ): Promise<Result<N>>;
  /** Ends the workers; calls still running reject. */
  close(): Promise<void>;
}

interface Slot {
  readonly place: number;
  readonly start: () => Host;
  host: Host | undefined;
  busy: boolean;
  near: string | undefined;
}

/**
 * A pool of workers that are independent of each other. That way one that dies before its task
 * began is known to concern that task, a spoiled one can be replaced alone, and trials that share
 * cached work find their worker again; a Piscina of many threads offers none of these.
 */
export function createPool(options: PoolOptions): Pool {
  const slots = startersOf(options).map((start, place): Slot => {
    return { place, start, host: undefined, busy: false, near: undefined };
  });
  const waiting: (() => void)[] = [];

  async function acquire(near: string | undefined): Promise<Slot> {
    for (;;) {
      const slot = chooseSlot(slots, near);
      if (slot) return Object.assign(slot, { busy: true, near });
      await new Promise<void>((free) => waiting.push(free));
    }
  }

  async function renew(slot: Slot): Promise<void> {
    const { host } = slot;
    slot.host = undefined;
    slot.near = undefined;
    await host?.end();
  }

  return {
    size: slots.length,

    async call(name, task, { transfer = [], near, kill, begins, spoils } = {}) {
      const slot = await acquire(near);
      try {
        await begins?.(slot.place);
        slot.host ??= slot.start();
        const result = await slot.host.run(name, task, { transfer, kill });
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

function startersOf({ worker, memory, workers }: PoolOptions): readonly (() => Host)[] {
  const options = { worker: worker.href, memory };
  return typeof workers === 'number'
    ? Array.from({ length: workers }, () => () => createThreadHost(options))
    : workers.map((place) => () => createProcessHost(options, place));
}

function chooseSlot(slots: readonly Slot[], near: string | undefined): Slot | undefined {
  const free = slots.filter((slot) => !slot.busy);
  if (near === undefined) return free[0];
  return free.find((slot) => slot.near === near) ?? free.find((slot) => !slot.near) ?? free[0];
}
