import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { NetworkWeights, WeightTensor } from '../../assets/weights/weights.js';
import type { TrainingRecipe, TrunkRecipe } from '../../core/recipe.js';
import type { Kernels } from '../../device/kernels.js';
import { blockOf, convsOf } from '../../networks/resnet50/architecture.js';
import { FC } from '../../networks/resnet50/units.js';
import type { Head } from '../network.js';
import { weightOf } from '../trunk/fold.js';
import { blockPass } from './block-pass.js';
import { classifierLayers, classifierPass } from './classifier.js';
import { createFoldedHead } from './folded-head.js';
import type { Pass, TrainingContext } from './pass.js';
import { pool, poolGrad } from './pooling.js';
import { stemPass } from './stem-pass.js';

export interface HeadOptions
  extends Pick<TrainingRecipe, 'firstTrained' | 'pooling' | 'head'>,
    Pick<TrunkRecipe, 'stem'> {
  /** The classifier's tensors, as `initClassifier` gives them. */
  readonly fcInit: ReadonlyMap<string, WeightTensor>;
  /** Values in place of any trained tensor or buffer: a checkpoint's. */
  readonly overrides?: ReadonlyMap<string, WeightTensor>;
}

/**
 * The part of ResNet50 that trains: units from `firstTrained` on, with hand-written gradients, so
 * that memory is freed as the backward pass goes and each backend's own kernels do the work.
 *
 * @throws {WeightsError} a tensor is missing.
 */
export function createHead(kernels: Kernels, weights: NetworkWeights, options: HeadOptions): Head {
  const { tf } = kernels;
  const { firstTrained, stem, head, fcInit, overrides = new Map() } = options;
  const units = unitsFrom(firstTrained);
  const convs = units.flatMap((unit) => convsOf(unit, stem, weights.layout));
  const layers = classifierLayers(head);

  function upload(name: string): [string, Tensor] {
    const from = layers.some((layer) => name.startsWith(`${layer}.`)) ? fcInit : weights.tensors;
    const { data, shape } = overrides.get(name) ?? weightOf(from, name);
    return [name, tf.keep(tf.tensor(data.slice(), [...shape]))];
  }
  const trained = new Map(
    [
      ...convs.flatMap(({ conv, bn }) => [`${conv}.weight`, `${bn}.weight`, `${bn}.bias`]),
      ...layers.flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
    ].map(upload),
  );
  const buffers = new Map(
    convs.flatMap(({ bn }) => [`${bn}.running_mean`, `${bn}.running_var`]).map(upload),
  );
  return headOver(kernels, weights, options, trained, buffers);
}

/** The head whose tensors these are; it owns them. */
function headOver(
  kernels: Kernels,
  weights: Pick<NetworkWeights, 'epsilon' | 'layout'>,
  options: Pick<HeadOptions, 'firstTrained' | 'pooling' | 'head' | 'stem'>,
  trained: Map<string, Tensor>,
  buffers: Map<string, Tensor>,
): Head {
  const { tf } = kernels;
  const { epsilon, layout } = weights;
  const { firstTrained, pooling, stem } = options;
  const units = unitsFrom(firstTrained);
  const layers = classifierLayers(options.head);
  const folded = createFoldedHead({ kernels, epsilon, trained, buffers, units, stem, layout });

  const context: TrainingContext = {
    kernels,
    epsilon,
    trained: (name) => trained.get(name)!,
    running: (bn) => ({
      mean: buffers.get(`${bn}.running_mean`) as Tensor1D,
      variance: buffers.get(`${bn}.running_var`) as Tensor1D,
    }),
    observe(bn, { mean, variance }) {
      for (const [name, moved] of [
        [`${bn}.running_mean`, mean],
        [`${bn}.running_var`, variance],
      ] as const) {
        buffers.get(name)!.dispose();
        buffers.set(name, tf.keep(moved));
      }
    },
  };

  function passBlocks(x: Tensor): readonly Pass[] {
    const passes: Pass[] = [];
    let h = x as Tensor4D;
    for (const unit of units) {
      const pass =
        unit === 0
          ? stemPass(context, stem, h)
          : blockPass(context, blockOf(unit, layout), h, unit > firstTrained);
      passes.push(pass);
      h = pass.y;
    }
    return passes;
  }

  return {
    trained,
    buffers,
    hasBatchNorm: units.length > 0,
    predict(x) {
      return tf.tidy(() => {
        const features =
          firstTrained === FC ? (x as Tensor2D) : pool(tf, folded.pass(x as Tensor4D), pooling);
        return classifierPass(kernels, layers, context.trained, features).logits;
      });
    },
    train(x, mask) {
      folded.forget();
      const passes = passBlocks(x);
      const last = passes.at(-1);
      const pooled = last ? pool(tf, last.y, pooling) : (x.clone() as Tensor2D);
      const features = mask ? tf.mul<Tensor2D>(pooled, mask) : pooled.clone();
      pooled.dispose();
      const classifier = classifierPass(kernels, layers, context.trained, features);

      return {
        logits: classifier.logits,
        backward(dLogits) {
          const gradients = new Map<string, Tensor>();
          const dFeatures = classifier.backward(dLogits, gradients, last !== undefined);
          tf.dispose([features, classifier.logits]);
          if (last && dFeatures) {
            const dPooled = mask ? tf.mul<Tensor2D>(dFeatures, mask) : dFeatures.clone();
            let dy: Tensor4D | null = poolGrad(tf, dPooled, last.y, pooling);
            tf.dispose([dFeatures, dPooled]);
            for (const pass of passes.toReversed()) dy = pass.backward(dy!, gradients);
          }
          return gradients;
        },
        dispose() {
          classifier.dispose();
          tf.dispose([features, classifier.logits]);
          for (const pass of passes) pass.dispose();
        },
      };
    },
    rest: () => folded.forget(),
    assign(name, value) {
      folded.forget();
      trained.get(name)?.dispose();
      trained.set(name, tf.keep(value));
    },
    fork() {
      const copy = (tensors: ReadonlyMap<string, Tensor>) =>
        new Map(Array.from(tensors, ([name, tensor]) => [name, tf.keep(tensor.clone())]));
      return headOver(kernels, weights, options, copy(trained), copy(buffers));
    },
    dispose() {
      folded.forget();
      tf.dispose([...trained.values(), ...buffers.values()]);
    },
  };
}

function unitsFrom(firstTrained: number): readonly number[] {
  return Array.from({ length: FC - firstTrained }, (_, i) => firstTrained + i);
}
