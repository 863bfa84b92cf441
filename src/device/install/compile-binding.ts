import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { BINDING, BUILD } from '../tensorflow/layout.js';
import type { Tools } from './find-tools.js';
import { withListAttributes } from './list-attributes.js';

/**
 * Compiles tfjs-node's binding against the unpacked TensorFlow. It is two files of Node-API, so one
 * call of the compiler does, without node-gyp, make or Node's own headers. One that is there already
 * is replaced at the end, so programs that have it loaded go on.
 *
 * @throws {BackendError} the compiler failed.
 */
export async function compileBinding(
  { compiler }: Tools,
  work: string,
  signal?: AbortSignal,
): Promise<void> {
  const output = join(BUILD.package, BINDING);
  await mkdir(join(work, dirname(output)), { recursive: true });
  const made = `${output}.new`;
  const backend = join(work, BUILD.package, 'binding', 'tfjs_backend.cc');
  await writeFile(backend, withListAttributes(await readFile(backend, 'utf8')));
  const sources = (await readdir(dirname(backend)))
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(BUILD.package, 'binding', name));
  const result = await runCommand(
    compiler,
    [
      ...['-std=c++17', '-O2', '-fPIC', '-w', '-DNAPI_VERSION=8', ...linkFlags(output)],
      ...[BUILD.headers, BUILD.package, join(BUILD.tensorflow, 'include')].map((at) => `-I${at}`),
      ...sources,
      ...['-o', made],
      ...(await libraries(join(work, BUILD.tensorflow))).map((name) =>
        join(BUILD.tensorflow, name),
      ),
    ],
    { cwd: work, signal },
  );
  if (result.code === 0) return rename(join(work, made), join(work, output));
  throw new BackendError([
    `backend tensorflow: ${compiler} could not compile the binding (it needs C++17):`,
    ...tail(result, 20),
  ]);
}

/** A module whose library is found from where it lies itself, so that the build may be moved. */
function linkFlags(output: string): readonly string[] {
  const libraryFolder = relative(dirname(output), BUILD.tensorflow);
  return process.platform === 'darwin'
    ? ['-bundle', '-undefined', 'dynamic_lookup', `-Wl,-rpath,@loader_path/${libraryFolder}`]
    : ['-shared', `-Wl,-rpath,$ORIGIN/${libraryFolder}`];
}

/** The wheel's two libraries: `libtensorflow_cc.so.2`, or `libtensorflow_cc.2.dylib`. */
async function libraries(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) =>
    /^libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$/.test(name),
  );
}
