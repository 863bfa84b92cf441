import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvLayer } from '../../../networks/layers.js';
import { rank1, rank4 } from '../../ranks.js';
import { disposePassed, type PassContext, type Passed } from '../pass.js';
import { tensorOf } from '../tensor-map.js';

/** Convolution and batch norm, through ReLU where the layer has one. */
export function convForward(context: PassContext, layer: ConvLayer, x: Tensor4D): Passed {
  const { kernels, epsilon, tensors, moved } = context;
  const { conv, bn, geometry, relu } = layer;
  const mixed = kernels.conv(x, rank4(tensorOf(tensors.trained, `${conv}.weight`)), geometry);
  const norm = kernels.batchNorm(
    mixed,
    rank1(tensorOf(tensors.trained, `${bn}.weight`)),
    rank1(tensorOf(tensors.trained, `${bn}.bias`)),
    {
      mean: rank1(tensorOf(tensors.running, `${bn}.running_mean`)),
      variance: rank1(tensorOf(tensors.running, `${bn}.running_var`)),
    },
    epsilon,
  );
  moved.set(`${bn}.running_mean`, norm.running.mean);
  moved.set(`${bn}.running_var`, norm.running.variance);
  const y = relu ? kernels.relu(norm.y) : norm.y;
  if (y !== norm.y) norm.y.dispose();
  return { layer, x, y, saved: [mixed, ...norm.saved], inner: [] };
}

export function convBackward(
  { kernels, epsilon, tensors, gradients }: PassContext,
  { conv, bn, shape, geometry, relu }: ConvLayer,
  passed: Passed,
  dy: Tensor4D,
  wantsInput: boolean,
): Tensor4D | null {
  const x = rank4(passed.x);
  const [mixed, ...saved] = passed.saved;
  let dNorm = dy;
  if (relu) {
    dNorm = kernels.reluGrad(dy, rank4(passed.y));
    dy.dispose();
  }
  const gamma = rank1(tensorOf(tensors.trained, `${bn}.weight`));
  const norm = kernels.batchNormGrad(dNorm, rank4(mixed!), gamma, saved, epsilon);
  dNorm.dispose();
  disposePassed(passed);
  gradients.set(`${bn}.weight`, norm.dGamma);
  gradients.set(`${bn}.bias`, norm.dBeta);
  gradients.set(`${conv}.weight`, kernels.convGradFilter(x, norm.dx, shape, geometry));
  const filter = rank4(tensorOf(tensors.trained, `${conv}.weight`));
  const dx = wantsInput ? kernels.convGradInput(norm.dx, filter, x.shape, geometry) : null;
  norm.dx.dispose();
  return dx;
}
