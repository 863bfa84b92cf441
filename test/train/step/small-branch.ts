import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import type { Choice, JsonObject } from '../../../src/core/json.js';
import { rngFor } from '../../../src/core/random.js';
import { classifierLayers } from '../../../src/networks/classifier.js';
import { resnet18 } from '../../../src/networks/resnet18.js';
import { createHead, type HeadOptions } from '../../../src/train/head/create-head.js';
import { initClassifier } from '../../../src/train/head/init-classifier.js';
import { optimizers } from '../../../src/train/step/optimizers/index.js';
import { createStepper, type StepperOptions } from '../../../src/train/step/stepper.js';

/** Every optimizer as it is, and with all that it can keep. */
export const OPTIMIZERS: readonly (readonly [string, JsonObject])[] = [
  ...Object.keys(optimizers).map((type) => [type, {}] as const),
  ['sgd', { momentum: 0.9, nesterov: true }],
  ['sgd', { momentum: 0.9, dampening: 0.1 }],
  ['adam', { amsgrad: true }],
  ['rmsprop', { centered: true, momentum: 0.9 }],
];

export interface SmallBranch
  extends Partial<Omit<StepperOptions, 'engine' | 'head' | 'optimizer'>>,
    Partial<Pick<HeadOptions, 'pooling' | 'head'>> {
  readonly optimizer: Choice;
  /** Name of the first unit that trains. */
  readonly firstTrained?: string;
}

/** The end of a ResNet18 that tells two classes apart, and what trains it: four images a step. */
export function smallBranch(
  engine: StepperOptions['engine'],
  weights: NetworkWeights,
  { optimizer, firstTrained = 'layer4.1', pooling = 'avg', ...rest }: SmallBranch,
) {
  const { type, ...options } = optimizer;
  const { head: classifier = { type: 'linear' }, ...training } = rest;
  const head = createHead(engine.kernels, weights, {
    ...{ pooling, stem: 'imagenet', head: classifier, classes: 2 },
    firstTrained: resnet18.units.indexOf(firstTrained),
    fcInit: initClassifier(classifierLayers(classifier, 512, 2), rngFor('head')),
  });
  const resolved = optimizers[type]!.options.parse(options) as JsonObject;
  const stepper = createStepper({
    ...{ engine, head, optimizer: { type, ...resolved }, precision: 'float32', batchSize: 4 },
    ...{ gradientClip: 1, layerLrDecay: 0.9, labelSmoothing: 0, ...training },
  });
  const dispose = () => {
    stepper.dispose();
    head.dispose();
  };
  return { head, stepper, dispose };
}
