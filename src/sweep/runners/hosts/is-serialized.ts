import type { SerializedError } from '../../../core/trial.js';

/** Errors keep their class and code on the way between threads only as plain data. */
export function isSerialized(error: unknown): error is SerializedError {
  return (
    typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error
  );
}
