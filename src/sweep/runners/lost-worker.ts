import { codeOf, messageOf, serializeError } from '../../core/errors.js';
import type { SerializedError, TrialEnd } from '../../core/trial.js';
import { isFromOutside, LostProcess } from './hosts/lost-process.js';

/** Why a cohort's task rejected, in words: nothing else is known of the trials that had not ended. */
export function reasonOf(error: unknown): SerializedError {
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY' || HEAP_FULL.test(messageOf(error))) {
    const message =
      'its worker thread ran out of JavaScript heap and was replaced; a smaller batch_size, image_size or number of workers may help';
    return { code: 'E_MEMORY', message };
  }
  if (error instanceof LostProcess) {
    return isFromOutside(error.signal)
      ? {
          code: 'E_KILLED',
          message: `${error.message}: something outside ended it, or there was too little memory; it was replaced`,
        }
      : { code: 'E_WORKER', message: `${error.message}, and was replaced` };
  }
  const exit = /^worker exited with code: (-?\d+)$/.exec(messageOf(error));
  if (exit) {
    const message = `its worker thread ended (exit code ${exit[1]}) before the trial did, and was replaced`;
    return { code: 'E_WORKER', message };
  }
  return serializeError(error);
}

/** As Node says it; from another process, it comes without its code. */
const HEAP_FULL = /^Worker terminated due to reaching memory limit/;

/**
 * Whether a trial's failure leaves its thread unfit. After WebAssembly trapped or aborted, every
 * later call into that instance fails too; and a heap that was full never shrinks.
 */
export function spoilsWorker(ends: readonly TrialEnd[]): boolean {
  return ends.some(
    ({ error }) =>
      error?.code === 'E_MEMORY' || /^(WebAssembly\.)?RuntimeError\b/.test(error?.stack ?? ''),
  );
}
