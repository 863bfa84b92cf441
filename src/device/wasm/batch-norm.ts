import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { type Kernels, NEWEST } from '../kernels.js';
import type { KernelModule } from './code/kernel-module.js';
import type { Heap } from './heap.js';

/** Training batch norm with its sums in float64. Channels are a multiple of sixteen. */
export function batchNorm(heap: Heap, module: KernelModule): Kernels['batchNorm'] {
  return (x, gamma, beta, running, epsilon) => {
    const channels = gamma.size;
    const count = x.size / channels;
    const width = 4 * channels;
    const vector = () => heap.tensor1d(channels);
    const y = heap.tensor4d(x.shape);
    const [mean, inverse, newMean, newVariance] = [vector(), vector(), vector(), vector()];
    const at = heap.scratch({ sums: 8 * channels, scale: width });
    const [from, meanAt] = [heap.address(x), heap.address(mean)];

    module.sumChannels(from, count, width, at.sums);
    write(heap, meanAt, (c, sums) => sums[c]! / count, channels, at.sums);
    move(heap, running.mean, newMean, count, at.sums);
    module.sumSquares(from, meanAt, count, width, at.sums);
    move(heap, running.variance, newVariance, Math.max(count - 1, 1), at.sums);
    const invert = (c: number, sums: Float64Array) => 1 / Math.sqrt(sums[c]! / count + epsilon);
    write(heap, heap.address(inverse), invert, channels, at.sums);
    const gammas = read(heap, gamma);
    const scale = (c: number, sums: Float64Array) => gammas[c]! * invert(c, sums);
    write(heap, at.scale, scale, channels, at.sums);

    const end = from + 4 * x.size;
    module.normalizeChannels(
      ...[from, end, meanAt, at.scale, heap.address(beta), width, heap.address(y)],
    );
    return { y, running: { mean: newMean, variance: newVariance }, saved: [mean, inverse] };
  };
}

/** Gradients of training batch norm: Ioffe & Szegedy, arXiv:1502.03167, section 3. */
export function batchNormGrad(heap: Heap, module: KernelModule): Kernels['batchNormGrad'] {
  return (dy, x, gamma, saved) => {
    const [mean, inverse] = saved as readonly [Tensor1D, Tensor1D];
    const channels = gamma.size;
    const count = x.size / channels;
    const width = 4 * channels;
    const dx = heap.tensor4d(x.shape);
    const dGamma = heap.tensor1d(channels);
    const dBeta = heap.tensor1d(channels);
    const at = heap.scratch({
      sums: 16 * channels,
      meanDy: width,
      slope: width,
      scale: width,
    });
    const [dyAt, xAt, meanAt] = [heap.address(dy), heap.address(x), heap.address(mean)];
    const products = at.sums + 8 * channels;

    module.sumGradients(dyAt, xAt, meanAt, count, width, at.sums, products);
    const [gammas, inverses] = [read(heap, gamma), read(heap, inverse)];
    write(heap, heap.address(dBeta), (c, sums) => sums[c]!, channels, at.sums);
    write(heap, heap.address(dGamma), (c, sums) => sums[c]! * inverses[c]!, channels, products);
    write(heap, at.meanDy, (c, sums) => sums[c]! / count, channels, at.sums);
    const slope = (c: number, sums: Float64Array) => (sums[c]! * inverses[c]! ** 2) / count;
    write(heap, at.slope, slope, channels, products);
    write(heap, at.scale, (c) => gammas[c]! * inverses[c]!, channels, at.sums);

    module.normalizeGradient(
      ...[xAt, xAt + 4 * x.size, dyAt, meanAt, at.meanDy, at.slope, at.scale],
      ...[width, heap.address(dx)],
    );
    return { dx, dGamma, dBeta };
  };
}

/** Writes running statistics, moved toward sums over `count`. */
function move(heap: Heap, old: Tensor1D, moved: Tensor1D, count: number, sumsAt: number): void {
  const olds = read(heap, old);
  const toward = (c: number, sums: Float64Array) =>
    olds[c]! * (1 - NEWEST) + (sums[c]! / count) * NEWEST;
  write(heap, heap.address(moved), toward, moved.size, sumsAt);
}

/** A vector's values; a view, gone when memory grows. */
function read(heap: Heap, vector: Tensor): Float32Array {
  const start = heap.address(vector) / 4;
  return heap.floats().subarray(start, start + vector.size);
}

/** Writes float32 [channels] at an address, each computed from float64 sums. */
function write(
  heap: Heap,
  address: number,
  value: (channel: number, sums: Float64Array) => number,
  channels: number,
  sumsAt: number,
): void {
  const floats = heap.floats();
  const sums = new Float64Array(floats.buffer, sumsAt, channels);
  for (let c = 0; c < channels; c += 1) floats[address / 4 + c] = value(c, sums);
}
