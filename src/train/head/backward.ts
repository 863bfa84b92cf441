import type { Tensor } from '@tensorflow/tfjs-core';
import { rank2, rank4 } from '../ranks.js';
import { convBackward } from './layers/conv.js';
import { dropoutBackward } from './layers/dropout.js';
import { linearBackward } from './layers/linear.js';
import { maxPoolBackward } from './layers/max-pool.js';
import { poolBackward } from './layers/pool.js';
import { residualBackward } from './layers/residual.js';
import { disposePassed, type PassContext, type Passed } from './pass.js';

/**
 * Passes a gradient back through layers, freeing what each kept as it goes. Takes over and disposes
 * `dy`, the gradient of the last one's output. No gradient is made that nothing trained needs.
 */
export function passBackward(context: PassContext, all: readonly Passed[], dy: Tensor): void {
  const first = all.findIndex(({ layer }) => WEIGHTED.has(layer.kind));
  let gradient: Tensor | null = dy;
  for (let i = all.length - 1; i >= 0; i -= 1) {
    const passed = all[i]!;
    if (gradient) gradient = backward(context, passed, gradient, i > first);
    else disposePassed(passed);
  }
  gradient?.dispose();
}

/** Kinds of layers that hold trained tensors. */
const WEIGHTED: ReadonlySet<string> = new Set(['conv', 'residual', 'linear']);

/** The gradient of the layer's input, or null where it is not wanted. */
function backward(
  context: PassContext,
  passed: Passed,
  dy: Tensor,
  wantsInput: boolean,
): Tensor | null {
  const { layer } = passed;
  switch (layer.kind) {
    case 'conv':
      return convBackward(context, layer, passed, rank4(dy), wantsInput);
    case 'max-pool':
      return maxPoolBackward(context, passed, rank4(dy));
    case 'residual':
      return residualBackward(context, layer, passed, rank4(dy), wantsInput);
    case 'pool':
      return poolBackward(context, layer, passed, rank2(dy));
    case 'dropout':
      return dropoutBackward(context, passed, rank2(dy));
    case 'linear':
      return linearBackward(context, layer, passed, rank2(dy), wantsInput);
  }
}
