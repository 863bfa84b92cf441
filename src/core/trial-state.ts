/**
 * queued -> running -> one of the final states; an interrupted attempt puts its trial back to queued.
 * `stopped`: by a pruner or the budget. `diverged`: NaN or infinity. `failed`: an error.
 */
export interface TrialStateDef {
  /** The trial never runs again. */
  readonly final: boolean;
  /** Its value counts: it has a rank. */
  readonly ranked: boolean;
  /** Its weights may be kept. */
  readonly kept: boolean;
  /** Where its trials stand among others, whatever their values; 0 is first. */
  readonly standing: number;
}

/** Every state, in the order in which a trial comes to it. */
export const trialStates = {
  queued: { final: false, ranked: false, kept: false, standing: 3 },
  running: { final: false, ranked: false, kept: false, standing: 2 },
  finished: { final: true, ranked: true, kept: true, standing: 0 },
  stopped: { final: true, ranked: false, kept: true, standing: 1 },
  diverged: { final: true, ranked: false, kept: false, standing: 4 },
  failed: { final: true, ranked: false, kept: false, standing: 5 },
} as const satisfies Readonly<Record<string, TrialStateDef>>;

export type TrialState = keyof typeof trialStates;

export type FinalState = {
  [State in TrialState]: (typeof trialStates)[State]['final'] extends true ? State : never;
}[TrialState];

export const TRIAL_STATES = Object.keys(trialStates) as readonly TrialState[];

export function isFinal(state: TrialState): state is FinalState {
  return trialStates[state].final;
}

/** How many trials are in each state. */
export type StateCounts = Readonly<Record<TrialState, number>>;

export function countStates(states: Iterable<TrialState>): StateCounts {
  const counts = { queued: 0, running: 0, finished: 0, stopped: 0, diverged: 0, failed: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}

/** Trials in whatever state. */
export function trialCount(counts: StateCounts): number {
  return TRIAL_STATES.reduce((sum, state) => sum + counts[state], 0);
}

/** Trials in final states. */
export function endedCount(counts: StateCounts): number {
  return TRIAL_STATES.filter(isFinal).reduce((sum, state) => sum + counts[state], 0);
}
