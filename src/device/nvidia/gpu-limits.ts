import type { Device } from '../../core/devices/device.js';
import { TENSORFLOW_VERSION } from '../tensorflow/layout.js';

/** What of a GPU says whether it can be used. */
export type GpuFacts = Pick<Device, 'name' | 'driver' | 'computeCapability'>;

/**
 * Why TensorFlow cannot compute on a GPU; null: it can. Its wheel has machine code for compute
 * capabilities 6.0, 7.0, 8.0, 8.9 and 9.0, each good for later ones up to the next whole number. Its
 * generated kernels (PTX for `sm_90a`) run on nothing newer: they fail with CUDA_ERROR_INVALID_PTX.
 */
export function whyNoCode({ name, computeCapability }: GpuFacts): string | null {
  const major = Number(computeCapability?.split('.')[0] ?? FIRST_MAJOR);
  if (major >= FIRST_MAJOR && major <= LAST_MAJOR) return null;
  return `${name} has compute capability ${computeCapability}, and TensorFlow ${TENSORFLOW_VERSION} has code for ${FIRST_MAJOR}.0 to ${LAST_MAJOR}.0 alone (Pascal to Hopper)`;
}

/** Whether it computes in TF32, as GPUs have since Ampere; one of which nothing is known may. */
export function hasTf32({ computeCapability }: Pick<GpuFacts, 'computeCapability'>): boolean {
  return !computeCapability || Number.parseFloat(computeCapability) >= 8;
}

const FIRST_MAJOR = 6;
const LAST_MAJOR = 9;

/** Why a driver cannot run CUDA's libraries of a version; null: it can. */
export function whyOldDriver(
  driver: string | null,
  cuda: CudaMajor,
  isWsl: boolean,
): string | null {
  const least = LEAST_DRIVER[cuda][isWsl ? 'wsl' : 'linux'];
  if (driver === null || !isOlder(driver, least)) return null;
  return `the NVIDIA driver is ${driver}, and CUDA ${cuda} needs ${least} or newer`;
}

export type CudaMajor = 12 | 13;

/** NVIDIA's table of CUDA's minor version compatibility; under WSL the driver is that of Windows. */
const LEAST_DRIVER = {
  12: { linux: '525.60.13', wsl: '528.33' },
  13: { linux: '580.65.06', wsl: '580.88' },
} as const;

function isOlder(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number));
  for (const [i, part] of b!.entries()) {
    const own = a![i] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}
