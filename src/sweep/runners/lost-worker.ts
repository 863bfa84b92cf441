import { serializeError } from '../../core/errors.js';
import type { SerializedError, TrialOutcome } from '../../core/trial.js';
import type { TrialTask } from '../../core/trial-task.js';

/**
 * Outcomes of the trials that had not ended when their cohort's task rejected: nothing is known but
 * why. Which of several brought it down is not, so they come back to run alone.
 */
export function lossOf(
  left: readonly TrialTask[],
  cohort: readonly TrialTask[],
  error: unknown,
): readonly TrialOutcome[] {
  const state = cohort.length > 1 ? 'interrupted' : 'failed';
  const reason = reasonOf(error);
  return left.map(({ trialId }) => ({ trialId, state, error: reason }));
}

/**
 * Whether a trial's failure leaves its thread unfit. After WebAssembly trapped or aborted (out of
 * its memory, most often), every later call into that instance fails too.
 */
export function spoilsWorker(outcomes: readonly TrialOutcome[]): boolean {
  return outcomes.some(({ error }) => /^(WebAssembly\.)?RuntimeError\b/.test(error?.stack ?? ''));
}

function reasonOf(error: unknown): SerializedError {
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
    const message =
      'its worker thread ran out of JavaScript heap and was replaced; a smaller batch_size, image_size or number of workers may help';
    return { code: 'E_MEMORY', message };
  }
  const exit = /^worker exited with code: (-?\d+)$/.exec((error as Error | null)?.message ?? '');
  if (exit) {
    const message = `its worker thread ended (exit code ${exit[1]}) before the trial did, and was replaced`;
    return { code: 'E_WORKER', message };
  }
  return serializeError(error);
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
