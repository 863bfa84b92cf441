import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dataset } from '../../assets/datasets/dataset.js';
import type { Split } from '../../core/data/contents.js';
import type { Kernels } from '../../device/kernels.js';
import { nativeTensor } from './native-tensor.js';

/** Whole splits of a data set on the device, for images that are read there again and again. */
export interface ResidentImages {
  /**
   * All images of a split, as `nativeTensor` makes it; borrowed. Put there when first asked for.
   * Null: with the others they would take more than the limit.
   */
  of(split: Split): Tensor | null;
  dispose(): void;
}

export function createResidentImages(
  kernels: Kernels,
  dataset: Pick<Dataset, 'labels' | 'read' | 'side'>,
  limitBytes: number,
): ResidentImages {
  const { tf } = kernels;
  const { side } = dataset;
  const held = new Map<Split, Tensor>();

  function bytesOf(images: number): number {
    return images * (kernels.unpackBytes ? 4 * Math.ceil((side * side * 3) / 4) : 12 * side * side);
  }

  function load(split: Split): Tensor | null {
    const size = dataset.labels(split).length;
    const used = [...held.keys()].reduce((sum, each) => sum + dataset.labels(each).length, size);
    if (bytesOf(used) > limitBytes) return null;
    const data = dataset.read(
      split,
      Uint32Array.from({ length: size }, (_, row) => row),
    );
    const all = tf.keep(nativeTensor(kernels, { data, size, side }, 0, size, size));
    held.set(split, all);
    return all;
  }

  return {
    of: (split) => held.get(split) ?? load(split),
    dispose() {
      tf.dispose([...held.values()]);
      held.clear();
    },
  };
}
