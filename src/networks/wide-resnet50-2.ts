import { defineResNet } from './resnet/define-resnet.js';

/** ResNet50 with bottlenecks twice as wide inside (Zagoruyko & Komodakis, arXiv:1605.07146). */
export const wideResnet50x2 = defineResNet({
  name: 'wide_resnet50_2',
  title: 'Wide ResNet50-2',
  block: 'bottleneck',
  blocks: [3, 4, 6, 3],
  width: 2,
});
