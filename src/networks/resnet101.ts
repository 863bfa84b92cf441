import { defineResNet } from './resnet/define-resnet.js';

/** 101 layers in bottlenecks (He et al., arXiv:1512.03385, table 1). */
export const resnet101 = defineResNet({
  name: 'resnet101',
  title: 'ResNet101',
  block: 'bottleneck',
  blocks: [3, 4, 23, 3],
});
