import { setImmediate } from 'node:timers/promises';
import type { CohortRunner, PlannedTrial, RunnerEvents } from '../../src/core/ports.js';
import type { Recipe } from '../../src/core/recipe.js';
import type { TrialOutcome } from '../../src/core/trial.js';
import { fakeReport } from './specs.js';

export interface FakeRunnerParts {
  /** Validation accuracy after an epoch; NaN: the trial diverges there. */
  readonly accuracy: (recipe: Recipe, epoch: number) => number;
  /** The error with which a trial fails, if it does. */
  readonly failure?: (recipe: Recipe) => string | undefined;
  /** Called before each epoch, as a place to interfere. */
  readonly beforeEpoch?: (trialId: number, epoch: number) => void | Promise<void>;
}

export interface FakeRunner extends CohortRunner {
  /** Trials in the order in which they started. */
  readonly started: readonly number[];
  /** The most trials that ever ran at once. */
  readonly peak: () => number;
}

/** Trains nothing, and behaves as a worker does: verdicts are awaited, stops come between epochs. */
export function createFakeRunner(parts: FakeRunnerParts): FakeRunner {
  const { accuracy, failure, beforeEpoch } = parts;
  const started: number[] = [];
  let running = 0;
  let peak = 0;

  async function runOne(
    { trialId, recipe }: PlannedTrial,
    events: RunnerEvents,
    signal: AbortSignal,
  ): Promise<TrialOutcome> {
    const message = failure?.(recipe);
    for (let epoch = 0; epoch < recipe.epochs; epoch += 1) {
      await beforeEpoch?.(trialId, epoch);
      await setImmediate();
      if (signal.aborted) return { trialId, state: 'interrupted' };
      if (message) return { trialId, state: 'failed', error: { code: 'E_TEST', message } };
      const value = accuracy(recipe, epoch);
      if (Number.isNaN(value)) return { trialId, state: 'diverged' };
      const verdict = events.report(trialId, fakeReport(epoch, value));
      if (verdict === 'stop') return { trialId, state: 'stopped', checkpointEpoch: 0 };
    }
    return { trialId, state: 'finished', checkpointEpoch: 0 };
  }

  return {
    started,
    peak: () => peak,
    async run(cohort, events, signal) {
      running += 1;
      peak = Math.max(peak, running);
      try {
        const outcomes: TrialOutcome[] = [];
        for (const trial of cohort) {
          started.push(trial.trialId);
          outcomes.push(await runOne(trial, events, signal));
        }
        return outcomes;
      } finally {
        running -= 1;
      }
    },
    close: async () => undefined,
  };
}
