import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from '../../core/errors.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { BUILD, LOG_MODULE } from '../tensorflow/layout.js';
import type { Tools } from './find-tools.js';

/**
 * Compiles the module that sends what TensorFlow prints to a file: apart from the binding, as it is
 * loaded before it.
 *
 * @throws {BackendError} the compiler failed.
 */
export async function compileLog(
  { compiler }: Pick<Tools, 'compiler'>,
  work: string,
  signal?: AbortSignal,
): Promise<void> {
  const output = join(work, BUILD.package, LOG_MODULE);
  await mkdir(dirname(output), { recursive: true });
  const made = `${output}.new`;
  // Never unloaded: other threads write through it until the process ends.
  const flags =
    process.platform === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup']
      : ['-shared', '-Wl,-z,nodelete'];
  const result = await runCommand(
    compiler,
    [
      ...['-std=c++17', '-O2', '-fPIC', '-w', '-DNAPI_VERSION=8', ...flags],
      ...[`-I${join(work, BUILD.headers)}`, SOURCE, '-o', made],
    ],
    { signal },
  );
  if (result.code === 0) return rename(made, output);
  throw new BackendError([
    `backend tensorflow: ${compiler} could not compile the module for its log (it needs C++17):`,
    ...tail(result, 20),
  ]);
}

const SOURCE = fileURLToPath(new URL('../../../bin/tensorflow/log/divert.cc', import.meta.url));
