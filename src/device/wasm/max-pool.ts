import type { Kernels } from '../kernels.js';
import type { Heap } from './heap.js';

/**
 * Gradient of the stem's pooling: each value goes to the first maximum of its window, in row order.
 * The backend's own takes several times as long.
 */
export function maxPoolGrad(heap: Heap): Kernels['maxPoolGrad'] {
  return (dy, input) => {
    const [batch, height, width, channels] = input.shape;
    const [, rows, columns] = dy.shape;
    const dx = heap.tensor4d(input.shape);
    const floats = heap.floats();
    const view = (tensor: typeof input) => {
      const start = heap.address(tensor) / 4;
      return floats.subarray(start, start + tensor.size);
    };
    const [from, to, source] = [view(input), view(dx), view(dy)];
    to.fill(0);

    let at = 0;
    for (let b = 0; b < batch; b += 1) {
      for (let row = 0; row < rows; row += 1) {
        const [top, bottom] = windowOf(row, height);
        for (let column = 0; column < columns; column += 1) {
          const [left, right] = windowOf(column, width);
          for (let c = 0; c < channels; c += 1) {
            let best = ((b * height + top) * width + left) * channels + c;
            for (let y = top; y <= bottom; y += 1) {
              for (let x = left; x <= right; x += 1) {
                const place = ((b * height + y) * width + x) * channels + c;
                if (from[place]! > from[best]!) best = place;
              }
            }
            to[best]! += source[at]!;
            at += 1;
          }
        }
      }
    }
    return dx;
  };
}

/** First and last pixel of a window of three with stride two and a border of one. */
function windowOf(output: number, length: number): readonly [number, number] {
  return [Math.max(0, 2 * output - 1), Math.min(length - 1, 2 * output + 1)];
}
