import type { MadeSnapshot, Snapshot } from '../../core/snapshots/snapshot.js';

/**
 * Weights and snapshots of a sweep, wherever they lie: rows say which there are. Call all under the
 * sweep's lock.
 */
export interface SweepFiles {
  /** Where a trial's worker keeps its weights. */
  checkpoint(trialId: number): string;
  /** Nobody needs its weights any more. */
  dropCheckpoint(trialId: number): void;
  /** What the names of a cohort's snapshots begin with. */
  snapshotBase(cohort: string): string;
  /** Where a cohort's worker writes how far it is; null: nowhere. */
  placeFile(cohort: string): string | null;
  /** How far a cohort was when its process died; null: not known. */
  placeOf(cohort: string | null): string | null;
  /**
   * Makes a written snapshot safe; resolves to its name.
   *
   * @throws it cannot be kept; nothing is left of it then.
   */
  keep(made: MadeSnapshot): Promise<string>;
  /** Where a worker finds it. */
  pathOf(snapshot: Pick<Snapshot, 'file'>): string;
  /** No trial goes on from snapshots of these names any more. */
  drop(files: readonly string[]): void;
  /** Of snapshots only those of these names are worth keeping; no worker of this machine trains. */
  keepOnly(promised: ReadonlySet<string>): void;
  /** Removes what workers that died left half written; none trains. */
  clear(): void;
}
