import { join } from 'node:path';
import { BackendError } from '../../../core/errors.js';
import { runCommand, tail } from '../../../machine/children/run-command.js';
import type { Tools } from '../find-tools.js';
import { SYSTEM } from './link-cuda.js';

/**
 * Loads the linked libraries once, with all that they load in turn, and asks cuDNN for its version.
 * Returns that: `9.14.0`.
 *
 * @throws {BackendError} one does not load, or cuDNN is too old.
 */
export async function tryCuda(
  { python }: Pick<Tools, 'python'>,
  nvidia: string,
  names: readonly string[],
): Promise<string> {
  const paths = names.map((name) => join(nvidia, SYSTEM, name));
  // As they will be loaded, from wherever a program is started.
  const { LD_LIBRARY_PATH: _, ...env } = process.env;
  const result = await runCommand(python, ['-c', LOAD, ...paths], { env });
  const version = Number(result.stdout);
  if (result.code !== 0 || !(version > 0)) {
    throw new BackendError([
      'backend tensorflow: a library of this machine does not load. LD_LIBRARY_PATH can name the ' +
        'folder of what it lacks; without --cuda system, libraries that fit are fetched. It said:',
      ...tail(result, 1),
    ]);
  }
  const text = `${Math.floor(version / 10_000)}.${Math.floor(version / 100) % 100}.${version % 100}`;
  if (version < LEAST_CUDNN) {
    throw new BackendError(
      `backend tensorflow: cuDNN on this machine is ${text}, and TensorFlow needs 9.3 or a newer 9. Leave out --cuda system, and one that fits is fetched.`,
    );
  }
  return text;
}

/** As cuDNN counts: TensorFlow refuses one older than what it was compiled with. */
const LEAST_CUDNN = 90_300;

const LOAD = `
import ctypes, sys
for path in sys.argv[1:]:
    library = ctypes.CDLL(path)
    if path.endswith('libcudnn.so.9'):
        library.cudnnGetVersion.restype = ctypes.c_size_t
        version = library.cudnnGetVersion()
print(version)
`;
