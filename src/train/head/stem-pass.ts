import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { TrunkRecipe } from '../../core/recipe.js';
import { stemConv } from '../../networks/resnet50/architecture.js';
import { convPass, type Pass, type TrainingContext } from './pass.js';

/** The stem in training mode. Images need no gradient: `backward` returns null. */
export function stemPass(context: TrainingContext, stem: TrunkRecipe['stem'], x: Tensor4D): Pass {
  const { kernels } = context;
  const conv = convPass(context, stemConv(stem), x, { relu: true, inputGradient: false });
  if (stem === 'small') return conv;

  const y = kernels.maxPool(conv.y);
  return {
    y,
    backward(dy, gradients) {
      const dConv = kernels.maxPoolGrad(dy, conv.y, y);
      kernels.tf.dispose([dy, y]);
      return conv.backward(dConv, gradients);
    },
    dispose() {
      y.dispose();
      conv.dispose();
    },
  };
}
