import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CudaChoice, chooseCuda } from '../../../src/device/install/cuda/choose-cuda.js';
import { findCuda } from '../../../src/device/install/cuda/find-cuda.js';
import { linkCuda } from '../../../src/device/install/cuda/link-cuda.js';
import { tryCuda } from '../../../src/device/install/cuda/try-cuda.js';

const CUDA_12 = [
  ...['libcudart.so.12', 'libcublas.so.12', 'libcublasLt.so.12', 'libcufft.so.11'],
  ...['libcusolver.so.11', 'libcusparse.so.12'],
];
const CUDA_13 = [
  ...['libcudart.so.13', 'libcublas.so.13', 'libcublasLt.so.13', 'libcufft.so.12'],
  ...['libcusolver.so.12', 'libcusparse.so.12'],
];
const listing = (folders: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(folders).map(([folder, names]) => [folder, new Set(names)] as const);

describe("of this machine's libraries", () => {
  test('those of CUDA 12 are taken before those of CUDA 13, each where it comes first', () => {
    const choice = chooseCuda(
      listing({
        '/13': [...CUDA_13, 'libcudnn.so.9'],
        '/12': [...CUDA_12, 'libnvJitLink.so.12'],
        '/other': [...CUDA_12, 'libcudnn.so.9'],
      }),
    ) as CudaChoice;
    expect(choice).toMatchObject({ cuda: 12, lacksCudart: false, folders: ['/12', '/13'] });
    expect(choice.libraries.get('libcublas.so.12')).toEqual({
      folder: '/12',
      name: 'libcublas.so.12',
    });
  });

  test("those of CUDA 13 serve under CUDA 12's names, all but cudart", () => {
    const choice = chooseCuda(listing({ '/13': CUDA_13, '/dnn': ['libcudnn.so.9'] })) as CudaChoice;
    expect(choice).toMatchObject({ cuda: 13, lacksCudart: true });
    expect(
      Object.fromEntries([...choice.libraries].map(([asked, { name }]) => [asked, name])),
    ).toEqual({
      'libcublas.so.12': 'libcublas.so.13',
      'libcublasLt.so.12': 'libcublasLt.so.13',
      'libcufft.so.11': 'libcufft.so.12',
      'libcusolver.so.11': 'libcusolver.so.12',
      'libcusparse.so.12': 'libcusparse.so.12',
      'libcudnn.so.9': 'libcudnn.so.9',
    });
  });

  test('what is missing is named, of the version that is there', () => {
    expect(chooseCuda(listing({ '/13': CUDA_13 }))).toEqual({ missing: ['libcudnn.so.9'] });
    expect(chooseCuda([])).toEqual({ missing: [...CUDA_12, 'libcudnn.so.9'] });
  });
});

describe.runIf(process.platform === 'linux')('a machine with CUDA', () => {
  let machine: string;
  let nvidia: string;
  const tools = { python: process.env.PYTHON ?? 'python3' };
  beforeEach(() => {
    machine = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-cuda-')));
    nvidia = join(machine, 'build', 'nvidia');
    for (const path of ['cuda/lib64', 'cuda/bin', 'cuda/nvvm/libdevice', 'dnn']) {
      mkdirSync(join(machine, path), { recursive: true });
    }
    writeFileSync(join(machine, 'cuda/bin/ptxas'), '');
    writeFileSync(join(machine, 'cuda/nvvm/libdevice/libdevice.10.bc'), '');
  });
  afterEach(() => rmSync(machine, { recursive: true }));

  /** Libraries that load, with a cuDNN of this version. */
  function fill(version: number): void {
    const source = join(machine, 'cudnn.c');
    const made = join(machine, 'dnn', 'libcudnn.so.9');
    writeFileSync(
      source,
      `#include <stddef.h>\nsize_t cudnnGetVersion(void) { return ${version}; }\n`,
    );
    const { status } = spawnSync(process.env.CC ?? 'cc', ['-shared', '-fPIC', source, '-o', made]);
    expect(status).toBe(0);
    for (const name of CUDA_13) copyFileSync(made, join(machine, 'cuda', 'lib64', name));
  }

  async function link(): Promise<readonly string[]> {
    const env = { CUDA_HOME: join(machine, 'cuda'), LD_LIBRARY_PATH: join(machine, 'dnn') };
    const { listing: found, toolkit } = await findCuda(tools, env);
    expect(toolkit).toBe(join(machine, 'cuda'));
    // Whatever else this machine has comes after what is named.
    const choice = chooseCuda(found.slice(0, 2)) as CudaChoice;
    await linkCuda(nvidia, choice, toolkit);
    return [...choice.libraries.keys()];
  }

  test('lends its libraries to the build, under the names that TensorFlow asks for', async () => {
    fill(91_400);
    expect(await tryCuda(tools, nvidia, await link())).toBe('9.14.0');
    for (const [folder, name] of [
      ['cublas', 'libcublas.so.12'],
      ['cublas', 'libcublasLt.so.12'],
      ['cufft', 'libcufft.so.11'],
      ['cusolver', 'libcusolver.so.11'],
      ['cusparse', 'libcusparse.so.12'],
      ['cudnn', 'libcudnn.so.9'],
    ]) {
      expect(existsSync(join(nvidia, folder!, 'lib', name!)), name).toBe(true);
    }
    // They find what they load in turn beside themselves.
    expect(readdirSync(join(nvidia, 'cudnn', 'lib'))).toContain('libcublasLt.so.13');
    expect(existsSync(join(nvidia, 'cuda_nvcc', 'nvvm', 'libdevice'))).toBe(true);
    // Its own is fetched.
    expect(existsSync(join(nvidia, 'cuda_runtime'))).toBe(false);
  });

  test('is refused with a cuDNN that TensorFlow refuses', async () => {
    fill(90_100);
    await expect(tryCuda(tools, nvidia, await link())).rejects.toThrow(/cuDNN .* 9\.1\.0, .* 9\.3/);
  });

  test('is refused with a library that does not load, in the words of the loader', async () => {
    fill(91_400);
    writeFileSync(join(machine, 'cuda', 'lib64', 'libcufft.so.12'), 'nothing');
    await expect(tryCuda(tools, nvidia, await link())).rejects.toThrow(/libcufft\.so\.11/);
  });
});
