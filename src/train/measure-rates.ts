import type { NetworkWeights } from '../assets/weights/weights.js';
import type { MeasuredRate } from '../core/backend-info.js';
import { rngFor } from '../core/random.js';
import type { Engine } from '../device/backend.js';
import { classifierLayers } from '../networks/classifier.js';
import { classifierUnit } from '../networks/network.js';
import { createHead } from './head/create-head.js';
import { initClassifier } from './head/init-classifier.js';
import { labelTensor } from './input/label-tensor.js';
import { createStepper } from './step/stepper.js';
import type { FrozenNetwork } from './trunk/frozen-network.js';

const CLASSES = 10;

/** Passes after the first, which loads and compiles; and milliseconds after which none begins. */
const PASSES = 3;
const ENOUGH = 1000;

/**
 * How many images a second a network takes at each size, forward and with every layer trained, in
 * float32: the median of a few passes. Takes some seconds; more where programs are compiled.
 */
export function measureRates(
  engine: Engine,
  weights: NetworkWeights,
  frozen: FrozenNetwork,
): readonly MeasuredRate[] {
  // A few images of the large size keep one core busy for seconds.
  const large = engine.info.kind === 'gpu' ? 32 : 2;
  return [
    { size: 64, batch: 32 },
    { size: 224, batch: large },
  ].map(({ size, batch }) => ({
    ...{ size, batch },
    forward: forwardRate(engine, frozen, weights, batch, size),
    training: trainingRate(engine, weights, batch, size),
  }));
}

function forwardRate(
  { tf, programs }: Engine,
  frozen: FrozenNetwork,
  { network }: NetworkWeights,
  batch: number,
  size: number,
): number {
  const to = classifierUnit(network);
  const x = tf.zeros([batch, size, size, 3]);
  const taken = [x, ...(programs ? frozen.tensors(to) : [])];
  const inputs = taken.map(({ shape }) => shape);
  const program = programs?.program(JSON.stringify(['forward', frozen.key, inputs]), {
    ...{ title: 'forward pass', precision: 'float32', often: true, inputs },
    record: ([images, ...held], by) => [
      frozen.pool(frozen.record(by, held, images!, 0, to), 'avg'),
    ],
  });
  const pass = () =>
    program ? program.run(taken)[0]! : frozen.pool(frozen.trunk(x, 0, to), 'avg');
  try {
    return rate(batch, () => tf.tidy(() => void pass().dataSync()));
  } finally {
    x.dispose();
  }
}

function trainingRate(
  engine: Engine,
  weights: NetworkWeights,
  batch: number,
  size: number,
): number {
  const { tf, kernels } = engine;
  const head = { type: 'linear' } as const;
  const layers = classifierLayers(head, weights.network.features, CLASSES);
  const trained = createHead(kernels, weights, {
    ...{ firstTrained: 0, pooling: 'avg', head, stem: 'imagenet', classes: CLASSES },
    fcInit: initClassifier(layers, rngFor('rates')),
  });
  const stepper = createStepper({
    ...{ engine, head: trained, precision: 'float32', batchSize: batch },
    optimizer: { type: 'sgd', momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: false },
    ...{ gradientClip: null, layerLrDecay: 1, labelSmoothing: 0 },
  });
  const features = tf.randomNormal([batch, size, size, 3], 0, 1, 'float32', 1);
  const labels = labelTensor(tf, new Int32Array(batch), CLASSES);
  let steps = 0;
  try {
    return rate(batch, () => {
      stepper.step({ features, labels, mask: null, rates: { lr: 1e-3, step: steps } });
      steps += 1;
      // Waits until it is done.
      stepper.totals();
    });
  } finally {
    stepper.dispose();
    trained.dispose();
    tf.dispose([features, labels]);
  }
}

/** Images a second of some passes over a batch, after one that does not count. */
function rate(batch: number, pass: () => void): number {
  pass();
  const started = performance.now();
  const seconds: number[] = [];
  while (
    seconds.length < PASSES &&
    (seconds.length === 0 || performance.now() - started < ENOUGH)
  ) {
    const began = performance.now();
    pass();
    seconds.push((performance.now() - began) / 1000);
  }
  seconds.sort((a, b) => a - b);
  return batch / seconds[seconds.length >> 1]!;
}
