import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { BackendError, messageOf } from '../../core/errors.js';
import type { Precision } from '../../core/recipe.js';
import { processorName } from '../../machine/processor-name.js';
import type { Engine } from '../backend.js';
import type { Kernels, Tf } from '../kernels.js';
import { checkUsedGpu } from '../nvidia/check-used-gpu.js';
import { hasTf32 } from '../nvidia/gpu-limits.js';
import type { ProgramMode } from '../programs.js';
import { isExactIn } from './environment.js';
import type { NotFound, Tensorflow } from './find.js';
import { tensorflowKernels } from './kernels.js';
import { TFJS_VERSION } from './layout.js';
import type { NodeBackend } from './node-backend.js';
import { visibleGpu } from './nvidia.js';
import { createOps } from './ops.js';
import { createPrograms } from './programs/create-programs.js';
import { hasPrograms } from './programs/recording.js';

/**
 * Loads tfjs-node into this thread. Its own copy of tfjs-core becomes the engine's `tf`.
 *
 * @throws {BackendError} it is missing, of another version, or a library it needs is.
 */
export function loadTensorflow(found: Tensorflow | NotFound, wanted?: ProgramMode): Engine {
  if ('why' in found) throw new BackendError(`backend tensorflow: ${found.why}`);
  replaceUtil();
  const tf = requireTfjsNode(found.package);
  // Loaded before, it is there but may not be the one in use.
  tf.setBackend('tensorflow');
  const backend = tf.backend() as unknown as NodeBackend;
  const isGpu = backend.binding.isUsingGpuDevice();
  const gpu = isGpu ? visibleGpu() : null;
  if (found.gpu) checkUsedGpu(isGpu ? (gpu?.name ?? '') : null);
  const threads = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism();
  const kernels = tensorflowKernels(tf, createOps(backend));
  const { binding } = backend;
  const memory = () => (isGpu && binding.deviceMemory?.()) || null;
  if (isGpu && !hasPrograms(binding)) {
    throw new BackendError(
      'backend tensorflow: its build is older than this program: run "thaw backends install tensorflow --gpu"',
    );
  }
  // Products are exact but where a trial's precision says otherwise.
  if (hasPrograms(binding)) binding.setTensorFloat32(false);
  const mode = wanted ?? (isGpu ? 'xla' : 'off');
  const programs =
    mode !== 'off' && hasPrograms(binding)
      ? createPrograms({ tf, backend, binding, xla: mode === 'xla' })
      : null;
  return {
    tf,
    kernels,
    ...(programs ? { programs } : {}),
    info: {
      device: gpu ? gpu.name : `CPU, ${threads} thread${threads === 1 ? '' : 's'}`,
      ...(gpu ? { deviceId: gpu.id } : {}),
      kind: isGpu ? 'gpu' : 'cpu',
      ...(isGpu && !isExactIn(process.env) ? { exact: false } : {}),
      processor: gpu ? gpu.name : processorName(),
      threads,
      memoryBytes: memory()?.limitBytes || (gpu ? gpu.memoryBytes : totalmem()),
      precisions: precisionsOf(kernels, programs !== null && (gpu === null || hasTf32(gpu))),
      version: `TensorFlow ${backend.binding.TF_Version}, tfjs-node ${TFJS_VERSION}`,
    },
    peakMemoryBytes: () => memory()?.peakBytes ?? process.resourceUsage().maxRSS * 1024,
  };
}

function precisionsOf({ bf16 }: Kernels, tf32: boolean): readonly Precision[] {
  return ['float32', ...(tf32 ? ['tf32' as const] : []), ...(bf16 ? ['bf16' as const] : [])];
}

/**
 * tfjs-node 4.22 calls two functions that Node 22 warns of and Node 23 took out of `util`.
 * https://github.com/tensorflow/tfjs/issues/8463
 */
function replaceUtil(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}

function requireTfjsNode(folder: string): Tf {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  if (version !== TFJS_VERSION) {
    throw new BackendError(
      `backend tensorflow: expected tfjs-node ${TFJS_VERSION} in ${folder}, got ${version}; ` +
        'run "thaw backends install tensorflow"',
    );
  }
  try {
    return createRequire(import.meta.url)(folder) as Tf;
  } catch (error) {
    throw new BackendError(
      `backend tensorflow: ${folder} does not load: ${messageOf(error)}. ` +
        `Delete ${existsSync(folder) ? 'that folder' : 'it'} and run "thaw backends install tensorflow", ` +
        'or use another backend',
      { cause: error },
    );
  }
}
