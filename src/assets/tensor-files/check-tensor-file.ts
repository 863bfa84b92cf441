import { WeightsError } from '../../core/errors.js';
import { withSafetensors } from './safetensors-read.js';

/** What is wrong with the form of a file of tensors (no value is read); null: nothing. */
export function checkTensorFile(path: string): string | null {
  try {
    return withSafetensors(path, () => null);
  } catch (error) {
    if (error instanceof WeightsError) return error.message;
    throw error;
  }
}
