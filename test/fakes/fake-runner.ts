import { setImmediate } from 'node:timers/promises';
import type { Recipe } from '../../src/core/recipe.js';
import type { TrialTask } from '../../src/core/trial.js';
import type { CohortRunner, RunnerEvents } from '../../src/sweep/runners/runner.js';
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
  /** The trials of each cohort, in the order in which cohorts started. */
  readonly cohorts: readonly (readonly number[])[];
  /** The most cohorts that ever ran at once. */
  readonly peak: () => number;
}

/**
 * Trains nothing, and behaves as a worker does: epochs in lockstep, verdicts awaited, stops between
 * epochs; what fails in company is interrupted with its error.
 */
export function createFakeRunner(parts: FakeRunnerParts): FakeRunner {
  const { accuracy, failure, beforeEpoch } = parts;
  const cohorts: (readonly number[])[] = [];
  let running = 0;
  let peak = 0;

  /** One epoch of one trial; false: it has ended. */
  async function runEpoch(
    { trialId, recipe }: TrialTask,
    epoch: number,
    events: RunnerEvents,
    { alone, signal }: { readonly alone: boolean; readonly signal: AbortSignal },
  ): Promise<boolean> {
    await beforeEpoch?.(trialId, epoch);
    await setImmediate();
    const end = (outcome: Omit<Parameters<RunnerEvents['end']>[0], 'trialId'>) => {
      events.end({ trialId, ...outcome });
      return false;
    };
    const message = failure?.(recipe);
    if (signal.aborted) return end({ state: 'interrupted' });
    if (message) {
      const error = { code: 'E_TEST', message };
      return end({ state: alone ? 'failed' : 'interrupted', error });
    }
    const value = accuracy(recipe, epoch);
    if (Number.isNaN(value)) return end({ state: 'diverged' });
    const verdict = events.report(trialId, fakeReport(epoch, value));
    if (verdict === 'stop') return end({ state: 'stopped', checkpointEpoch: 0 });
    return epoch + 1 < recipe.pace.epochs || end({ state: 'finished', checkpointEpoch: 0 });
  }

  return {
    get started() {
      return cohorts.flat();
    },
    cohorts,
    peak: () => peak,
    async run({ trials }, events, signal) {
      running += 1;
      peak = Math.max(peak, running);
      cohorts.push(trials.map(({ trialId }) => trialId));
      try {
        let left = trials;
        for (let epoch = 0; left.length > 0; epoch += 1) {
          const going: TrialTask[] = [];
          for (const trial of left) {
            const how = { alone: trials.length === 1, signal };
            if (await runEpoch(trial, epoch, events, how)) going.push(trial);
          }
          left = going;
        }
        return { trunk: 1, trunkAlone: trials.length, trained: 1, trainedAlone: trials.length };
      } finally {
        running -= 1;
      }
    },
    close: async () => undefined,
  };
}
