import { existsSync } from 'node:fs';
import { BackendError } from '../../core/errors.js';
import { askNvidiaSmi } from '../nvidia/ask-nvidia-smi.js';
import { type CudaMajor, type GpuFacts, whyNoCode, whyOldDriver } from '../nvidia/gpu-limits.js';

/**
 * Holds the driver and the GPUs of this machine to what the library needs, before anything is
 * fetched. `log` is told of what may be meant so: no driver here, or one GPU of several that is not
 * served.
 *
 * @throws {BackendError} none of the GPUs can be used.
 */
export function checkGpus(cuda: CudaMajor, log: (line: string) => void): void {
  for (const line of judgeGpus(askNvidiaSmi().devices, cuda, isWsl())) log(line);
}

/**
 * What there is to say of GPUs that can be used, or of there being none.
 *
 * @throws {BackendError} there are some, and none can be used.
 */
export function judgeGpus(
  gpus: readonly GpuFacts[],
  cuda: CudaMajor,
  isWsl: boolean,
): readonly string[] {
  const [first] = gpus;
  if (!first) {
    return [
      'No NVIDIA GPU answers here (nvidia-smi): this build computes on the CPU until one does.',
    ];
  }
  const old = whyOldDriver(first.driver, cuda, isWsl);
  if (old !== null) {
    throw new BackendError(
      `backend tensorflow: ${old}. Update it (https://www.nvidia.com/drivers), or run "thaw backends install tensorflow" to compute on the CPU`,
    );
  }
  const without = gpus.flatMap((gpu) => whyNoCode(gpu) ?? []);
  if (without.length === gpus.length) {
    throw new BackendError(
      `backend tensorflow: ${without[0]}. Run "thaw backends install tensorflow" to compute on the CPU`,
    );
  }
  return without.map((why) => `Note: ${why}; it is not to be used.`);
}

function isWsl(): boolean {
  return existsSync('/dev/dxg');
}
