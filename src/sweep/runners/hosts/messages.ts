import type { SerializedError } from '../../../core/trial.js';
import type { Orders } from '../../../worker/protocol/control.js';
import type { HostOptions, TaskName } from './host.js';

/** What goes to a worker's process. */
export type ToProcess =
  | {
      readonly type: 'run';
      readonly host: HostOptions;
      readonly name: TaskName;
      /** Without port and shared memory, which cannot cross: the process adds its own. */
      readonly task: object;
      readonly hasPort: boolean;
      /** Bytes of the task's `Control`; null: it has none. */
      readonly controlBytes: number | null;
    }
  | { readonly type: 'orders'; readonly orders: Orders };

/** What comes from it. */
export type FromProcess =
  /** What the task sent through its port. */
  | { readonly type: 'message'; readonly message: unknown }
  | { readonly type: 'pulse'; readonly pulse: number }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly error: SerializedError };
