import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn } from '../../../machine/files/tree.js';
import { BUILD, type CudaSource } from '../../tensorflow/layout.js';
import type { Tools } from '../find-tools.js';
import { type Unpacking, unpackWheels } from '../unpack-wheels.js';
import { planCuda } from './plan-cuda.js';

/**
 * Puts CUDA's libraries from elsewhere into a finished build. They are gathered whole before those
 * that are there go.
 *
 * @param unpacking with a fresh folder to work in, on the same file system.
 * @throws {BackendError}
 */
export async function replaceCuda(
  folder: string,
  source: CudaSource,
  tools: Tools,
  unpacking: Unpacking,
): Promise<void> {
  const cuda = await planCuda(source, tools, unpacking.log);
  await unpackWheels(tools, cuda.wheels, unpacking);
  await cuda.provide(unpacking.work);
  const [packages, fresh] = [join(folder, BUILD.wheels), join(unpacking.work, BUILD.wheels)];
  for (const name of namesIn(packages).filter(isNvidia)) {
    await rm(join(packages, name), { recursive: true });
  }
  for (const name of namesIn(fresh).filter(isNvidia)) {
    await rename(join(fresh, name), join(packages, name));
  }
  await rm(unpacking.wheels, { recursive: true, force: true });
}

/** The libraries, and what is said of their packages. */
function isNvidia(name: string): boolean {
  return /^nvidia(_|$)/.test(name);
}
