import type { Tensor } from '@tensorflow/tfjs-core';
import type { Precision } from '../../core/recipe.js';
import type { Tf } from '../../device/kernels.js';
import type {
  Program as DeviceProgram,
  ProgramDescription,
  Programs,
} from '../../device/programs.js';
import { replaceTensor, type TensorMap, tensorOf } from '../head/tensor-map.js';
import { type BranchState, slotName } from './branch-state.js';
import type { StepRates } from './optimizer.js';
import type { Program } from './program.js';
import { recordStep } from './record-step.js';
import type { StagedNumbers } from './staged-numbers.js';
import { type NumbersLayout, numbersLayout } from './step-numbers.js';
import type { StepInputs } from './walk.js';

/**
 * Takes a step as one compiled function, and gives the new totals (a vector as `recordStep` has it;
 * it takes over the old one). Nothing is waited for and nothing read back.
 */
export type CompiledStep = (
  state: BranchState,
  inputs: StepInputs,
  totals: Tensor,
  staged: StagedNumbers,
) => Tensor;

export interface CompiledStepSetup {
  readonly tf: Tf;
  readonly programs: Programs;
  readonly precision: Precision;
  /** Images of a batch that comes often: others are not worth compiling for. */
  readonly batchSize: number;
}

/**
 * Steps that differ in numbers alone (rates, decay, clipping, smoothing) are one program, for all
 * trials; those that differ in shapes or in what the optimizer keeps are others.
 */
export function compiledStep(
  program: Program,
  { tf, programs, precision, batchSize }: CompiledStepSetup,
): CompiledStep {
  const trained = program.tensors.trained.map(([name]) => name);
  const running = program.tensors.running.map(([name]) => name);
  let current: Current | null = null;

  return (state, { features, labels, mask, rates, later }, totals, staged) => {
    let packed = current?.layout.pack(rates);
    if (!current || !packed) {
      current = begin(rates);
      packed = current.layout.pack(rates)!;
    }
    const { layout, made, found } = current;
    const numbers = staged.take(packed, (steps) => {
      const then = later?.(steps);
      return then ? layout.pack(then) : null;
    });
    if (rates.step === 0 && state.slots.size === 0) fillSlots(state, layout.slots);
    const kept = made.filter((key) => state.slots.has(key));
    const order: StateOrder = { trained, running, slots: kept };
    const step = [features, labels, ...(mask ? [mask] : []), numbers, totals];
    const taken = [...listed(state, order), ...step];
    // Putting the whole key together took 0.2 ms a step.
    const brief = `${kept.length} ${step.map(({ shape }) => shape).join(' ')}`;
    const compiled =
      found.get(brief) ??
      programs.program(keyOf(program, layout, precision, step, kept), {
        title: 'training step',
        precision,
        often: kept.length === made.length && features.shape[0] === batchSize,
        inputs: taken.map(({ shape }) => shape),
        record: recordWith(program, layout, order, mask !== null),
      });
    found.set(brief, compiled);
    const [trainedNow, runningNow] = [trained, running].map((names) => names.length);
    const outputs = compiled.run(taken, [
      ...listed(state, { trained, running, slots: [] }),
      totals,
      ...made.map((key) => state.slots.get(key) ?? null),
    ]);
    numbers.dispose();
    put(state.trained, trained, outputs);
    put(state.running, running, outputs.slice(trainedNow));
    const [next, ...slots] = outputs.slice(trainedNow! + runningNow!);
    put(state.slots, made.slice(0, slots.length), slots);
    for (const key of made.slice(slots.length)) {
      state.slots.get(key)?.dispose();
      state.slots.delete(key);
    }
    if (next !== totals) totals.dispose();
    return tf.keep(next!);
  };

  function begin(rates: StepRates): Current {
    const layout = numbersLayout(program, rates);
    const made = layout.slots.flatMap((slot) => trained.map((name) => slotName(name, slot)));
    return { layout, made, found: new Map() };
  }

  /**
   * So that the first step is like any other: what it makes of zeros is what it makes of nothing. Of a
   * later one that is not so: a dampened buffer that begins anew is the gradient, whole.
   */
  function fillSlots(state: BranchState, slots: readonly string[]): void {
    for (const slot of slots) {
      for (const name of trained) {
        state.slots.set(slotName(name, slot), tf.keep(tf.zerosLike(tensorOf(state.trained, name))));
      }
    }
  }

  function put(tensors: TensorMap, names: readonly string[], values: readonly Tensor[]): void {
    names.forEach((name, i) => {
      replaceTensor(tf, tensors, name, values[i]!);
    });
  }
}

/** Steps of one kind. */
interface Current {
  readonly layout: NumbersLayout;
  /** Slots, one's tensors after another's: those that a step no longer makes are the last. */
  readonly made: readonly string[];
  /** Their programs, by what else tells them apart. */
  readonly found: Map<string, DeviceProgram>;
}

/** Names of a state's tensors in the order in which a program takes them. */
type StateOrder = Readonly<Record<keyof BranchState, readonly string[]>>;

function listed(state: BranchState, order: StateOrder): readonly Tensor[] {
  return (['trained', 'running', 'slots'] as const).flatMap((part) =>
    order[part].map((name) => tensorOf(state[part], name)),
  );
}

function recordWith(
  program: Program,
  layout: NumbersLayout,
  order: StateOrder,
  hasMask: boolean,
): ProgramDescription['record'] {
  return (inputs, kernels) => {
    const given = [...inputs];
    const take = (names: readonly string[]): TensorMap =>
      new Map(names.map((name) => [name, given.shift()!]));
    const state: BranchState = {
      trained: take(order.trained),
      running: take(order.running),
      slots: take(order.slots),
    };
    const [features, labels, ...rest] = given;
    const [mask, numbers, totals] = hasMask ? rest : [null, ...rest];
    const step = {
      features: features!,
      labels: labels!,
      mask: mask!,
      numbers: numbers!,
      totals: totals!,
    };
    const made = recordStep(program, layout, kernels, state, step);
    const slots = layout.slots.flatMap((slot) =>
      order.trained.flatMap((name) => made.state.slots.get(slotName(name, slot)) ?? []),
    );
    return [...listed(made.state, { ...order, slots: [] }), made.totals, ...slots];
  };
}

/** All that the recorded arithmetic depends on. */
function keyOf(
  { forward, clip, update }: Program,
  layout: NumbersLayout,
  precision: Precision,
  step: readonly Tensor[],
  kept: readonly string[],
): string {
  const { type, ...options } = update.optimizer;
  const switches = Object.entries(options).filter(([, value]) => typeof value === 'boolean');
  const factors = [...update.rateFactors.values()];
  return JSON.stringify([
    ...['step', precision, forward, clip !== null, type, switches],
    // Which tensors share a rate, not what it is.
    factors.map((factor) => factors.indexOf(factor)),
    ...[layout.key, layout.slots, kept, step.map(({ shape }) => shape)],
  ]);
}
