import { defineResNet } from '../../src/networks/resnet/define-resnet.js';

/** One basic block a stage: the smallest residual network there can be. */
export const resnet10 = defineResNet({
  name: 'resnet10',
  title: 'ResNet10',
  block: 'basic',
  blocks: [1, 1, 1, 1],
});
