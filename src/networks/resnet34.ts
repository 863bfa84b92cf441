import { defineResNet } from './resnet/define-resnet.js';

/** 34 layers in basic blocks (He et al., arXiv:1512.03385, table 1). */
export const resnet34 = defineResNet({
  name: 'resnet34',
  title: 'ResNet34',
  block: 'basic',
  blocks: [3, 4, 6, 3],
});
