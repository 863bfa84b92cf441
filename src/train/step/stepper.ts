import type { Kernels } from '../../device/kernels.js';
import type { Head } from '../head/head.js';
import { forkTensors, type TensorMap } from '../head/tensor-map.js';
import { type BranchState, type PlainState, readState, writeState } from './branch-state.js';
import { type ProgramOptions, stepProgram } from './program.js';
import { type RunStep, type StepInputs, type StepResult, walk } from './walk.js';

/** Trains one head; owns the optimizer's slots. */
export interface Stepper {
  /** One step (see `Program`). Where the loss is not finite nothing is changed. */
  step(inputs: StepInputs): StepResult;
  /** The head's tensors and the slots, borrowed: a step replaces them. */
  readonly state: BranchState;
  /** The same, copied out. */
  read(): PlainState;
  /** Goes on from a state that was read. @throws {Error} it is another head's. */
  write(state: PlainState): void;
  /** Trains on from here with another head, a fork of this one's. */
  fork(head: Head): Stepper;
  /** Frees the optimizer's slots; the head stays. */
  dispose(): void;
}

export interface StepperOptions extends Omit<ProgramOptions, 'units' | 'epsilon'> {
  readonly kernels: Kernels;
  readonly head: Head;
}

export function createStepper({ kernels, head, ...options }: StepperOptions): Stepper {
  const { units, epsilon } = head;
  const run = walk(stepProgram({ ...options, units, epsilon }), kernels);
  return stepperFrom(kernels, run, head, new Map());
}

function stepperFrom(kernels: Kernels, run: RunStep, head: Head, slots: TensorMap): Stepper {
  const { tf } = kernels;
  const state: BranchState = { trained: head.trained, running: head.running, slots };
  return {
    state,
    step(inputs) {
      head.freeFolded();
      return run(state, inputs);
    },
    read: () => readState(state),
    write(plain) {
      head.freeFolded();
      writeState(tf, state, plain);
    },
    fork: (other) => stepperFrom(kernels, run, other, forkTensors(tf, slots)),
    dispose() {
      tf.dispose([...slots.values()]);
      slots.clear();
    },
  };
}
