import { rngFor } from '../../src/core/random.js';
import type { Conv } from '../../src/device/kernels.js';

type Shape = readonly [number, number, number, number];

/** Four dimensions, row-major. */
export interface Array4D {
  readonly shape: Shape;
  readonly data: Float32Array | Float64Array;
}

/** Values in `center` +- `spread`, the same for the same name and shape. */
export function random4D(name: string, shape: Shape, spread = 1, center = 0) {
  const rng = rngFor(name, ...shape);
  const length = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from({ length }, () => center + spread * (2 * rng() - 1));
  return { shape, data };
}

/** A convolution as its definition says, in float64. */
export function convolve(x: Array4D, filter: Array4D, conv: Conv) {
  const shape = outputShape(x, filter, conv);
  const data = new Float64Array(shape.reduce((product, side) => product * side, 1));
  forEachProduct(x, filter, shape, conv, (xAt, filterAt, yAt) => {
    data[yAt]! += x.data[xAt]! * filter.data[filterAt]!;
  });
  return { shape, data };
}

/** The gradients of sum(dy * convolve(x, filter)). */
export function convolveGradients(x: Array4D, filter: Array4D, dy: Array4D, conv: Conv) {
  const dx = new Float64Array(x.data.length);
  const dFilter = new Float64Array(filter.data.length);
  forEachProduct(x, filter, dy.shape, conv, (xAt, filterAt, yAt) => {
    dx[xAt]! += filter.data[filterAt]! * dy.data[yAt]!;
    dFilter[filterAt]! += x.data[xAt]! * dy.data[yAt]!;
  });
  return { x: { shape: x.shape, data: dx }, filter: { shape: filter.shape, data: dFilter } };
}

function outputShape(x: Array4D, filter: Array4D, { stride, pad }: Conv): Shape {
  const [batch, height, width] = x.shape;
  const [size, , , outputs] = filter.shape;
  const side = (length: number) => Math.floor((length + 2 * pad - size) / stride) + 1;
  return [batch, side(height), side(width), outputs];
}

function forEachProduct(
  { shape: [, height, width, inputs] }: Array4D,
  { shape: [size] }: Array4D,
  [batch, rows, columns, outputs]: Shape,
  { stride, pad }: Conv,
  visit: (xAt: number, filterAt: number, yAt: number) => void,
): void {
  for (let b = 0; b < batch; b += 1)
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1)
        for (let down = 0; down < size; down += 1)
          for (let right = 0; right < size; right += 1) {
            const [y, x] = [row * stride + down - pad, column * stride + right - pad];
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            for (let i = 0; i < inputs; i += 1)
              for (let o = 0; o < outputs; o += 1)
                visit(
                  ((b * height + y) * width + x) * inputs + i,
                  ((down * size + right) * inputs + i) * outputs + o,
                  ((b * rows + row) * columns + column) * outputs + o,
                );
          }
}
