import type { Engine } from '../../../src/device/backend.js';
import { bindingOf, replaceInBinding } from '../../golden/binding.js';

/** What engines that are loaded after this ask of TensorFlow. */
export interface DeviceWork {
  /** Tensors read back: each waits for all that was asked before. */
  reads: number;
  /** Float32 tensors brought to the device; what says shapes stays on the host. */
  uploads: number;
  /** Names of the programs that were recorded. */
  readonly programs: string[];
}

export function countWork(engine: Engine): { readonly work: DeviceWork; restore(): void } {
  const native = bindingOf(engine);
  const work: DeviceWork = { reads: 0, uploads: 0, programs: [] };
  const restore = replaceInBinding(engine, {
    tensorDataSync(id) {
      work.reads += 1;
      return native.tensorDataSync(id);
    },
    createTensor(shape, dtype, values) {
      if (dtype === native.TF_FLOAT) work.uploads += 1;
      return native.createTensor(shape, dtype, values);
    },
    endProgram(name, outputs) {
      work.programs.push(name);
      native.endProgram(name, outputs);
    },
  });
  return { work, restore };
}
