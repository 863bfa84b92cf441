import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namesIn } from '../../../machine/files/tree.js';
import type { CudaChoice } from './choose-cuda.js';

/**
 * Links this machine's CUDA into a fresh folder as NVIDIA's wheels lay it out, so that TensorFlow
 * finds it. All libraries lie in one folder, for they look for each other beside themselves.
 *
 * @param nvidia the folder `nvidia` among the unpacked wheels.
 */
export async function linkCuda(
  nvidia: string,
  { libraries, folders, lacksCudart }: CudaChoice,
  toolkit: string | null,
): Promise<void> {
  const all = join(nvidia, SYSTEM);
  await mkdir(all, { recursive: true });
  const links = new Map<string, string>();
  for (const [asked, { folder, name }] of libraries) links.set(asked, join(folder, name));
  for (const folder of folders) {
    for (const name of namesIn(folder).filter((each) => LIBRARY.test(each))) {
      if (!links.has(name)) links.set(name, join(folder, name));
    }
  }
  for (const [name, path] of links) await symlink(path, join(all, name));
  for (const name of lacksCudart ? LOOKED_IN : ['cuda_runtime/lib', ...LOOKED_IN]) {
    await mkdir(dirname(join(nvidia, name)), { recursive: true });
    await symlink(join('..', SYSTEM), join(nvidia, name));
  }
  if (toolkit !== null) await symlink(toolkit, join(nvidia, 'cuda_nvcc'));
}

/** The folder of links. */
export const SYSTEM = 'system';

/** Those of CUDA, without its tools for developers. */
const LIBRARY =
  /^lib(?:cudart|cublas|cublasLt|cudnn\w*|cufft|cusolver|cusparse|nvJitLink|nvrtc[\w-]*)\.so\.[\d.]+$/;

/** Where TensorFlow's run paths lead. */
const LOOKED_IN = ['cublas/lib', 'cudnn/lib', 'cufft/lib', 'cusolver/lib', 'cusparse/lib'];
