import type { Engine } from '../../src/device/backend.js';
import { tensorflow } from '../../src/device/backends/tensorflow.js';
import type { ProgramMode, Programs } from '../../src/device/programs.js';
import { findTensorflow } from '../../src/device/tensorflow/find.js';
import { CACHE, describeBackend, describeBackends } from './backends.js';

/** An engine that compiles its steps, on whatever machine. */
export interface ProgramEngine extends Engine {
  readonly programs: Programs;
}

export type Compiler = Exclude<ProgramMode, 'off'>;

/** Runs a suite once for each of these ways to run programs. */
export function describePrograms(
  name: string,
  compilers: readonly Compiler[],
  suite: (load: () => Promise<ProgramEngine>, compiler: Compiler) => void,
): void {
  for (const compiler of compilers) {
    describeBackend('tensorflow', `${name} (programs: ${compiler})`, () =>
      suite(() => loadPrograms(compiler), compiler),
    );
  }
}

/** Runs a suite on every backend as it is here, and once more with programs, by the graph executor. */
export function describeEngines(name: string, suite: (load: () => Promise<Engine>) => void): void {
  describeBackends(name, suite);
  describePrograms(name, ['graph'], suite);
}

export async function loadPrograms(compiler: Compiler): Promise<ProgramEngine> {
  await tensorflow.load(CACHE); // sets the environment, too
  const { loadTensorflow } = await import('../../src/device/tensorflow/load.js');
  const engine = loadTensorflow(findTensorflow(CACHE), compiler);
  const { programs } = engine;
  if (!programs) {
    throw new Error('the build of tensorflow is older: run "thaw backends install tensorflow"');
  }
  return { ...engine, programs };
}
