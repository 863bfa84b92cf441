import type { GpuLibraries } from '../../core/backend-info.js';

/**
 * The versions of CUDA's runtime and of cuDNN among the files that a process has loaded: by the name of
 * the file, or, where that has the first number alone, of the Python package beside it. `maps`: the
 * text of /proc/self/maps; `namesIn`: the names in a folder.
 */
export function libraryVersions(
  maps: string,
  namesIn: (folder: string) => readonly string[],
): GpuLibraries {
  const files = [...new Set(maps.match(/\/\S+$/gm))];
  const versionOf = (library: string, wheel: string): string | null => {
    const file = files.find((each) => each.includes(`/${library}.so.`));
    if (file === undefined) return null;
    const named = file.slice(file.lastIndexOf('.so.') + '.so.'.length);
    if (named.includes('.')) return named;
    const [, packages] = /^(.*)\/nvidia\/[^/]+\/lib\//.exec(file) ?? [];
    const info = packages && namesIn(packages).find((name) => name.startsWith(`${wheel}_cu`));
    return (info && /-([\d.]+)\.dist-info$/.exec(info)?.[1]) || named;
  };
  return {
    cuda: versionOf('libcudart', 'nvidia_cuda_runtime'),
    cudnn: versionOf('libcudnn', 'nvidia_cudnn'),
  };
}
