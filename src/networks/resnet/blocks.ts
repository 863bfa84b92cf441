import type { ResidualLayer } from '../layers.js';
import type { Layout } from '../network.js';
import { convLayer } from './conv-layer.js';

/** One block of a stage. */
export interface BlockShape {
  readonly name: string;
  readonly inputs: number;
  /** Channels inside. */
  readonly inner: number;
  readonly outputs: number;
  readonly stride: number;
}

export type BlockKind = 'basic' | 'bottleneck';

/** How blocks are built (He et al., arXiv:1512.03385, figure 5). `expansion`: outputs over base. */
export const BLOCKS: Readonly<
  Record<
    BlockKind,
    { readonly expansion: number; layers(shape: BlockShape, layout: Layout): ResidualLayer }
  >
> = {
  basic: { expansion: 1, layers: basic },
  bottleneck: { expansion: 4, layers: bottleneck },
};

/** 3x3, 3x3; a stride is in the first. */
function basic(shape: BlockShape): ResidualLayer {
  const { name, inputs, inner, outputs, stride } = shape;
  return {
    kind: 'residual',
    body: [
      convLayer(`${name}.conv1`, `${name}.bn1`, {
        side: 3,
        inputs,
        outputs: inner,
        stride,
        relu: true,
      }),
      convLayer(`${name}.conv2`, `${name}.bn2`, {
        side: 3,
        inputs: inner,
        outputs,
        stride: 1,
        relu: false,
      }),
    ],
    project: projection(shape),
  };
}

/** 1x1, 3x3, 1x1; a stride is in the first (v1) or the second (v1.5). */
function bottleneck(shape: BlockShape, layout: Layout): ResidualLayer {
  const { name, inputs, inner, outputs, stride } = shape;
  const [first, second] = layout === 'v1' ? [stride, 1] : [1, stride];
  return {
    kind: 'residual',
    body: [
      convLayer(`${name}.conv1`, `${name}.bn1`, {
        side: 1,
        inputs,
        outputs: inner,
        stride: first,
        relu: true,
      }),
      convLayer(`${name}.conv2`, `${name}.bn2`, {
        side: 3,
        inputs: inner,
        outputs: inner,
        stride: second,
        relu: true,
      }),
      convLayer(`${name}.conv3`, `${name}.bn3`, {
        side: 1,
        inputs: inner,
        outputs,
        stride: 1,
        relu: false,
      }),
    ],
    project: projection(shape),
  };
}

/** Where the block changes the shape of its input. */
function projection({ name, inputs, outputs, stride }: BlockShape): ResidualLayer['project'] {
  if (inputs === outputs && stride === 1) return null;
  return convLayer(`${name}.downsample.0`, `${name}.downsample.1`, {
    side: 1,
    inputs,
    outputs,
    stride,
    relu: false,
  });
}
