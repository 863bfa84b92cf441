import type { WeightTensor } from '../../assets/weights/weights.js';
import type { Tf } from '../../device/kernels.js';
import type { HeadTensors } from '../head/head.js';
import { replaceTensor, type TensorMap } from '../head/tensor-map.js';

/** Everything that a training step changes, as named tensors. */
export interface BranchState extends HeadTensors {
  /** The optimizer's, as `slotName` calls them; empty before the first step. */
  readonly slots: TensorMap;
}

/** The same as plain arrays, which may be kept anywhere. */
export type PlainState = Readonly<Record<keyof BranchState, ReadonlyMap<string, WeightTensor>>>;

/** Name of an optimizer's slot for a trained tensor: `fc.weight/momentum_buffer`. */
export function slotName(tensor: string, slot: string): string {
  return `${tensor}/${slot}`;
}

/** Copies a state out of the backend. */
export function readState({ trained, running, slots }: BranchState): PlainState {
  return { trained: read(trained), running: read(running), slots: read(slots) };
}

/**
 * Puts a state that was read in another's place, to the bit: training goes on from there.
 *
 * @throws {Error} it is another network's, or of other layers.
 */
export function writeState(tf: Tf, state: BranchState, plain: PlainState): void {
  for (const part of ['trained', 'running'] as const) {
    const [want, got] = [shapesOf(state[part]), shapesOf(plain[part])];
    if (want !== got) throw new Error(`the state's ${part} tensors are ${got}; expected ${want}`);
  }
  tf.dispose([...state.slots.values()]);
  state.slots.clear();
  for (const part of ['trained', 'running', 'slots'] as const) {
    for (const [name, { shape, data }] of plain[part]) {
      replaceTensor(tf, state[part], name, tf.tensor(data.slice(), [...shape]));
    }
  }
}

function read(tensors: TensorMap): ReadonlyMap<string, WeightTensor> {
  return new Map(
    Array.from(tensors, ([name, tensor]) => {
      return [name, { shape: tensor.shape, data: tensor.dataSync<'float32'>().slice() }];
    }),
  );
}

function shapesOf(tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>): string {
  return Array.from(tensors, ([name, { shape }]) => `${name} [${shape}]`)
    .sort()
    .join(', ');
}
