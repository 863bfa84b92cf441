import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ResidualLayer } from '../../../networks/layers.js';
import { rank4 } from '../../ranks.js';
import type { PassContext, Passed } from '../pass.js';
import { convBackward, convForward } from './conv.js';

/** A block: its convolutions one after another, plus its input, through ReLU. */
export function residualForward(context: PassContext, layer: ResidualLayer, x: Tensor4D): Passed {
  const { kernels } = context;
  const { tf } = kernels;
  const inner: Passed[] = [];
  let h = x;
  for (const conv of layer.body) {
    const passed = convForward(context, conv, h);
    inner.push(passed);
    h = rank4(passed.y);
  }
  const projected = layer.project ? convForward(context, layer.project, x) : null;
  if (projected) inner.push(projected);
  const aside = projected ? rank4(projected.y) : x;
  const y = tf.tidy(() => kernels.relu(tf.add(h, aside)));
  tf.dispose(projected ? [h, aside] : [h]); // no gradient needs the sum's terms
  return { layer, x, y, saved: [], inner };
}

export function residualBackward(
  context: PassContext,
  { body, project }: ResidualLayer,
  { y, inner }: Passed,
  dy: Tensor4D,
  wantsInput: boolean,
): Tensor4D | null {
  const { kernels } = context;
  const { tf } = kernels;
  const dSum = kernels.reluGrad(dy, rank4(y));
  tf.dispose([dy, y]);
  // Both sides of the sum take the same gradient, and each pass disposes the one it takes.
  const aside = project
    ? convBackward(context, project, inner.at(-1)!, dSum.clone(), wantsInput)
    : dSum.clone();
  let dx: Tensor4D | null = dSum;
  for (let i = body.length - 1; dx && i >= 0; i -= 1) {
    dx = convBackward(context, body[i]!, inner[i]!, dx, wantsInput || i > 0);
  }
  const total = dx && aside ? tf.add<Tensor4D>(dx, aside) : null;
  tf.dispose([dx, aside].filter((tensor) => tensor !== null));
  return total;
}
