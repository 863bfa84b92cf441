import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BINDING, BUILD, buildFolder, type Variant } from './layout.js';
import { hasNvidiaGpu } from './nvidia.js';

/** A tfjs-node that can be required, binding included. */
export interface Tensorflow {
  /** Folder of the package. */
  readonly package: string;
  /** It was built for CUDA and a GPU is there. */
  readonly gpu: boolean;
}

export interface NotFound {
  /** What is missing and what to do. */
  readonly why: string;
}

/**
 * The build that `thaw backends install tensorflow` left in the cache folder, else an installed
 * tfjs-node-gpu whose download succeeded. Looks at files only.
 */
export function findTensorflow(cacheDir: string): Tensorflow | NotFound {
  const nvidia = hasNvidiaGpu();
  const order: readonly Variant[] = nvidia ? ['gpu', 'cpu'] : ['cpu', 'gpu'];
  const builds = order
    .filter((variant) => existsSync(join(buildFolder(cacheDir, variant), BUILD.manifest)))
    .map((variant) => ({
      package: join(buildFolder(cacheDir, variant), BUILD.package),
      gpu: variant === 'gpu' && nvidia,
    }));
  const installed = installedPackage();
  const found = installed === null ? builds : [...builds, { package: installed, gpu: nvidia }];
  return (
    found.find(({ gpu }) => gpu) ??
    found[0] ?? {
      why: `not installed: run "thaw backends install tensorflow${nvidia ? ' --gpu' : ''}"`,
    }
  );
}

/** tfjs-node-gpu's folder, if npm installed it and its own download left a binding. */
function installedPackage(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      '@tensorflow/tfjs-node-gpu/package.json',
    );
    const folder = dirname(manifest);
    return existsSync(join(folder, BINDING)) && existsSync(join(folder, 'deps', 'lib'))
      ? folder
      : null;
  } catch {
    return null;
  }
}
