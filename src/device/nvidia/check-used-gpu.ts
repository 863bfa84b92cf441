import { BackendError } from '../../core/errors.js';
import { askNvidiaSmi } from './ask-nvidia-smi.js';
import { type GpuFacts, whyNoCode } from './gpu-limits.js';

/**
 * Refuses what would crash at its first op, or be taken for a GPU and compute on the CPU.
 *
 * @param used the GPU's name; null: the library took none, although it is built for one.
 * @throws {BackendError} why, and what to do.
 */
export function checkUsedGpu(used: string | null): void {
  const why = whyNotUsable(used, askNvidiaSmi().devices);
  if (why === null) return;
  throw new BackendError(
    `backend tensorflow: ${why}. With CUDA_VISIBLE_DEVICES=-1 it computes on the CPU`,
  );
}

/** Null: it may be used as it is. `gpus`: those that this process may see. */
export function whyNotUsable(used: string | null, gpus: readonly GpuFacts[]): string | null {
  if (used !== null) {
    const gpu = gpus.find(({ name }) => name === used);
    return gpu ? whyNoCode(gpu) : null;
  }
  const [first] = gpus;
  if (!first) return null;
  const without = gpus.map(whyNoCode);
  if (without.every((why) => why !== null)) return without[0]!;
  return `TensorFlow takes no GPU, though the driver lists ${first.name}: a library of CUDA may be missing ("thaw backends install tensorflow --gpu" again, with --cuda wheels or --cuda system, mends that)`;
}
