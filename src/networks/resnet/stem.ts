import type { BodyLayer } from '../layers.js';
import type { NetworkForm } from '../network.js';
import { convLayer } from './conv-layer.js';

/** The stem: RGB to `outputs` channels. `small` has stride 1 and no pooling, the weights unchanged. */
export function stemLayers(outputs: number, stem: NetworkForm['stem']): readonly BodyLayer[] {
  const conv = (stride: number) =>
    convLayer('conv1', 'bn1', { side: 7, inputs: 3, outputs, stride, relu: true });
  return stem === 'small' ? [conv(1)] : [conv(2), { kind: 'max-pool' }];
}
