import { setImmediate } from 'node:timers/promises';
import type { Recipe } from '../../src/core/recipe.js';
import type { Report, SerializedError, TrialTask } from '../../src/core/trial.js';
import type { CohortRunner, RunnerEvents } from '../../src/sweep/runners/runner.js';
import { fakeReport } from './specs.js';

export interface FakeRunnerParts {
  /** Validation accuracy after an epoch; NaN: the trial diverges there. */
  readonly accuracy: (recipe: Recipe, epoch: number) => number;
  /** The error with which a trial fails, if it does. */
  readonly failure?: (recipe: Recipe) => string | SerializedError | undefined;
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
 * epochs; what breaks says so.
 */
export function createFakeRunner(parts: FakeRunnerParts): FakeRunner {
  const { accuracy, failure, beforeEpoch } = parts;
  const cohorts: (readonly number[])[] = [];
  let running = 0;
  let peak = 0;

  /** One epoch of one trial: its report, or undefined where it has ended. */
  async function runEpoch(
    { trialId, recipe }: TrialTask,
    epoch: number,
    events: RunnerEvents,
    signal: AbortSignal,
  ): Promise<Report | undefined> {
    await beforeEpoch?.(trialId, epoch);
    await setImmediate();
    const failed = failure?.(recipe);
    const error = typeof failed === 'string' ? { code: 'E_TEST', message: failed } : failed;
    const value = accuracy(recipe, epoch);
    const how = signal.aborted
      ? 'interrupted'
      : error
        ? 'broke'
        : Number.isNaN(value)
          ? 'diverged'
          : undefined;
    if (how === undefined) return fakeReport(epoch, value);
    await events.end({ trialId, how, ...(how === 'broke' ? { error: error! } : {}) });
    return undefined;
  }

  /** One epoch of a cohort: the trials that go on. */
  async function runAll(
    trials: readonly TrialTask[],
    epoch: number,
    events: RunnerEvents,
    signal: AbortSignal,
  ): Promise<readonly TrialTask[]> {
    const reports = new Map<TrialTask, Report>();
    for (const trial of trials) {
      const report = await runEpoch(trial, epoch, events, signal);
      if (report) reports.set(trial, report);
    }
    if (reports.size === 0) return [];
    const rung = Array.from(reports, ([{ trialId }, report]) => ({ trialId, report }));
    const verdicts = await events.epoch(rung);
    const going: TrialTask[] = [];
    for (const trial of reports.keys()) {
      const { trialId, recipe } = trial;
      const verdict = verdicts.get(trialId);
      if (verdict === 'stop') await events.end({ trialId, how: 'stopped', checkpointEpoch: 0 });
      else if (epoch + 1 >= recipe.pace.epochs) {
        await events.end({ trialId, how: 'finished', checkpointEpoch: 0 });
      } else if (verdict === 'pause') await events.end({ trialId, how: 'paused' });
      else going.push(trial);
    }
    return going;
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
        await events.begin(0);
        let left = trials;
        for (let epoch = 0; left.length > 0; epoch += 1) {
          left = await runAll(left, epoch, events, signal);
        }
        return { trunk: 1, trunkAlone: trials.length, trained: 1, trainedAlone: trials.length };
      } finally {
        running -= 1;
      }
    },
    close: async () => undefined,
  };
}
