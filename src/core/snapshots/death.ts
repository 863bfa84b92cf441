import type { SerializedError } from '../trial.js';

/** A process died while this trial ran. */
export interface Death {
  readonly trialId: number;
  /** Those taken together; null: by a program that did not say. */
  readonly cohort: string | null;
  /** No other trial of its sweep ran then. */
  readonly alone: boolean;
  /** Earlier deaths without progress since: `Fate.place` of each, the latest first. */
  readonly before: readonly (string | null)[];
}

/** What becomes of a trial under which a process died, and why in words. */
export interface Fate {
  readonly state: 'queued' | 'failed';
  readonly error: SerializedError;
  /** How far it was then, marked with `~` if others ran, too; null: not known. */
  readonly place: string | null;
}

/** What is known of the deaths under a trial since it last made progress. */
export interface Deaths {
  /** From 1. */
  readonly count: number;
  /** The last one's `Death.cohort`. */
  readonly cohort: string | null;
  /** How many of them, the latest, were at one and the same place; 0: its place is not known. */
  readonly inPlace: number;
}
