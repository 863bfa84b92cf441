import type { Extension, Submission, Wish } from '../protocol/api.js';
import type { FleetDocument } from '../protocol/fleet-document.js';

/**
 * Machines that share their work, as somebody who runs sweeps asks them: through a gateway, or by
 * their database.
 *
 * Every method rejects with a `ThawError`: a `UsageError` where there is no such sweep.
 */
export interface FleetDesk {
  /** Lays a sweep down for them; returns its id. */
  submit(submission: Submission): Promise<number>;
  wish(sweepId: number, wish: Wish): Promise<void>;
  /** @throws {UsageError} it is being trained: it has to be paused first. */
  extend(sweepId: number, extension: Extension): Promise<void>;
  /** @throws {UsageError} it is being trained: it has to be cancelled first. */
  remove(sweepId: number): Promise<void>;
  fleet(): Promise<FleetDocument>;
  close(): Promise<void>;
}
