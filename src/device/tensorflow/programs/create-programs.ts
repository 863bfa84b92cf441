import { createHash } from 'node:crypto';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Compiled } from '../../../core/cohort-work.js';
import type { Precision } from '../../../core/recipe.js';
import type { Kernels, Tf } from '../../kernels.js';
import type { Program, ProgramDescription, Programs } from '../../programs.js';
import type { NodeBackend, OutputInfo } from '../node-backend.js';
import { programKernels } from './program-kernels.js';
import { createRecording, type ProgramBinding } from './recording.js';

export interface ProgramsSetup {
  readonly tf: Tf;
  readonly backend: NodeBackend;
  readonly binding: ProgramBinding;
  /** Let XLA compile what runs often; false: TensorFlow's graph executor runs everything. */
  readonly xla: boolean;
}

export function createPrograms({ tf, backend, binding, xla }: ProgramsSetup): Programs {
  const recording = createRecording(tf, backend, binding);
  const known = new Map<string, Program>();
  const kernels = new Map<Precision, Kernels>();
  const told = { compiling: (_: string) => {}, fallback: (_: string) => {} };
  let compiled: Compiled = { programs: 0, seconds: 0 };
  let compiles = xla;

  function kernelsFor(precision: Precision): Kernels {
    const made = kernels.get(precision) ?? programKernels(tf, recording.ops, precision);
    kernels.set(precision, made);
    return made;
  }

  /** Records a program for one way to run it. */
  function record(key: string, description: ProgramDescription, forXla: boolean): Recorded {
    const { precision, inputs } = description;
    // Compiled programs on disk are found by this name, in later processes too.
    const name = `thaw_${digest(`${key} ${forXla}`)}`;
    let outputs = 0;
    recording.record(name, inputs, (taken) => {
      const made = description.record(taken, kernelsFor(precision));
      outputs = made.length;
      return made;
    });
    return { name, xla: forXla, outputs };
  }

  function make(key: string, of: ProgramDescription): Program {
    const { precision, title } = of;
    let recorded = record(key, of, compiles && of.often);
    /** Until the first run is done: it may hold a batch of images. */
    let description: ProgramDescription | null = of;

    function execute(ids: Int32Array, replaced: Int32Array): readonly OutputInfo[] {
      binding.setTensorFloat32(precision === 'tf32');
      return binding.runProgram(recorded.name, recorded.xla, ids, replaced);
    }

    function executeFirst(
      from: ProgramDescription,
      ids: Int32Array,
      replaced: Int32Array,
    ): readonly OutputInfo[] {
      description = null;
      if (!recorded.xla) return execute(ids, replaced);
      told.compiling(title);
      const started = performance.now();
      try {
        const infos = execute(ids, replaced);
        const seconds = (performance.now() - started) / 1000;
        compiled = { programs: compiled.programs + 1, seconds: compiled.seconds + seconds };
        return infos;
      } catch (error) {
        const message = String(error);
        if (!LACKS_TOOLS.test(message)) throw error;
        compiles = false;
        told.fallback(message);
        recorded = record(key, from, false);
        return execute(ids, replaced);
      }
    }

    return {
      run(inputs, replaced = []) {
        const gone = inputs.findIndex(({ isDisposed }) => isDisposed);
        if (gone >= 0) throw new Error(`${title}: its input ${gone} was disposed`);
        const ids = Int32Array.from(backend.getInputTensorIds(inputs));
        const places = Array.from({ length: recorded.outputs }, (_, i) => {
          const tensor = replaced[i];
          return tensor && backend.refCount(tensor.dataId) === 1 ? tensor : null;
        });
        const placeIds = Int32Array.from(places, (tensor) =>
          tensor ? backend.getInputTensorIds([tensor])[0]! : -1,
        );
        const infos = description
          ? executeFirst(description, ids, placeIds)
          : execute(ids, placeIds);
        let next = 0;
        return places.map((place): Tensor => place ?? backend.createOutputTensor(infos[next++]!));
      },
    };
  }

  return {
    program(key, description) {
      const own = `${description.precision} ${key}`;
      const found = known.get(own) ?? make(own, description);
      known.set(own, found);
      return found;
    },
    compiled: () => compiled,
    listen(listeners) {
      Object.assign(told, listeners);
    },
  };
}

interface Recorded {
  readonly name: string;
  readonly xla: boolean;
  readonly outputs: number;
}

/** What XLA says where the CUDA compiler's parts are not to be found. */
const LACKS_TOOLS = /ptxas|libdevice|nvlink|nvvm/i;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
