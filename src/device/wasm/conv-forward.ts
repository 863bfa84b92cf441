import { outputShape } from '../convolution-shape.js';
import type { Kernels } from '../kernels.js';
import type { KernelModule } from './code/kernel-module.js';
import { TILE_ROWS } from './code/multiply-code.js';
import type { Heap } from './heap.js';
import { packedBytes, rowProduct, runsOf } from './multiply.js';
import {
  padBorder,
  paddedOf,
  patchOffsets,
  roundUp,
  rowOffsets,
  writeIntegers,
} from './patches.js';

/**
 * A convolution as a product of matrices that are never written out: the batch is padded once, and
 * a patch is `size` runs of it, because the pixels of a patch's row lie side by side. Output
 * channels are a multiple of eight.
 */
export function convForward(heap: Heap, module: KernelModule): Kernels['conv'] {
  return (x, filter, conv) => {
    const [size, , inputs, outputs] = filter.shape;
    const padded = paddedOf(x.shape, conv);
    const yShape = outputShape(x.shape, filter.shape, conv);
    const [batch, height, width] = yShape;
    const patches = batch * height * width;
    const rows = roundUp(patches, TILE_ROWS);
    const runs = runsOf(size, size * inputs, padded.row);

    const y = heap.tensor4d([...yShape]);
    const at = heap.scratch({
      padded: padded.bytes,
      aRows: 4 * rows,
      cRows: 4 * rows,
      aRuns: 4 * runs.offsets.length,
      packed: packedBytes(outputs),
      spare: 4 * outputs,
    });
    const a = padBorder(heap, x, padded, at.padded);
    const b = heap.address(filter);
    const c = heap.address(y);
    const places = patchOffsets(padded, [height, width], conv.stride, TILE_ROWS);
    writeIntegers(heap, at.aRows, places);
    writeIntegers(heap, at.cRows, rowOffsets(patches, 4 * outputs, TILE_ROWS, at.spare - c));
    writeIntegers(heap, at.aRuns, runs.offsets);
    rowProduct(module, {
      ...at,
      ...{ a, rows, runs, columns: outputs, c, accumulate: false },
      pack: (from, depth) =>
        module.packPanels(b + 4 * from * outputs, 4 * outputs, depth, 4 * outputs, at.packed),
    });
    return y;
  };
}

/** Inference: bias, residual and ReLU in one pass over the convolution's output. */
export function convBias(heap: Heap, module: KernelModule): Kernels['convBias'] {
  const forward = convForward(heap, module);
  return (x, filter, bias, conv, { relu, residual }) => {
    const y = forward(x, filter, conv);
    const { floor } = heap.scratch({ floor: 4 });
    heap.floats()[floor / 4] = relu ? 0 : Number.NEGATIVE_INFINITY;
    const start = heap.address(y);
    const after = [heap.address(bias), floor, 4 * bias.size] as const;
    if (residual) {
      module.addBiasAndResidual(start, start + 4 * y.size, heap.address(residual), ...after);
    } else {
      module.addBias(start, start + 4 * y.size, ...after);
    }
    return y;
  };
}
