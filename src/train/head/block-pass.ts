import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Block } from '../../networks/resnet50/architecture.js';
import { convPass, type Pass, type TrainingContext } from './pass.js';

/** A bottleneck in training mode. */
export function blockPass(
  context: TrainingContext,
  block: Block,
  x: Tensor4D,
  inputGradient: boolean,
): Pass {
  const { kernels } = context;
  const { tf } = kernels;
  const reduce = convPass(context, block.reduce, x, { relu: true, inputGradient });
  const spatial = convPass(context, block.spatial, reduce.y, { relu: true, inputGradient: true });
  const expand = convPass(context, block.expand, spatial.y, { relu: false, inputGradient: true });
  const project =
    block.project && convPass(context, block.project, x, { relu: false, inputGradient });

  const y = tf.tidy(() => kernels.relu(tf.add(expand.y, project ? project.y : x)));
  tf.dispose(project ? [expand.y, project.y] : expand.y); // no gradient needs the sum's terms

  return {
    y,
    backward(dy, gradients) {
      const dSum = kernels.reluGrad(dy, y);
      tf.dispose([dy, y]);
      // Both sides of the sum take the same gradient, and each pass disposes the one it takes.
      const aside = project ? project.backward(dSum.clone(), gradients) : dSum.clone();
      const dSpatial = expand.backward(dSum, gradients)!;
      const dReduce = spatial.backward(dSpatial, gradients)!;
      const dx = reduce.backward(dReduce, gradients);
      const total = dx && aside ? tf.add<Tensor4D>(dx, aside) : null;
      tf.dispose([dx, aside].filter((tensor) => tensor !== null));
      return total;
    },
    dispose() {
      y.dispose();
      for (const pass of [reduce, spatial, expand, project]) pass?.dispose();
    },
  };
}
