import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { BUILD, type Variant } from '../tensorflow/layout.js';
import type { Tools } from './find-tools.js';
import { CUDA_WHEELS, type Pinned, requirement, tensorflowWheel } from './wheels.js';

export interface Unpacking {
  readonly work: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Downloads TensorFlow's wheel with pip and unpacks its C library and headers under `work`; for GPUs
 * also CUDA libraries, placed where its run paths look for them. pip checks the hash of each.
 *
 * @throws {BackendError} pip failed.
 */
export async function unpackWheels(
  { python }: Tools,
  variant: Variant,
  unpacking: Unpacking,
): Promise<void> {
  const { work, log, signal } = unpacking;
  const downloads = join(work, 'downloads');
  await mkdir(downloads);
  const tensorflow = tensorflowWheel(variant, process.platform, process.arch);
  for (const wheel of [tensorflow, ...(variant === 'gpu' ? CUDA_WHEELS : [])]) {
    if (wheel !== tensorflow) log(`  ${wheel.name} ${wheel.version}`);
    await download(python, downloads, wheel, signal);
    await unpack(python, unpacking, downloads);
  }
  await rm(downloads, { recursive: true });
}

async function download(
  python: string,
  folder: string,
  wheel: Pinned,
  signal: AbortSignal | undefined,
): Promise<void> {
  const wanted = join(folder, 'requirements.txt');
  await writeFile(wanted, `${requirement(wheel)}\n`);
  // Any Python's wheel will do, as only its C library is used: ask for one whose hash is known,
  // whichever version runs pip.
  const only = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--require-hashes'];
  const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', ...only, '--dest', folder];
  const result = await runCommand(python, [...args, '-r', wanted], { signal });
  if (result.code === 0) return;
  throw new BackendError([
    `backend tensorflow: pip could not fetch ${wheel.name} ${wheel.version} for ${process.platform} ` +
      `${process.arch}. If pip is older than 20.3, update it (${python} -m pip install -U pip). ` +
      'It said:',
    ...tail(result),
  ]);
}

/** What of the wheels is kept: libraries and the C headers, a tenth of the files. */
const UNPACK = `
import glob, os, re, sys, zipfile
downloads, target = sys.argv[1:]
wanted = re.compile(
    r'tensorflow/libtensorflow[^/]*$'
    r'|tensorflow/include/(tensorflow/c|tensorflow/core/platform|tensorflow/tsl|tsl|xla/tsl)/.*\\.h$'
    r'|nvidia/.*\\.so[.0-9]*$|nvidia/.*/(bin|nvvm)/.*'
    r'|tensorflow[^/]*\\.dist-info/METADATA$')
for path in glob.glob(os.path.join(downloads, '*.whl')):
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(target, [name for name in wheel.namelist() if wanted.match(name)])
    os.remove(path)
`;

async function unpack(
  python: string,
  { work, signal }: Unpacking,
  downloads: string,
): Promise<void> {
  const args = ['-c', UNPACK, downloads, join(work, BUILD.wheels)];
  const result = await runCommand(python, args, { signal });
  if (result.code !== 0) {
    throw new BackendError(['backend tensorflow: a wheel could not be unpacked:', ...tail(result)]);
  }
}
