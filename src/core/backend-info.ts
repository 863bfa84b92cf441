import type { Precision } from './recipe.js';

/** A backend as it was found on this machine. */
export interface BackendInfo {
  readonly backend: string;
  /** `NVIDIA H100`, `CPU, 2 threads`. */
  readonly device: string;
  /** What tells it from others of its kind: `GPU-…`. Absent: there is nothing, or no need. */
  readonly deviceId?: string;
  readonly kind: 'gpu' | 'cpu';
  /** False: its kernels are chosen by their speed alone. Absent: equal trials have equal bits. */
  readonly exact?: boolean;
  /** The model of processor or GPU that computes. */
  readonly processor: string;
  /** Processor threads that one worker computes with. */
  readonly threads: number;
  /** Bytes of the device's memory that a worker can have, if that can be known. */
  readonly memoryBytes: number | null;
  readonly version: string;
  /** What layers can compute with, on this machine. */
  readonly precisions: readonly Precision[];
  /** Forward at 64 px, on one worker; null: not measured. */
  readonly imagesPerSecond: number | null;
  /** Absent: not measured. */
  readonly rates?: readonly MeasuredRate[];
  /** NVIDIA's libraries that it loaded; absent: it computes on no GPU. */
  readonly libraries?: GpuLibraries;
}

/** Images a second of ResNet50 in batches of so many. */
export interface MeasuredRate {
  /** Side in pixels. */
  readonly size: number;
  readonly batch: number;
  readonly forward: number;
  /** All layers. */
  readonly training: number;
}

/** Versions, as far as they can be known. */
export interface GpuLibraries {
  readonly cuda: string | null;
  readonly cudnn: string | null;
}

/** What to expect of one worker of a backend before it was measured on a machine. */
export interface Speed {
  /** ResNet50 at 64 px in batches of 32, forward. */
  readonly imagesPerSecond: number;
  /** Time of a backward pass over that of its forward pass. */
  readonly backward: number;
}
