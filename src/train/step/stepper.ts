import type { Precision } from '../../core/recipe.js';
import type { Engine } from '../../device/backend.js';
import type { Head } from '../head/head.js';
import { forkTensors, type TensorMap } from '../head/tensor-map.js';
import { type BranchState, type PlainState, readState, writeState } from './branch-state.js';
import { type ProgramOptions, stepProgram } from './program.js';
import { compiledSteps, type StepRunner, walkSteps } from './run-steps.js';
import type { StepInputs } from './walk.js';

/** Trains one head; owns the optimizer's slots. */
export interface Stepper extends Pick<StepRunner, 'totals' | 'begin' | 'runsAhead'> {
  /**
   * One step (see `Program`). Where the loss is not finite, now or before, nothing is changed. It may
   * return before the step is done.
   */
  step(inputs: StepInputs): void;
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
  readonly engine: Pick<Engine, 'tf' | 'kernels' | 'programs'>;
  readonly head: Head;
  /** Of a device that has programs; elsewhere what trains is float32. */
  readonly precision: Precision;
  /** Images of a full batch. */
  readonly batchSize: number;
}

export function createStepper(options: StepperOptions): Stepper {
  const { engine, head, precision, batchSize, ...rest } = options;
  const { tf, kernels, programs } = engine;
  const program = stepProgram({ ...rest, units: head.units, epsilon: head.epsilon });
  const runner = programs
    ? compiledSteps(program, { tf, programs, precision, batchSize })
    : walkSteps(program, kernels);
  return stepperFrom(engine, runner, head, new Map());
}

function stepperFrom(
  engine: StepperOptions['engine'],
  runner: StepRunner,
  head: Head,
  slots: TensorMap,
): Stepper {
  const { tf } = engine;
  const state: BranchState = { trained: head.trained, running: head.running, slots };
  return {
    ...{ state, runsAhead: runner.runsAhead, totals: runner.totals, begin: runner.begin },
    step(inputs) {
      head.freeFolded();
      runner.step(state, inputs);
    },
    read: () => readState(state),
    write(plain) {
      head.freeFolded();
      writeState(tf, state, plain);
    },
    fork: (other) => stepperFrom(engine, runner.fork(), other, forkTensors(tf, slots)),
    dispose() {
      runner.dispose();
      tf.dispose([...slots.values()]);
      slots.clear();
    },
  };
}
