import type { CudaMajor } from '../../nvidia/gpu-limits.js';

/** Which of the libraries on this machine serve TensorFlow. */
export interface CudaChoice {
  readonly cuda: CudaMajor;
  /** By the name that TensorFlow asks for: the folder and the name of the library that serves. */
  readonly libraries: ReadonlyMap<string, CudaLibrary>;
  /** Folders, each of which holds one of them or what they load in turn. */
  readonly folders: readonly string[];
  /** `libcudart.so.12` is not there, and CUDA 13 has no stand-in for it. */
  readonly lacksCudart: boolean;
}

export interface CudaLibrary {
  readonly folder: string;
  readonly name: string;
}

/** A folder, and the names of the files in it. */
export type Listing = readonly (readonly [folder: string, names: ReadonlySet<string>])[];

/**
 * Takes all libraries of CUDA 12, else all of CUDA 13, which TensorFlow 2.20 works with under the
 * names of CUDA 12 (seen with 13.0 and cuDNN 9.14); each from the first folder that has it. Or the
 * names that are missing, of the version of which more is there.
 */
export function chooseCuda(listing: Listing): CudaChoice | { readonly missing: readonly string[] } {
  const tried = VERSIONS.map((version) => tryVersion(listing, version));
  const found = tried.find(({ missing }) => missing.length === 0);
  if (!found) {
    const [nearest] = tried.toSorted((a, b) => b.libraries.size - a.libraries.size);
    return { missing: nearest!.missing };
  }
  const { cuda, libraries } = found;
  const others = LOADED_IN_TURN[cuda].flatMap((name) => find(listing, name) ?? []);
  const all = [...libraries.values(), ...others];
  return {
    cuda,
    libraries,
    folders: [...new Set(all.map(({ folder }) => folder))],
    lacksCudart: !libraries.has(CUDART),
  };
}

const CUDART = 'libcudart.so.12';

/** By the name that TensorFlow asks for: that of the library, in each version of CUDA. */
const VERSIONS = [
  {
    cuda: 12,
    names: {
      [CUDART]: CUDART,
      'libcublas.so.12': 'libcublas.so.12',
      'libcublasLt.so.12': 'libcublasLt.so.12',
      'libcufft.so.11': 'libcufft.so.11',
      'libcusolver.so.11': 'libcusolver.so.11',
      'libcusparse.so.12': 'libcusparse.so.12',
      'libcudnn.so.9': 'libcudnn.so.9',
    },
  },
  {
    cuda: 13,
    names: {
      'libcublas.so.12': 'libcublas.so.13',
      'libcublasLt.so.12': 'libcublasLt.so.13',
      'libcufft.so.11': 'libcufft.so.12',
      'libcusolver.so.11': 'libcusolver.so.12',
      'libcusparse.so.12': 'libcusparse.so.12',
      'libcudnn.so.9': 'libcudnn.so.9',
    },
  },
] as const satisfies readonly {
  readonly cuda: CudaMajor;
  readonly names: Readonly<Record<string, string>>;
}[];

/** Not asked for by TensorFlow, but by those; some systems have them elsewhere. */
const LOADED_IN_TURN = {
  12: ['libnvJitLink.so.12', 'libnvrtc.so.12'],
  13: ['libnvJitLink.so.13', 'libnvrtc.so.13'],
} as const;

function tryVersion(listing: Listing, { cuda, names }: (typeof VERSIONS)[number]) {
  const libraries = new Map<string, CudaLibrary>();
  const missing: string[] = [];
  for (const [asked, name] of Object.entries(names)) {
    const library = find(listing, name);
    if (library) libraries.set(asked, library);
    else missing.push(name);
  }
  return { cuda, libraries, missing };
}

function find(listing: Listing, name: string): CudaLibrary | undefined {
  const found = listing.find(([, names]) => names.has(name));
  return found && { folder: found[0], name };
}
