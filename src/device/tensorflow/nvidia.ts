import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../../core/devices/device.js';
import { askNvidiaSmi } from '../nvidia/ask-nvidia-smi.js';
import { hidesAll } from '../nvidia/visible-devices.js';

/**
 * Whether the driver of an NVIDIA GPU is here (under WSL 2 the GPU is a DirectX device), and a GPU
 * not hidden.
 */
export function hasNvidiaGpu(): boolean {
  const { SystemRoot, CUDA_VISIBLE_DEVICES } = process.env;
  if (hidesAll(CUDA_VISIBLE_DEVICES)) return false;
  return SystemRoot
    ? existsSync(join(SystemRoot, 'System32', 'nvidia-smi.exe'))
    : existsSync('/dev/nvidiactl') || existsSync('/dev/dxg');
}

/** The GPU that tfjs-node computes on: the last of those visible. Null where none can be named. */
export function visibleGpu(): Device | null {
  return askNvidiaSmi().devices.at(-1) ?? null;
}
