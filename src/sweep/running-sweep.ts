import type { Trial, TrialOutcome } from '../core/trial.js';
import type { NextTry, Retries } from './faults/retries.js';
import type { Judge } from './pruning/judge.js';
import type { Roster } from './roster.js';
import type { Shelf } from './snapshots/shelf.js';
import type { Stop } from './stop.js';
import type { SweepParts } from './sweep-parts.js';

/** A sweep while it runs: what it was given, and what is known of it by now. */
export interface RunningSweep {
  readonly parts: SweepParts;
  readonly roster: Roster;
  readonly judge: Judge;
  readonly stop: Stop;
  readonly shelf: Shelf;
  /** Says something of the whole sweep, and keeps it as an event. */
  remark(message: string, kind?: string): Promise<void>;
  /** XLA compiles nothing on a device, and why: remarked once. */
  notCompiled(why: string): Promise<void>;
  readonly retries: Retries;
  /** Keeps an event of a trial. */
  log(trialId: number, kind: string, message: string): Promise<void>;
  /** Told of each trial's end, once it is stored; of how it runs again, if it broke and does. */
  ended(trial: Trial, outcome: TrialOutcome, next: NextTry | null): Promise<void>;
}
