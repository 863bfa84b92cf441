import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../machine/files/make-folder.js';
import type { EnvironmentOptions } from '../backend.js';
import { programFolder } from '../install/kept-programs.js';
import type { NotFound, Tensorflow } from './find.js';
import { visibleGpu } from './nvidia.js';

/** What TensorFlow reads from the environment of its process when it starts. */
export function environmentFor(
  found: Tensorflow | NotFound,
  cacheDir: string,
  { device, exact = true }: EnvironmentOptions = {},
): Readonly<Record<string, string>> {
  if (!('package' in found && found.gpu)) return CPU;
  const gpu = (device ?? visibleGpu())?.name ?? null;
  const cuda = cudaFolder(found);
  const programs = programFolder(cacheDir, gpu, exact);
  const flags = [
    ...(exact ? [EXACT_XLA, `--xla_gpu_per_fusion_autotune_cache_dir=${choicesIn(programs)}`] : []),
    ...(cuda ? [`--xla_gpu_cuda_data_dir=${cuda}`] : []),
  ];
  return {
    ...CPU,
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    TF_XLA_FLAGS: `--tf_xla_persistent_cache_directory=${programs}`,
    ...(exact ? EXACT : {}),
    ...(flags.length > 0 ? { XLA_FLAGS: flags.join(' ') } : {}),
  };
}

/** Whether a GPU's kernels are exact in a process with this environment, which a user may have set. */
export function isExactIn(env: Readonly<Record<string, string | undefined>>): boolean {
  return (
    Object.entries(EXACT).every(([name, value]) => env[name] === value) &&
    (env.XLA_FLAGS ?? '').includes(EXACT_XLA)
  );
}

const CPU = {
  // Off by default on CPUs without AVX-512, where it is two to fifty times faster all the same.
  TF_ENABLE_ONEDNN_OPTS: '1',
} as const;

/**
 * Kernels that add up in one order. XLA times those there are when it compiles, and a compiled program
 * is kept, with its choice; TensorFlow's own executor chooses without timing.
 */
const EXACT = { TF_CUDNN_DETERMINISTIC: '1', TF_CUDNN_USE_AUTOTUNE: '0' } as const;
const EXACT_XLA = '--xla_gpu_exclude_nondeterministic_ops=true';

/**
 * What XLA chose by timing for one program holds for all others, in every process: a trial's bits must
 * not depend on which other cuts its trunk's program has.
 */
function choicesIn(programs: string): string {
  const folder = join(programs, 'choices');
  makeFolder(folder);
  return folder;
}

/** The folder that holds `bin/ptxas` and `nvvm/libdevice`; null: XLA looks for itself. */
function cudaFolder({ package: folder }: Tensorflow): string | null {
  const wheel = join(folder, '..', '..', '..', 'site-packages', 'nvidia', 'cuda_nvcc');
  const { CUDA_HOME, CUDA_PATH } = process.env;
  const places = [wheel, CUDA_HOME, CUDA_PATH, '/usr/local/cuda'];
  return places.find((path) => path && existsSync(join(path, 'nvvm'))) ?? null;
}
