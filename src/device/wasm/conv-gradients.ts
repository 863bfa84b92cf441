import type { Kernels } from '../kernels.js';
import type { KernelModule } from './code/kernel-module.js';
import { TILE_ROWS } from './code/multiply-code.js';
import type { Heap } from './heap.js';
import { columnProduct, packedBytes, rowProduct, runsOf } from './multiply.js';
import {
  cropBorder,
  padBorder,
  paddedOf,
  patchOffsets,
  roundUp,
  rowOffsets,
  writeIntegers,
} from './patches.js';

/**
 * Gradient of a convolution's input: each tap of the filter adds its share where it had read. Input
 * and output channels are multiples of eight.
 */
export function convGradInput(heap: Heap, module: KernelModule): Kernels['convGradInput'] {
  return (dy, filter, xShape, conv) => {
    const [size, , inputs, outputs] = filter.shape;
    const padded = paddedOf(xShape, conv);
    const [batch, height, width] = dy.shape;
    const patches = batch * height * width;
    const rows = roundUp(patches, TILE_ROWS);
    const runs = runsOf(1, outputs, 0);
    const lastTap = (size - 1) * (padded.row + padded.pixel);

    const dx = heap.tensor4d([...xShape]);
    const at = heap.scratch({
      padded: padded.bytes,
      aRows: 4 * rows,
      cRows: 4 * rows,
      aRuns: 4 * runs.offsets.length,
      packed: packedBytes(inputs),
      spare: lastTap + padded.pixel,
    });
    const target = padded.bytes > 0 ? at.padded : heap.address(dx);
    const once = size === 1 && conv.stride === 1; // every place is written, and by one tap
    if (!once) {
      const bytes = padded.bytes > 0 ? padded.bytes : 4 * dx.size;
      heap.floats().fill(0, target / 4, (target + bytes) / 4);
    }
    const places = patchOffsets(padded, [height, width], conv.stride, TILE_ROWS, at.spare - target);
    writeIntegers(heap, at.aRows, rowOffsets(patches, 4 * outputs, TILE_ROWS, 0));
    writeIntegers(heap, at.cRows, places);
    writeIntegers(heap, at.aRuns, runs.offsets);
    for (let tap = 0; tap < size * size; tap += 1) {
      const b = heap.address(filter) + 4 * tap * inputs * outputs;
      const down = Math.floor(tap / size);
      rowProduct(module, {
        ...at,
        ...{ a: heap.address(dy), rows, runs, columns: inputs, accumulate: !once },
        c: target + down * padded.row + (tap % size) * padded.pixel,
        pack: (from, depth) =>
          module.packTransposed(b + 4 * from, 4 * outputs, inputs, 4 * depth, at.packed),
      });
    }
    if (padded.bytes > 0) cropBorder(heap, at.padded, padded, dx);
    return dx;
  };
}

/** Gradient of a filter: patches, transposed, times `dy`. Output channels: a multiple of eight. */
export function convGradFilter(heap: Heap, module: KernelModule): Kernels['convGradFilter'] {
  return (x, dy, filterShape, conv) => {
    const [size, , inputs, outputs] = filterShape;
    const padded = paddedOf(x.shape, conv);
    const [batch, height, width] = dy.shape;
    const patches = batch * height * width;
    const length = size * inputs;
    const even = roundUp(length, TILE_ROWS);

    const filter = heap.tensor4d([...filterShape]);
    const at = heap.scratch({
      padded: padded.bytes,
      aRows: 4 * patches,
      packed: packedBytes(outputs),
      loose: even === length ? 0 : 4 * size * even * outputs,
    });
    const a = padBorder(heap, x, padded, at.padded);
    const target = heap.address(filter);
    writeIntegers(heap, at.aRows, patchOffsets(padded, [height, width], conv.stride));
    columnProduct(module, {
      ...at,
      ...{ a, depth: patches, length, columns: outputs },
      groups: Array.from({ length: size }, (_, tap) => tap * padded.row),
      b: heap.address(dy),
      c: even === length ? target : at.loose,
    });
    if (even !== length) {
      // The stem's 7 x 3 floats a run aren't a multiple of four: leave the rows in excess behind.
      for (let tap = 0; tap < size; tap += 1) {
        const from = at.loose / 4 + tap * even * outputs;
        const to = target / 4 + tap * length * outputs;
        heap.floats().copyWithin(to, from, from + length * outputs);
      }
    }
    return filter;
  };
}
