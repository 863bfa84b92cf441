import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../../core/devices/device.js';
import type { NotFound, Tensorflow } from './find.js';
import { TENSORFLOW_VERSION } from './layout.js';
import { visibleGpu } from './nvidia.js';

/** What TensorFlow reads from the environment of its process when it starts, on this device. */
export function environmentFor(
  found: Tensorflow | NotFound,
  cacheDir: string,
  device?: Device,
): Readonly<Record<string, string>> {
  if (!('package' in found && found.gpu)) return CPU;
  return { ...CPU, ...gpuEnvironment(found, cacheDir, device ?? visibleGpu()) };
}

const CPU = {
  // Off by default on CPUs without AVX-512, where it is two to fifty times faster all the same.
  TF_ENABLE_ONEDNN_OPTS: '1',
} as const;

function gpuEnvironment(
  found: Tensorflow,
  cacheDir: string,
  device: Device | null,
): Readonly<Record<string, string>> {
  const cuda = cudaFolder(found);
  const programs = programFolder(cacheDir, device);
  // What XLA chose by timing for one program holds for all others, in every process: a trial's bits must
  // not depend on which other cuts its trunk's program has.
  const choices = join(programs, 'choices');
  mkdirSync(choices, { recursive: true });
  return {
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // Exact runs: kernels that add up in one order. XLA times those there are when it compiles, and a
    // compiled program is kept, with its choice; TensorFlow's own executor chooses without timing.
    TF_CUDNN_DETERMINISTIC: '1',
    TF_CUDNN_USE_AUTOTUNE: '0',
    TF_XLA_FLAGS: `--tf_xla_persistent_cache_directory=${programs}`,
    XLA_FLAGS: [
      '--xla_gpu_exclude_nondeterministic_ops=true',
      `--xla_gpu_per_fusion_autotune_cache_dir=${choices}`,
      ...(cuda ? [`--xla_gpu_cuda_data_dir=${cuda}`] : []),
    ].join(' '),
  };
}

/** Where compiled programs are kept: those of one GPU and one TensorFlow. */
function programFolder(cacheDir: string, device: Pick<Device, 'name'> | null): string {
  const name = device?.name.replace(/[^\w.-]+/g, '-') ?? 'gpu';
  return join(cacheDir, 'programs', `tensorflow-${TENSORFLOW_VERSION}-${name}`);
}

/** The folder that holds `bin/ptxas` and `nvvm/libdevice`; null: XLA looks for itself. */
function cudaFolder({ package: folder }: Tensorflow): string | null {
  const wheel = join(folder, '..', '..', '..', 'site-packages', 'nvidia', 'cuda_nvcc');
  return [wheel, '/usr/local/cuda'].find((path) => existsSync(join(path, 'nvvm'))) ?? null;
}
