import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { BUILD, TENSORFLOW_VERSION, type Variant } from '../tensorflow/layout.js';
import type { Tools } from './find-tools.js';
import { runCommand, tail } from './run-command.js';

/**
 * Downloads TensorFlow's wheel with pip and unpacks its C library and headers under `work`; for GPUs
 * also the CUDA libraries that the wheel itself names, placed where its run paths look for them.
 *
 * @throws {BackendError} pip failed.
 */
export async function unpackWheels(
  { python }: Tools,
  variant: Variant,
  work: string,
  log: (line: string) => void,
): Promise<void> {
  const downloads = join(work, 'downloads');
  await mkdir(downloads);
  // Only x86 has the smaller package without CUDA under a name of its own.
  const name = variant === 'cpu' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
  const packageName = process.platform === 'darwin' ? 'tensorflow' : name;
  await download(python, downloads, [`${packageName}==${TENSORFLOW_VERSION}`]);
  await unpack(python, work, downloads);

  if (variant === 'gpu') {
    const cuda = cudaRequirements(await wheelMetadata(join(work, BUILD.wheels)));
    for (const requirement of cuda) {
      log(`  ${requirement}`);
      await download(python, downloads, [requirement]);
      await unpack(python, work, downloads);
    }
  }
  await rm(downloads, { recursive: true });
}

/** The packages of a wheel's extra `and-cuda`, as requirements for pip. */
export function cudaRequirements(metadata: string): readonly string[] {
  return [...metadata.matchAll(/^Requires-Dist: ([^;\n]+);(.*)$/gm)]
    .filter(([, , condition]) => /extra == ["']and-cuda["']/.test(condition!))
    .map(([, requirement]) => requirement!.replace(/[()\s]/g, ''));
}

async function download(python: string, folder: string, what: readonly string[]): Promise<void> {
  // Any Python's wheel will do, as only its C library is used: ask for one that is published,
  // whichever version runs pip.
  const only = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11'];
  const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', ...only, '--dest', folder];
  const result = await runCommand(python, [...args, ...what]);
  if (result.code === 0) return;
  throw new BackendError([
    `backend tensorflow: pip could not fetch ${what.join(', ')} for ${process.platform} ` +
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

async function unpack(python: string, work: string, downloads: string): Promise<void> {
  const result = await runCommand(python, ['-c', UNPACK, downloads, join(work, BUILD.wheels)]);
  if (result.code !== 0) {
    throw new BackendError(['backend tensorflow: a wheel could not be unpacked:', ...tail(result)]);
  }
}

async function wheelMetadata(wheels: string): Promise<string> {
  const info = (await readdir(wheels)).find((name) => name.endsWith('.dist-info'));
  return readFile(join(wheels, info ?? '', 'METADATA'), 'utf8');
}
