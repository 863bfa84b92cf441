import type { ConvLayer } from '../layers.js';

/** A convolution that keeps the sides of its input, or halves them where its stride is 2. */
export function convLayer(
  conv: string,
  bn: string,
  {
    side,
    inputs,
    outputs,
    stride,
    relu,
  }: {
    readonly side: 1 | 3 | 7;
    readonly inputs: number;
    readonly outputs: number;
    readonly stride: number;
    readonly relu: boolean;
  },
): ConvLayer {
  const geometry = { stride, pad: (side - 1) / 2 };
  return { kind: 'conv', conv, bn, shape: [side, side, inputs, outputs], geometry, relu };
}
