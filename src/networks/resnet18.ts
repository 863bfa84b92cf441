import { defineResNet } from './resnet/define-resnet.js';

/** 18 layers in basic blocks (He et al., arXiv:1512.03385, table 1). */
export const resnet18 = defineResNet({
  name: 'resnet18',
  title: 'ResNet18',
  block: 'basic',
  blocks: [2, 2, 2, 2],
});
