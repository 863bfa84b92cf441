import type { Place } from '../core/places/place.js';

/** What use cases know of the world; tests pass another. */
export interface World {
  /** Read here; written only to pass settings to native libraries. */
  readonly env: Record<string, string | undefined>;
  /** The worker's file (worker/protocol/tasks.ts `Tasks`). */
  readonly worker: URL;
  /** Where the results are that the command names; there need be none. */
  readonly place: Place;
  /** Processor cores to share between workers. */
  readonly cores: number;
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Aborts when the user asks to stop: what trains stops after its step, all else at once. */
  readonly signal: AbortSignal;
  /** Why what the observer is told reaches nobody any more, as the system's code; null: it does. */
  silenced(): string | null;
  /**
   * `act` is to be called, and given about a second, should the process have to leave at once. Call
   * what is returned when there is no longer any need.
   */
  onLeave(act: () => Promise<void>): () => void;
}
