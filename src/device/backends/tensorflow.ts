import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { divertedFrom, divertNativeLog } from '../../machine/native-log.js';
import type { Backend } from '../backend.js';
import { askNvidiaSmi } from '../nvidia/ask-nvidia-smi.js';
import { PROGRAM_MODES, type ProgramMode } from '../programs.js';
import { environmentFor } from '../tensorflow/environment.js';
import { findTensorflow } from '../tensorflow/find.js';
import { LOG_MODULE } from '../tensorflow/layout.js';
import { hasNvidiaGpu } from '../tensorflow/nvidia.js';

/** TensorFlow's own C library through tfjs-node: CUDA where there is a GPU, else every CPU core. */
export const tensorflow: Backend = {
  name: 'tensorflow',
  summary: 'native TensorFlow: NVIDIA GPUs, or all cores of the CPU',
  // On a CPU one worker with all cores is as fast as two; on a GPU TensorFlow gives a process one
  // compute stream per device anyway. Two would race for the binding's unlocked table of names.
  workers: () => 1,
  maxWorkers: 1,
  precisions: ['float32', 'tf32', 'bf16'],
  heapBytes: null,
  processBytes: 550e6,
  speed: { imagesPerSecond: 120, backward: 3.2 },
  environment: (cacheDir, options) => environmentFor(findTensorflow(cacheDir), cacheDir, options),
  divertLog(cacheDir, file) {
    const found = findTensorflow(cacheDir);
    const module = 'package' in found ? join(found.package, LOG_MODULE) : null;
    if (module === null || !divertNativeLog(module, file)) return { TF_CPP_MIN_LOG_LEVEL: ERRORS };
    // Where nobody is disturbed, all that it has to say. The rest is for processes started from here.
    return { TF_CPP_MIN_LOG_LEVEL: '0', ...divertedFrom(module, file) };
  },
  gpus: {
    list(cacheDir) {
      const found = findTensorflow(cacheDir);
      if ('why' in found) return { devices: [], why: found.why };
      if (found.gpu) return askNvidiaSmi();
      const why = hasNvidiaGpu()
        ? 'its library has no CUDA: run "thaw backends install tensorflow --gpu"'
        : 'there is no NVIDIA driver here, or CUDA_VISIBLE_DEVICES hides every GPU';
      return { devices: [], why };
    },
    only: (ids) => ({ CUDA_VISIBLE_DEVICES: ids.length === 0 ? '-1' : ids.join(',') }),
  },
  check(cacheDir) {
    const found = findTensorflow(cacheDir);
    return 'why' in found
      ? { usable: false, gpu: false, why: found.why }
      : { usable: true, gpu: found.gpu };
  },
  async load(cacheDir) {
    // Native code sees what the main thread sets; a worker's `process.env` is a copy.
    if (isMainThread) {
      const environment = environmentFor(findTensorflow(cacheDir), cacheDir);
      for (const [name, value] of Object.entries(environment)) process.env[name] ??= value;
      process.env.TF_CPP_MIN_LOG_LEVEL ??= ERRORS;
    }
    const { loadTensorflow } = await import('../tensorflow/load.js');
    return loadTensorflow(findTensorflow(cacheDir), modeOf(process.env.THAW_PROGRAMS));
  },
};

/** TensorFlow's level of errors: its warnings stay away. */
const ERRORS = '2';

/** How to run programs, where a user says it: to look for the reason of a difference. */
function modeOf(wanted: string | undefined): ProgramMode | undefined {
  return PROGRAM_MODES.find((mode) => mode === wanted);
}
