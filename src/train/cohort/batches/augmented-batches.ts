import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../../device/kernels.js';
import { labelTensor } from '../../input/label-tensor.js';
import type { NativeBatch, NativeImages } from '../../input/native-images.js';
import type { NetworkInput } from '../../input/network-input.js';
import { rank2 } from '../../ranks.js';
import type { Kept } from '../../trunk/kept.js';
import type { KeptFeatures } from '../../trunk/kept-features.js';
import type { Meter } from '../../trunk/meter.js';
import { passImages } from '../../trunk/pass-images.js';
import { type Cut, cutName, type Trunk } from '../../trunk/trunk.js';
import type { BatchImages, BatchPlace } from './batch-place.js';
import { stageBatches } from './stage-batches.js';

/** Augmented batches passed through the trunk, once for all cuts. Tensors are the caller's. */
export interface AugmentedBatches {
  take(
    place: BatchPlace,
    cuts: readonly Cut[],
  ): { readonly features: readonly Tensor[]; readonly labels: Tensor2D };
  /** Frees what was brought to the device for steps to come. */
  dispose(): void;
}

export interface AugmentedBatchesSetup {
  readonly tf: Tf;
  readonly trunk: Trunk;
  readonly classes: number;
  /** Augments the images of a batch. */
  readonly augment: (place: BatchImages) => NativeBatch;
  readonly toInput: (images: NativeImages) => NetworkInput;
  /** The same of images that lie on the device, as `nativeTensor` has them; borrowed. */
  readonly fromPresent: (images: Tensor) => NetworkInput;
  readonly kernels: Kernels;
  /** Bring batches to the device some steps ahead, as they are. */
  readonly ahead: boolean;
  readonly cache: KeptFeatures;
  readonly meter: Meter;
  /** Names everything the features are a function of, but for epoch and cut. */
  readonly key: string;
  /** Images of an epoch that heads at a cut train on. */
  readonly imagesAt: (cut: Cut) => number;
  /** Another cohort will ask for the same batches: keep what fits. */
  readonly keep: boolean;
}

/**
 * Augmented images differ in every epoch, so their features are kept only for cohorts that wait for
 * the very same ones.
 */
export function createAugmentedBatches(setup: AugmentedBatchesSetup): AugmentedBatches {
  const { tf, trunk, classes, cache, meter, key, imagesAt, keep } = setup;
  const staged = stageBatches(setup.kernels, classes);
  /** What this epoch finds kept, and what it is filling, by part (a cut, or the labels). */
  let found = new Map<string, Kept>();
  let filling = new Map<string, Kept | null>();
  let current = -1;
  /** Labels are kept beside the features: MixUp and CutMix mix them too. */
  let labelled = { part: '', size: 0 };

  function partKey(epoch: number, part: string): string {
    return `${key} epoch ${epoch} ${part}`;
  }

  function begin(epoch: number, cuts: readonly Cut[]): void {
    current = epoch;
    filling = new Map();
    found = new Map();
    const size = Math.max(...cuts.map(imagesAt));
    labelled = { part: `labels of ${size}`, size };
    for (const part of [labelled.part, ...cuts.map(cutName)]) {
      const rows = cache.get(partKey(epoch, part));
      if (rows) found.set(part, rows);
    }
    for (const cut of cuts) {
      const rows = found.get(cutName(cut));
      if (rows) meter.inherited(cut, rows.seconds, imagesAt(cut));
    }
  }

  function fill(part: string, place: BatchPlace, tensor: Tensor, size: number, seconds: number) {
    if (!filling.has(part)) {
      // A part that a branch asks for only from the middle of an epoch would have a hole.
      const whole = place.from === 0;
      filling.set(part, (whole && cache.make(tensor.shape.slice(1), size)) || null);
    }
    const rows = filling.get(part);
    if (!rows) return;
    rows.write(place.from, tensor);
    rows.seconds += seconds;
    if (place.from + place.rows.length === size) cache.put(partKey(place.epoch, part), rows);
  }

  /** The batch as the network takes it, and its labels; the second tensor, if any, is done with then. */
  function make(place: BatchPlace) {
    if (setup.ahead) {
      const { images, labels } = staged.take(place, setup.augment);
      return { images: setup.fromPresent(images), labels, present: images };
    }
    const { images, labels } = setup.augment(place);
    return { images: setup.toInput(images), labels: labelTensor(tf, labels, classes) };
  }

  function compute(place: BatchPlace, cuts: readonly Cut[]) {
    const passed = passImages({ trunk, meter }, () => make(place), cuts);
    const { ready, features, seconds } = passed;
    const { labels } = ready;
    ready.present?.dispose();
    if (keep) {
      let total = 0;
      cuts.forEach((cut, c) => {
        total += seconds[c]!;
        fill(cutName(cut), place, features[c]!, imagesAt(cut), total);
      });
      fill(labelled.part, place, labels, labelled.size, 0);
    }
    return { features, labels };
  }

  return {
    take(place, cuts) {
      if (place.epoch !== current) begin(place.epoch, cuts);
      const places = place.rows.map((_, i) => place.from + i);
      const read = (rows: Kept) => rows.read(places);
      const labels = found.get(labelled.part);
      const missing = labels ? cuts.filter((cut) => !found.has(cutName(cut))) : cuts;
      if (missing.length === 0 && labels) {
        const features = cuts.map((cut) => read(found.get(cutName(cut))!));
        return { features, labels: rank2(read(labels)) };
      }
      const computed = compute(place, missing);
      const features = cuts.map((cut) => {
        const at = missing.indexOf(cut);
        return at >= 0 ? computed.features[at]! : read(found.get(cutName(cut))!);
      });
      return { features, labels: computed.labels };
    },
    dispose: staged.dispose,
  };
}
