import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import { rngFor } from '../../../src/core/random.js';
import type { StepRates } from '../../../src/train/step/optimizer.js';
import type { Stepper } from '../../../src/train/step/stepper.js';
import { NOTHING } from '../../../src/train/step/totals.js';
import type { ProgramEngine } from '../../golden/programs.js';
import { type SmallBranch, smallBranch } from './small-branch.js';

/** Features of one image where a head begins. */
const FEATURES: Readonly<Record<string, readonly number[]>> = {
  fc: [512],
  'layer4.1': [2, 2, 512],
  stem: [64, 64, 3],
};

export interface Steps {
  readonly from?: number;
  readonly to: number;
  readonly lr?: number;
  readonly momenta?: readonly number[];
  readonly masked?: boolean;
  /** Images of a step's batch. Default: 4. */
  readonly size?: (step: number) => number;
  readonly firstTrained?: string | undefined;
}

/** Trains small branches, compiled or op by op, on the same images. */
export function openStepLab(engine: ProgramEngine, weights: NetworkWeights) {
  const { tf, kernels } = engine;

  /** Takes the steps [from, to), each on images of its own; gives the loss of each. */
  function train(stepper: Stepper, steps: Steps): readonly number[] {
    const { from = 0, to, lr = 0.01, momenta = [], masked = true, size = () => 4 } = steps;
    const { firstTrained = 'layer4.1' } = steps;
    return Array.from({ length: to - from }, (_, i) => {
      const step = from + i;
      const inputs = batch(step, size(step), firstTrained);
      const mask = masked ? dropoutMask(step, size(step)) : null;
      const momentum = momenta[step];
      const rates: StepRates = { lr, step, ...(momentum === undefined ? {} : { momentum }) };
      stepper.begin(NOTHING);
      stepper.step({ ...inputs, mask, rates });
      tf.dispose([inputs.features, inputs.labels, ...(mask ? [mask] : [])]);
      const { loss, images } = stepper.totals();
      return loss / images;
    });
  }

  function batch(step: number, size: number, firstTrained = 'layer4.1') {
    const rng = rngFor('batch', step, firstTrained);
    const shape = FEATURES[firstTrained]!;
    const length = shape.reduce((product, side) => product * side, size);
    const features = tf.tensor(Float32Array.from({ length }, rng), [size, ...shape]);
    const shares = Array.from({ length: size }, rng).flatMap((share) => [share, 1 - share]);
    return { features, labels: tf.tensor2d(shares, [size, 2]) };
  }

  function dropoutMask(step: number, size: number): Tensor2D {
    const rng = rngFor('mask', step);
    const kept = Float32Array.from({ length: size * 512 }, () => (rng() < 0.3 ? 0 : 1 / 0.7));
    return tf.tensor2d(kept, [size, 512]);
  }

  return {
    compiled: (of: SmallBranch) => smallBranch(engine, weights, of),
    /** Op by op. */
    walked: (of: SmallBranch) => smallBranch({ tf, kernels }, weights, of),
    train,
    batch,
  };
}

export type StepLab = ReturnType<typeof openStepLab>;
