import type { Array4D } from './reference-convolution.js';

/** Training batch norm as its definition says, in float64. */
export function normalize(
  x: Array4D,
  gamma: ArrayLike<number>,
  beta: ArrayLike<number>,
  epsilon: number,
) {
  const channels = x.shape[3];
  const count = x.data.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  x.data.forEach((value, i) => {
    mean[i % channels]! += value / count;
  });
  x.data.forEach((value, i) => {
    variance[i % channels]! += (value - mean[i % channels]!) ** 2 / count;
  });
  const y = Float64Array.from(x.data, (value, i) => {
    const c = i % channels;
    return ((value - mean[c]!) / Math.sqrt(variance[c]! + epsilon)) * gamma[c]! + beta[c]!;
  });
  return { y, mean, variance };
}

/** Gradient of a function by central differences. */
export function differentiate(f: (x: Float64Array) => number, x: Float64Array): Float64Array {
  const step = 1e-5;
  return x.map((value, i) => {
    const moved = (by: number) => f(x.map((other, j) => (j === i ? value + by : other)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

/** 3x3 maxima with stride 2 and a border of one pixel, and the place each came from. */
export function maxPool({ shape: [batch, height, width, channels], data }: Array4D) {
  const side = (length: number) => Math.floor((length - 1) / 2) + 1;
  const shape = [batch, side(height), side(width), channels] as const;
  const places: number[] = [];
  for (let b = 0; b < batch; b += 1)
    for (let row = 0; row < shape[1]; row += 1)
      for (let column = 0; column < shape[2]; column += 1)
        for (let c = 0; c < channels; c += 1) {
          let best = -1;
          for (let y = Math.max(0, 2 * row - 1); y <= Math.min(height - 1, 2 * row + 1); y += 1)
            for (
              let x = Math.max(0, 2 * column - 1);
              x <= Math.min(width - 1, 2 * column + 1);
              x += 1
            ) {
              const at = ((b * height + y) * width + x) * channels + c;
              if (best < 0 || data[at]! > data[best]!) best = at;
            }
          places.push(best);
        }
  return { shape, places, data: places.map((place) => data[place]!) };
}
