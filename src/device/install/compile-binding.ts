import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from '../../core/errors.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { BINDING, BUILD } from '../tensorflow/layout.js';
import type { Tools } from './find-tools.js';
import { withListAttributes } from './list-attributes.js';
import { withExports, withOpenState } from './open-binding.js';

/**
 * Compiles tfjs-node's binding, and our own functions beside it, against the unpacked TensorFlow. It
 * is a few files of Node-API, so one call of the compiler does, without node-gyp, make or Node's own
 * headers. One that is there already is replaced at the end, so programs that have it loaded go on.
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
  const theirs = join(BUILD.package, 'binding');
  for (const [name, change] of CHANGES) {
    const path = join(work, theirs, name);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }
  const sources = [
    ...(await sourcesIn(join(work, theirs))).map((name) => join(theirs, name)),
    ...(await sourcesIn(OURS)).map((name) => join(OURS, name)),
  ];
  const result = await runCommand(
    compiler,
    [
      ...['-std=c++17', '-O2', '-fPIC', '-w', '-DNAPI_VERSION=8', ...linkFlags(output)],
      ...[BUILD.headers, BUILD.package, theirs, OURS, join(BUILD.tensorflow, 'include')].map(
        (at) => `-I${at}`,
      ),
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

/** Where our own functions of the binding are. */
const OURS = fileURLToPath(new URL('../../../bin/tensorflow', import.meta.url));

/** What is changed in tfjs-node's own files. */
const CHANGES = [
  ['tfjs_backend.cc', withListAttributes],
  ['tfjs_backend.h', withOpenState],
  ['tfjs_binding.cc', withExports],
] as const;

async function sourcesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.cc'));
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
