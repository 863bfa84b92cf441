import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { BUILD } from '../tensorflow/layout.js';
import { fetchWheel, type WheelFolders } from './fetch-wheel.js';
import type { Tools } from './find-tools.js';
import type { Pinned } from './wheels.js';

export interface Unpacking extends WheelFolders {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Fetches wheels and unpacks what is used of them: TensorFlow's C library and headers, CUDA's
 * libraries and tools, under `work` as in Python's own site-packages: run paths inside them hold.
 *
 * @throws {BackendError} pip failed.
 */
export async function unpackWheels(
  { python }: Tools,
  wanted: readonly Pinned[],
  { log, signal, ...folders }: Unpacking,
): Promise<void> {
  const to = join(folders.work, BUILD.wheels);
  for (const wheel of wanted) {
    if (wanted.length > 1) log(`  ${wheel.name} ${wheel.version}`);
    const path = await fetchWheel(python, folders, wheel, signal);
    const result = await runCommand(python, ['-c', UNPACK, path, to], { signal });
    if (result.code !== 0) {
      throw new BackendError([
        `backend tensorflow: ${path} could not be unpacked:`,
        ...tail(result),
      ]);
    }
  }
}

/**
 * What of the wheels is kept, a tenth of the files. Never loaded, and left out: cuSOLVER for several
 * GPUs, stand-ins for FFTW's and BLAS's interfaces, NVCC's own compiler library. cuDNN 9.3 looks for
 * nvrtc in a folder that NVIDIA has named otherwise since.
 */
const UNPACK = `
import os, re, sys, zipfile
wheel, target = sys.argv[1:]
wanted = re.compile(
    r'tensorflow/libtensorflow[^/]*$'
    r'|tensorflow/include/(tensorflow/c|tensorflow/core|tensorflow/tsl|tsl|xla/tsl)/.*\\.(h|inc)$'
    r'|tensorflow/include/(absl|google/protobuf|ml_dtypes)/.*\\.(h|inc)$'
    r'|tensorflow/include/(unsupported/)?Eigen/.*'
    r'|nvidia/.*/lib/lib(?!cusolverMg|cufftw|nvblas)[^/]*\\.so[.0-9]*$'
    r'|nvidia/cuda_nvcc/(bin|nvvm/libdevice)/.*'
    r'|[^/]*\\.dist-info/METADATA$')
with zipfile.ZipFile(wheel) as files:
    for name in filter(wanted.match, files.namelist()):
        path = files.extract(name, target)
        if '/bin/' in name:
            os.chmod(path, 0o755)
if os.path.isdir(os.path.join(target, 'nvidia/cuda_nvrtc')):
    link = os.path.join(target, 'nvidia/nvrtc')
    os.path.lexists(link) or os.symlink('cuda_nvrtc', link)
`;
