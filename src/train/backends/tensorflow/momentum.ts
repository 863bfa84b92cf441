import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../kernels.js';
import type { Ops } from './ops.js';

/**
 * SGD's step through TensorFlow's ResourceApplyMomentum: one pass over memory where separate ops
 * take four and fill four new tensors.
 *
 * The op works on variables, so each tensor becomes one for as long as the op takes. TensorFlow
 * changes a variable in place only while nothing else holds its memory, and copies it otherwise: a
 * clone, as a branch keeps one, stays as it is.
 */
export function momentumKernel(tf: Tf, ops: Ops): Pick<Kernels, 'momentumStep'> {
  const T = [ops.float32('T')];
  const dtype = ops.float32('dtype');

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

  return {
    momentumStep(value, plain, buffer, { lr, momentum, nesterov, weightDecay }) {
      const [rate, share, decay] = [lr, momentum, weightDecay].map(ops.constant.scalar);
      return tf.tidy(() => {
        const gradient =
          weightDecay === 0
            ? plain
            : ops.run('AddV2', T, [plain, ops.run('Mul', T, [value, decay!])]);
        if (value.size < WORTH_IT && !nesterov) {
          const newBuffer = ops.run('AddV2', T, [ops.run('Mul', T, [buffer, share!]), gradient]);
          const newValue = ops.run('Sub', T, [value, ops.run('Mul', T, [newBuffer, rate!])]);
          tf.dispose([value, buffer]);
          return { value: newValue, buffer: newBuffer };
        }
        const variables = [toVariable(value, 'value'), toVariable(buffer, 'buffer')];
        ops.runMany(
          'ResourceApplyMomentum',
          [...T, ops.bool('use_locking', false), ops.bool('use_nesterov', nesterov)],
          [...variables, rate!, gradient, share!],
          0,
        );
        const [newValue, newBuffer] = variables.map(toTensor);
        return { value: newValue!, buffer: newBuffer! };
      });
    },
  };
}

/** Elements from which less memory traffic outweighs the ops that make variables. */
const WORTH_IT = 2 ** 16;
