import type { SerializedError } from '../../../core/trial.js';
import type { Query } from '../query.js';

/** What a reader is asked for. */
export type Call =
  | { readonly method: 'read'; readonly query: Query }
  | { readonly method: 'version'; readonly sweep: number }
  | { readonly method: 'patch'; readonly after: string | undefined }
  | { readonly method: 'lapsed' };

/** To the thread; `close` is its last. */
export type ToReader = (Call & { readonly id: number }) | { readonly method: 'close' };

export type FromReader =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly refusal: { readonly status: number; readonly message: string } }
  | { readonly id: number; readonly error: SerializedError };
