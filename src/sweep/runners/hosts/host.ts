import type { Transferable } from 'node:worker_threads';
import type { Tasks } from '../../../worker/protocol/tasks.js';

export type TaskName = keyof Tasks;
export type Task<N extends TaskName> = Parameters<Tasks[N]>[0];
export type Result<N extends TaskName> = Tasks[N] extends (task: never) => Promise<infer R>
  ? R
  : never;

export interface RunOptions {
  readonly transfer: readonly Transferable[];
  /** Ends the worker, whatever it is at. */
  readonly kill?: AbortSignal | undefined;
}

/** One worker: a thread of this process, or a process of its own. It starts with its first task. */
export interface Host {
  /**
   * Runs one task; the next one only after it has settled. Rejects with the worker's error as plain
   * data, or with an Error where the worker was lost; the task after that has a fresh worker.
   */
  run<N extends TaskName>(name: N, task: Task<N>, options: RunOptions): Promise<Result<N>>;
  /** Ends the worker; a task that still runs rejects. */
  end(): Promise<void>;
}

export interface HostOptions {
  /** The module whose exports are the tasks: `dist/worker/worker.js`. */
  readonly worker: string;
  /** MiB of JavaScript heap that the worker may use; absent: Node's own limit. */
  readonly memory?: number | undefined;
}
