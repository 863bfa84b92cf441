import { defineResNet } from './resnet/define-resnet.js';

/** 50 layers in bottlenecks (He et al., arXiv:1512.03385, table 1). */
export const resnet50 = defineResNet({
  name: 'resnet50',
  title: 'ResNet50',
  block: 'bottleneck',
  blocks: [3, 4, 6, 3],
});
