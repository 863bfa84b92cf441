import { TENSORFLOW_VERSION, type Variant } from '../tensorflow/layout.js';

/** A wheel on PyPI of a known version and hash. */
export interface Pinned {
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
  /** About how many bytes what is used of it takes. */
  readonly unpacked: number;
  readonly sha256: string;
}

/** TensorFlow for this machine, of Python 3.11. Its packages have CUDA on Linux on x86 alone. */
export function tensorflowWheel(variant: Variant, platform: string, arch: string): Pinned {
  if (platform === 'darwin') return ON_MAC;
  if (arch === 'arm64') return ON_ARM;
  return variant === 'gpu' ? WITH_CUDA : ON_X86;
}

const ON_X86 = pinned(
  'tensorflow-cpu',
  TENSORFLOW_VERSION,
  258_876_263,
  751_000_000,
  'cf756bbe2d256e942ab5d0ad2c858fb40017581494febdb4387c149b1afde780',
);
const WITH_CUDA = pinned(
  'tensorflow',
  TENSORFLOW_VERSION,
  620_570_129,
  1_278_000_000,
  '481499fd0f824583de8945be61d5e827898cdaa4f5ea1bc2cc28ca2ccff8229e',
);
const ON_ARM = pinned(
  'tensorflow',
  TENSORFLOW_VERSION,
  259_465_882,
  941_000_000,
  '3e9568c8efcb05c0266be223e3269c62ebf7ad3498f156438311735f6fa5ced5',
);
const ON_MAC = pinned(
  'tensorflow',
  TENSORFLOW_VERSION,
  200_507_363,
  1_000_000_000,
  '5f964016c5035d09b85a246a6b739be89282a7839743f3ea63640224f0c63aee',
);

/** `libcudart.so.12`, the only one of CUDA 12 for which CUDA 13 has no stand-in. */
export const CUDART_WHEEL = pinned(
  'nvidia-cuda-runtime-cu12',
  '12.5.82',
  895_707,
  714_000,
  '3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115',
);

/** `ptxas` and `libdevice`, with which XLA makes code for the GPU. */
export const PTXAS_WHEEL = pinned(
  'nvidia-cuda-nvcc-cu12',
  '12.5.82',
  22_468_537,
  31_400_000,
  'b03e545b8e8c3ce7ebcd7fc44063180ff52ff01d064ece2127ed90a04ef12cd0',
);

/**
 * What TensorFlow 2.20 loads of CUDA, in the versions that it was built and tested with: CUDA 12.5.1
 * and cuDNN 9.3, the lower bounds of its extra `and-cuda`. It loads seven libraries by name when it
 * looks for GPUs (its `TryDlopenCUDALibraries`), and takes no GPU if one of them is missing: cudart,
 * cublas, cublasLt, cufft, cusolver, cusparse, cudnn.
 *
 * Of that extra these are left out: `cupti` is loaded by the profiler alone, `nccl` is linked into
 * TensorFlow and serves several GPUs in one process, and of `curand` it has no call.
 */
export const CUDA_WHEELS: readonly Pinned[] = [
  CUDART_WHEEL,
  PTXAS_WHEEL,
  pinned(
    'nvidia-cublas-cu12',
    '12.5.3.2',
    363_313_169,
    551_000_000,
    'ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b',
  ),
  pinned(
    'nvidia-cudnn-cu12',
    '9.3.0.75',
    577_163_502,
    885_000_000,
    '9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d',
  ),
  pinned(
    'nvidia-cufft-cu12',
    '11.2.3.61',
    192_524_114,
    277_000_000,
    '9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8',
  ),
  pinned(
    'nvidia-cusolver-cu12',
    '11.6.3.83',
    130_341_232,
    128_000_000,
    '93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b',
  ),
  pinned(
    'nvidia-cusparse-cu12',
    '12.5.1.3',
    217_558_979,
    296_000_000,
    '016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752',
  ),
  // cusolver and cusparse are linked against it.
  pinned(
    'nvidia-nvjitlink-cu12',
    '12.5.82',
    21_298_879,
    54_600_000,
    'f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212',
  ),
  // Of cuDNN's kernels some are compiled when they are first used, by this.
  pinned(
    'nvidia-cuda-nvrtc-cu12',
    '12.5.82',
    24_873_108,
    68_200_000,
    '3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd',
  ),
];

/** A line of a requirements file that pip takes in its mode `--require-hashes`. */
export function requirement({ name, version, sha256 }: Pinned): string {
  return `${name}==${version} --hash=sha256:${sha256}`;
}

function pinned(
  name: string,
  version: string,
  bytes: number,
  unpacked: number,
  sha256: string,
): Pinned {
  return { name, version, bytes, unpacked, sha256 };
}
