import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from '../../../machine/children/run-command.js';
import { namesIn } from '../../../machine/files/tree.js';
import type { Tools } from '../find-tools.js';
import type { Listing } from './choose-cuda.js';

/** Where CUDA may lie on this machine. */
export interface CudaPlaces {
  /** Folders of libraries, in the order in which they are taken, and what is in them. */
  readonly listing: Listing;
  /** A folder that holds `bin/ptxas` and `nvvm/libdevice`; null: there is none. */
  readonly toolkit: string | null;
}

/**
 * Looks where a person says (CUDA_HOME, CUDA_PATH, LD_LIBRARY_PATH), then in Python's packages
 * (PyTorch brings them), where CUDA is installed by default, and where the system's loader looks.
 */
export async function findCuda(
  { python }: Pick<Tools, 'python'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<CudaPlaces> {
  const [packages, loader] = await Promise.all([packageFolders(python), loaderFolders()]);
  const named = [env.CUDA_HOME, env.CUDA_PATH].filter((path) => path !== undefined && path !== '');
  const installed = namesIn('/usr/local')
    .filter((name) => /^cuda(-[\d.]+)?$/.test(name))
    .map((name) => join('/usr/local', name));
  const roots = [...named, ...packages, ...installed] as readonly string[];
  const folders = [
    ...librariesOf(named as readonly string[]),
    ...(env.LD_LIBRARY_PATH ?? '').split(delimiter).filter(Boolean),
    ...librariesOf(packages),
    ...librariesOf(installed),
    ...loader,
  ];
  return {
    listing: distinct(folders).map((folder) => [folder, new Set(namesIn(folder))]),
    toolkit: roots.find(isToolkit) ?? null,
  };
}

function librariesOf(roots: readonly string[]): readonly string[] {
  return roots.flatMap((root) =>
    ['lib64', 'lib', join('targets', 'x86_64-linux', 'lib')].map((name) => join(root, name)),
  );
}

function isToolkit(root: string): boolean {
  return ['bin/ptxas', 'nvvm/libdevice/libdevice.10.bc'].every((name) =>
    existsSync(join(root, name)),
  );
}

/** The packages named `nvidia` that a Python has: one a library, or one for all (CUDA 13). */
async function packageFolders(python: string): Promise<readonly string[]> {
  const { stdout } = await runCommand(python, ['-c', PACKAGES]);
  return stdout
    .split('\n')
    .filter(Boolean)
    .flatMap((root) => namesIn(root).map((name) => join(root, name)));
}

const PACKAGES = `
import importlib.util
spec = importlib.util.find_spec('nvidia')
print(*(spec.submodule_search_locations if spec else []), sep='\\n')
`;

async function loaderFolders(): Promise<readonly string[]> {
  const { stdout } = await runCommand('ldconfig', ['-p']);
  const paths = stdout.matchAll(/^\s*lib(?:cu|nv)\S+ .*x86-64.*=> (\/.*)$/gm);
  return Array.from(paths, ([, path]) => dirname(path!));
}

/** Those that are there, each once, by whatever link it is named. */
function distinct(folders: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return folders.filter((folder) => {
    if (!existsSync(folder)) return false;
    const real = realpathSync(folder);
    return !seen.has(real) && seen.add(real);
  });
}
