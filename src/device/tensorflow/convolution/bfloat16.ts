import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activations } from '../../kernels.js';
import type { Ops } from '../ops.js';

/** Activations in bfloat16, rounded to the nearest; tfjs is told that they are float32. */
export function bfloat16(ops: Ops): Activations {
  return {
    enter: <Shaped extends Tensor>(x: Shaped): Shaped =>
      ops.run('Cast', [ops.float32('SrcT'), ops.bf16('DstT')], [x]),
    leave: <Shaped extends Tensor>(x: Shaped): Shaped =>
      ops.run('Cast', [ops.bf16('SrcT'), ops.float32('DstT')], [x]),
  };
}
