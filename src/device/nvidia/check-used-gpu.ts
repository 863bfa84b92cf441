import { execFileSync } from 'node:child_process';
import { BackendError } from '../../core/errors.js';
import { DRIVER_QUERY, type DriverGpu, readDriverGpus, whyNoCode } from './gpu-limits.js';

/**
 * Refuses what would crash at its first op, or be taken for a GPU and compute on the CPU.
 *
 * @param used the GPU's name; null: the library took none, although it is built for one.
 * @throws {BackendError} why, and what to do.
 */
export function checkUsedGpu(
  used: string | null,
  visible = process.env.CUDA_VISIBLE_DEVICES,
): void {
  const why = whyNotUsable(used, visible, listGpus());
  if (why === null) return;
  throw new BackendError(
    `backend tensorflow: ${why}. With CUDA_VISIBLE_DEVICES=-1 it computes on the CPU`,
  );
}

/** Null: it may be used as it is. `gpus`: all that the driver lists. */
export function whyNotUsable(
  used: string | null,
  visible: string | undefined,
  gpus: readonly DriverGpu[],
): string | null {
  if (used !== null) {
    const gpu = gpus.find(({ name }) => used.startsWith(name));
    return gpu ? whyNoCode(gpu) : null;
  }
  const [first] = gpus;
  if (!first || isHiding(visible)) return null;
  const without = gpus.map(whyNoCode);
  if (without.every((why) => why !== null)) return without[0]!;
  return `TensorFlow takes no GPU, though the driver lists ${first.name}: a library of CUDA may be missing ("thaw backends install tensorflow --gpu" again, with --cuda wheels or --cuda system, mends that)`;
}

/** CUDA stops at the first id that is none. */
function isHiding(visible: string | undefined): boolean {
  return visible !== undefined && !/^\s*(\d|GPU-|MIG-)/.test(visible);
}

function listGpus(): readonly DriverGpu[] {
  try {
    return readDriverGpus(
      execFileSync('nvidia-smi', DRIVER_QUERY, {
        encoding: 'utf8',
        timeout: 10_000,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch {
    return [];
  }
}
