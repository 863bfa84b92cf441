import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../kernels.js';
import { joinTensors } from './join.js';
import type { Ops } from './ops.js';

type MomentumStep = NonNullable<Kernels['momentumStep']>;
type Moving = Parameters<MomentumStep>[0][number];
type Moved = ReturnType<MomentumStep>[number];

/**
 * SGD's step. Large tensors go through TensorFlow's ResourceApplyMomentum: one pass over memory
 * where separate ops take four and fill four new tensors. Small ones, where only the number of ops
 * counts, are joined to one and take their step together; element by element it is the same.
 *
 * The op works on variables, so each tensor becomes one for as long as the op takes. TensorFlow
 * changes a variable in place only while nothing else holds its memory, and copies it otherwise: a
 * clone, as a branch keeps one, stays as it is.
 */
export function momentumKernel(tf: Tf, ops: Ops): Pick<Kernels, 'momentumStep'> {
  const T = [ops.float32('T')];
  const dtype = ops.float32('dtype');
  const join = joinTensors(ops);

  // The same two names each time: TensorFlow keeps a kernel for every name it ever saw.
  function toVariable(tensor: Tensor, name: string): Tensor {
    const attributes = [
      ops.string('container', ''),
      ops.string('shared_name', name),
      ops.shape('shape', tensor.shape),
    ];
    const variable = ops.run('VarHandleOp', [dtype, ...attributes], []);
    ops.runMany('AssignVariableOp', [dtype], [variable, tensor], 0);
    tensor.dispose();
    return variable;
  }

  function toTensor(variable: Tensor): Tensor {
    const tensor = ops.run('ReadVariableOp', [dtype], [variable]);
    ops.runMany('DestroyResourceOp', [], [variable], 0);
    return tensor;
  }

  const scaled = (x: Tensor, factor: number) => ops.run('Mul', T, [x, ops.constant.scalar(factor)]);

  const decayed = ({ value, gradient }: Moving, weightDecay: number): Tensor =>
    weightDecay === 0 ? gradient : ops.run('AddV2', T, [gradient, scaled(value, weightDecay)]);

  const large: Step = (tensors, { lr, momentum, nesterov, weightDecay }) =>
    tensors.map((tensor) => {
      const gradient = decayed(tensor, weightDecay);
      const variables = [toVariable(tensor.value, 'value'), toVariable(tensor.buffer, 'buffer')];
      ops.runMany(
        'ResourceApplyMomentum',
        [...T, ops.bool('use_locking', false), ops.bool('use_nesterov', nesterov)],
        [...variables, ops.constant.scalar(lr), gradient, ops.constant.scalar(momentum)],
        0,
      );
      if (gradient !== tensor.gradient) gradient.dispose();
      const [value, buffer] = variables.map(toTensor);
      return { value: value!, buffer: buffer! };
    });

  const small: Step = (tensors, { lr, momentum, nesterov, weightDecay }) => {
    const of = (part: keyof Moving) => join.together(tensors.map((tensor) => tensor[part]));
    const [value, buffer] = [of('value'), of('buffer')];
    const gradient = decayed({ value, gradient: of('gradient'), buffer }, weightDecay);
    const moved = ops.run('AddV2', T, [scaled(buffer, momentum), gradient]);
    const direction = nesterov ? ops.run('AddV2', T, [gradient, scaled(moved, momentum)]) : moved;
    const shapes = tensors.map((tensor) => tensor.value.shape);
    const values = join.apart(ops.run('Sub', T, [value, scaled(direction, lr)]), shapes);
    const buffers = join.apart(moved, shapes);
    tf.dispose(tensors.flatMap((tensor) => [tensor.value, tensor.buffer]));
    return values.map((value, i) => ({ value, buffer: buffers[i]! }));
  };

  return {
    momentumStep: (tensors, rates) =>
      tf.tidy(() => {
        const isLarge = ({ value }: Moving) => value.size >= WORTH_IT;
        const moved = new Map<Moving, Moved>();
        for (const [step, some] of [
          [large, tensors.filter(isLarge)],
          ...groups(tensors.filter((tensor) => !isLarge(tensor))).map(
            (some) => [small, some] as const,
          ),
        ] as const) {
          const made = step(some, rates);
          some.forEach((tensor, i) => {
            moved.set(tensor, made[i]!);
          });
        }
        return tensors.map((tensor) => ({ ...moved.get(tensor)! }));
      }),
  };
}

/** All as one group, or each alone where joining takes more ops than it saves. */
function groups(tensors: readonly Moving[]): readonly (readonly Moving[])[] {
  return tensors.length < 4 ? tensors.map((tensor) => [tensor]) : [tensors];
}

type Step = (tensors: readonly Moving[], rates: Parameters<MomentumStep>[1]) => readonly Moved[];

/** Elements from which less memory traffic outweighs the ops that make variables. */
const WORTH_IT = 2 ** 16;
