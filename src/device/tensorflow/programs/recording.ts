import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../kernels.js';
import type { Binding, NodeBackend, OutputInfo } from '../node-backend.js';
import { createOps, type Ops } from '../ops.js';

/** What the binding records with; `bin/tensorflow/programs.h` says what each does. */
export interface ProgramBinding extends Binding {
  tensorDataSync(id: number): unknown;
  beginProgram(): void;
  programInput(dtype: number, shape: readonly number[]): OutputInfo;
  recordOp: Binding['executeOp'];
  endProgram(name: string, outputs: readonly number[]): void;
  dropProgram(): void;
  runProgram(
    name: string,
    xla: boolean,
    inputs: Int32Array,
    replaced: Int32Array,
  ): readonly OutputInfo[];
  setTensorFloat32(allowed: boolean): void;
}

/** Whether the binding is a build of ours that has programs. */
export function hasPrograms(binding: Binding): binding is ProgramBinding {
  return 'beginProgram' in binding;
}

/** Records what is done with tensors, instead of doing it. */
export interface Recording {
  /** Ops that are recorded while `record` runs. */
  readonly ops: Ops;
  /**
   * Makes the function `name` of what `compute` does.
   *
   * @throws {Error} it reads a value, or a shape cannot be known beforehand.
   */
  record(
    name: string,
    inputs: readonly (readonly number[])[],
    compute: (inputs: readonly Tensor[]) => readonly Tensor[],
  ): void;
}

export function createRecording(tf: Tf, backend: NodeBackend, native: ProgramBinding): Recording {
  // Ids of what is recorded are negative: tfjs frees nothing for them.
  const recorder: Binding = Object.create(native, {
    executeOp: { value: native.recordOp },
    tensorDataSync: { value: readRecorded },
  });
  const recordingBackend: NodeBackend = Object.create(backend, { binding: { value: recorder } });

  function readRecorded(id: number): unknown {
    if (id >= 0) return native.tensorDataSync(id);
    throw new Error('a program reads a value of its own while it is recorded: there is none yet');
  }

  return {
    ops: { ...createOps(recordingBackend), gpu: true },
    record(name, inputs, compute) {
      native.beginProgram();
      backend.binding = recorder; // tfjs' own kernels are recorded too
      try {
        tf.tidy(() => {
          const taken = inputs.map((shape) =>
            backend.createOutputTensor(native.programInput(native.TF_FLOAT, shape)),
          );
          const outputs = compute(taken);
          native.endProgram(name, backend.getInputTensorIds(outputs));
        });
      } finally {
        backend.binding = native;
        native.dropProgram();
      }
    },
  };
}
