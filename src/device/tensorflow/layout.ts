import { join } from 'node:path';

/** All tfjs packages are pinned to one version. */
export const TFJS_VERSION = '4.22.0';

/**
 * The TensorFlow that tfjs-node's binding is built on. 2.21 works too, but writes two lines to
 * standard error on every start that its own log level does not silence.
 */
export const TENSORFLOW_VERSION = '2.20.0';

export type Variant = 'cpu' | 'gpu';

/** Where CUDA's libraries come from: NVIDIA's wheels, or this machine. */
export type CudaSource = 'wheels' | 'system';

/**
 * Counts up when the binding is compiled anew from the same packages: 2 knows list attributes, 3
 * programs, 4 has a log of its own, 5 tells the device's memory.
 */
export const BINDING_REVISION = 5;

/** What the finished build says about itself; written last, so its presence means "complete". */
export interface BuildManifest {
  readonly tfjs: string;
  readonly tensorflow: string;
  readonly variant: Variant;
  /** Absent: 1. */
  readonly binding?: number;
  /** Of `gpu`. Absent: `wheels`. */
  readonly cuda?: CudaSource;
}

/** Where a build lies: one folder per version and variant, moved into place when complete. */
export function buildFolder(cacheDir: string, variant: Variant): string {
  return join(
    cacheDir,
    'backends',
    'tensorflow',
    `tfjs-${TFJS_VERSION}-tensorflow-${TENSORFLOW_VERSION}-${variant}`,
  );
}

/** The paths of a build, relative to its folder. */
export const BUILD = {
  manifest: 'build.json',
  package: join('node_modules', '@tensorflow', 'tfjs-node'),
  /** Unpacked wheels, laid out as in Python's own site-packages: run paths inside them hold. */
  wheels: 'site-packages',
  tensorflow: join('site-packages', 'tensorflow'),
  headers: join('node_modules', 'node-api-headers', 'include'),
} as const;

/**
 * Where tfjs-node looks for its binding: the highest Node-API version that it and every supported
 * Node know.
 */
export const BINDING = join('lib', 'napi-v8', 'tfjs_binding.node');

/** The module beside it that sends what TensorFlow prints to a file. */
export const LOG_MODULE = join('lib', 'napi-v8', 'thaw_log.node');
