import type { Tensor } from '@tensorflow/tfjs-core';
import type { Engine } from '../../src/device/backend.js';
import type { NodeBackend } from '../../src/device/tensorflow/node-backend.js';
import type { ProgramBinding } from '../../src/device/tensorflow/programs/recording.js';

type Behind = Pick<Engine, 'tf'>;

interface OurBackend extends NodeBackend {
  binding: ProgramBinding;
}

function backendOf({ tf }: Behind): OurBackend {
  return tf.backend() as unknown as OurBackend;
}

/** Our build's binding behind tfjs-node, or what records in its place at the moment. */
export function bindingOf(engine: Behind): ProgramBinding {
  return backendOf(engine).binding;
}

/** The number by which the binding knows a tensor. */
export function idOf(engine: Behind, tensor: Tensor): number {
  return backendOf(engine).getInputTensorIds([tensor])[0]!;
}

/**
 * Puts functions in the place of the binding's. Engines that are loaded from here on call them.
 * Gives what takes them away again.
 */
export function replaceInBinding(engine: Behind, functions: Partial<ProgramBinding>): () => void {
  const backend = backendOf(engine);
  const native = backend.binding;
  backend.binding = Object.create(native, Object.getOwnPropertyDescriptors(functions));
  return () => {
    backend.binding = native;
  };
}
