import { join } from 'node:path';
import { BackendError } from '../../../core/errors.js';
import { BUILD, type CudaSource } from '../../tensorflow/layout.js';
import { checkGpus } from '../check-gpus.js';
import type { Tools } from '../find-tools.js';
import { CUDA_WHEELS, CUDART_WHEEL, type Pinned, PTXAS_WHEEL } from '../wheels.js';
import { type CudaChoice, chooseCuda } from './choose-cuda.js';
import { findCuda } from './find-cuda.js';
import { linkCuda } from './link-cuda.js';
import { tryCuda } from './try-cuda.js';

/** CUDA for a build, as it was found to be had. */
export interface Cuda {
  /** What is to be fetched. */
  readonly wheels: readonly Pinned[];
  /** Puts the rest into a build that has those. */
  provide(work: string): Promise<void>;
}

/**
 * Looks for CUDA before anything is fetched, and holds the driver and the GPUs to it.
 *
 * @throws {BackendError} it is not all there, or nothing here could use it.
 */
export async function planCuda(
  source: CudaSource,
  tools: Tools,
  log: (line: string) => void,
): Promise<Cuda> {
  if (source === 'wheels') {
    checkGpus(12, log);
    return { wheels: CUDA_WHEELS, provide: async () => undefined };
  }
  const { listing, toolkit } = await findCuda(tools, process.env);
  const choice = chooseCuda(listing);
  if ('missing' in choice) {
    const looked = listing.map(([folder]) => folder).join(', ') || 'no folder at all';
    throw new BackendError(
      `backend tensorflow: --cuda system finds no ${choice.missing.join(', ')} on this machine; it looked in ${looked}. CUDA_HOME or LD_LIBRARY_PATH can name other folders; without --cuda system, all is fetched from NVIDIA.`,
    );
  }
  checkGpus(choice.cuda, log);
  for (const line of describe(choice, toolkit)) log(line);
  return {
    wheels: [
      ...(choice.lacksCudart ? [CUDART_WHEEL] : []),
      ...(toolkit === null ? [PTXAS_WHEEL] : []),
    ],
    async provide(work) {
      const nvidia = join(work, BUILD.wheels, 'nvidia');
      await linkCuda(nvidia, choice, toolkit);
      log(`  cuDNN ${await tryCuda(tools, nvidia, [...choice.libraries.keys()])} loads`);
    },
  };
}

function describe({ cuda, libraries }: CudaChoice, toolkit: string | null): readonly string[] {
  return [
    `CUDA ${cuda} of this machine:`,
    ...Array.from(libraries.values(), ({ folder, name }) => `  ${join(folder, name)}`),
    ...(toolkit === null ? [] : [`  ${join(toolkit, 'bin', 'ptxas')}`]),
  ];
}
