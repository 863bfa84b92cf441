import type { BackendInfo, Speed } from '../core/backend-info.js';
import type { Device, DeviceList } from '../core/devices/device.js';
import type { Precision } from '../core/recipe.js';
import type { Kernels, Tf } from './kernels.js';
import type { Programs } from './programs.js';

/** A loaded tensor library: what a worker trains with. */
export interface Engine {
  readonly tf: Tf;
  readonly kernels: Kernels;
  /** Where this is, steps run as programs; else op by op, by `kernels`. */
  readonly programs?: Programs;
  /**
   * Whether layers in inference mode give a sample the same bits whatever comes with it: `predict`
   * then passes many through those that trained, else each alone.
   */
  readonly samplesApart?: true;
  readonly info: Omit<BackendInfo, 'backend' | 'imagesPerSecond'>;
  /** Peak bytes of the device's or the backend's own memory, or of the process where it has none. */
  peakMemoryBytes(): number;
}

export interface EnvironmentOptions {
  /** Of a process that sees this one alone; absent: whichever is visible. */
  readonly device?: Device;
  /** False: kernels may be chosen by their speed alone. Default: true. */
  readonly exact?: boolean;
}

/** A tensor library on a device. The file that defines it loads nothing heavy until `load`. */
export interface Backend {
  readonly name: string;
  /** One line for `--help` and error messages. */
  readonly summary: string;
  /** Workers that make sense at once on this machine: one per device, or one per core. */
  workers(cores: number): number;
  /** Workers that one process can hold at all. */
  readonly maxWorkers: number;
  /** What it can compute with; not on every machine. */
  readonly precisions: readonly Precision[];
  /** Bytes that one worker can address; null: as many as the machine has. */
  readonly heapBytes: number | null;
  /** Bytes of a process that has loaded it and holds no tensors. */
  readonly processBytes: number;
  /** As measured on two cores of an AMD EPYC (bench/throughput.js). */
  readonly speed: Speed;
  /** Environment to set on the main thread before any worker loads it. */
  environment(cacheDir: string, options?: EnvironmentOptions): Readonly<Record<string, string>>;
  /**
   * Sends what its library prints by itself to a file (absolute path), before anything loads it.
   * Returns what then belongs into the environment too. Absent: it prints nothing.
   */
  divertLog?(cacheDir: string, file: string): Readonly<Record<string, string>>;
  /** How its GPUs are told apart; absent: it computes on the processor. */
  readonly gpus?: {
    /** Those that it can use here. */
    list(cacheDir: string): DeviceList;
    /** Environment in which a process sees these alone; none: it computes on the processor. */
    only(ids: readonly string[]): Readonly<Record<string, string>>;
  };
  /**
   * Cheap look (files only, nothing loaded): could it run here? The reason if not, and what to do.
   */
  check(cacheDir: string): {
    readonly usable: boolean;
    readonly gpu: boolean;
    readonly why?: string;
  };
  /** @throws {BackendError} it cannot run here, and what to do. */
  load(cacheDir: string): Promise<Engine>;
}
