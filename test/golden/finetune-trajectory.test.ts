import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NetworkWeights } from '../../src/assets/weights/weights.js';
import type { JsonObject } from '../../src/core/json.js';
import type { Engine } from '../../src/device/backend.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import { createHead } from '../../src/train/head/create-head.js';
import type { Head } from '../../src/train/head/head.js';
import { batchLoss, crossEntropy } from '../../src/train/step/loss.js';
import { optimizers } from '../../src/train/step/optimizers/index.js';
import { createStepper } from '../../src/train/step/stepper.js';
import { NOTHING } from '../../src/train/step/totals.js';
import type { FrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { createFrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { trainingPass } from '../train/head/training-pass.js';
import { excess, readGolden } from './golden.js';
import { type GoldenImages, goldenImages, imagenetWeights } from './imagenet.js';
import { kerasBiases } from './keras-biases.js';
import { ourBatchNorm, ourName } from './keras-names.js';
import { describeEngines } from './programs.js';

const FC = classifierUnit(resnet50);
const UNITS = resnet50.units;

interface Entry {
  readonly name: string;
  readonly lr: number;
  readonly trainableStages: readonly string[];
  readonly batches: 'same' | 'successive';
  readonly losses: readonly number[];
  readonly valLoss: number;
  readonly valCorrect: number;
  readonly fcBias: readonly number[];
  readonly fcKernelRow0: readonly number[];
  readonly running: Readonly<
    Record<string, { readonly mean4: readonly number[]; readonly var4: readonly number[] }>
  >;
  readonly step0: {
    readonly logitsImage0: readonly number[];
    readonly gradL2: Readonly<Record<string, number>>;
  };
  readonly tolerance: {
    readonly lossAbs: readonly number[];
    readonly valLossAbs: number;
    readonly valCorrect: number;
  };
}

const { meta, entries } = readGolden<{
  meta: {
    weightDecay: number;
    px: number;
    batch: number;
    momentum: number;
    train0: number;
    test0: number;
    tests: number;
    fc: { scale: number; a: number; b: number; c: number };
  };
  entries: readonly Entry[];
}>('finetune-trajectory.json');

/** What README.md allows for what has no tolerance of its own. */
const GRADIENT = { rel: 5e-3 };
const RUNNING = { abs: 3e-3 };
const FC_BIAS = { abs: 1e-5 };
const FC_KERNEL = { abs: 2e-4 };
const LOGITS = { rel: 1e-3, abs: 2e-3 };

/**
 * Largest tolerance of a loss (ten times the deviation of three float32 runs) in an entry whose
 * weights after the last step are comparable.
 */
const STEADY = 2e-3;

/**
 * The losses' tolerances. In an unsteady entry each step takes the next one's if that is larger:
 * there a ReLU on the very edge decides, and three runs may not have met it. PyTorch itself, its
 * input moved by one part in 2^24, misses the bound at step 2 of "c, 0.01, same" in four of eight
 * runs (by 1.3e-4 to 2.3e-4, where 1.0e-4 is allowed); README.md would have us stop comparing.
 */
function lossTolerances({ tolerance: { lossAbs } }: Entry): readonly number[] {
  if (Math.max(...lossAbs) <= STEADY) return lossAbs;
  return lossAbs.map((own, step) => Math.max(own, lossAbs[step + 1] ?? own));
}

describeEngines('fine-tuning', (load) => {
  let engine: Engine;
  let weights: NetworkWeights;
  let network: FrozenNetwork;
  let biases: ReadonlyMap<string, Float32Array>;
  let train: GoldenImages;
  let val: GoldenImages;

  beforeAll(async () => {
    weights = await imagenetWeights();
    biases = await kerasBiases();
    engine = await load();
    network = createFrozenNetwork(engine.kernels, weights, {
      ...{ stem: 'imagenet', precision: 'float32' },
    });
    train = goldenImages('train', weights);
    val = goldenImages('test', weights);
  });
  afterAll(() => network.dispose());

  function features(images: GoldenImages, first: number, n: number, firstTrained: number): Tensor {
    return engine.tf.tidy(() => {
      const input = images.input(first, n, meta.px);
      const x = network.trunk(engine.tf.tensor4d(input, [n, meta.px, meta.px, 3]), 0, firstTrained);
      return firstTrained === FC ? network.pool(x, 'avg') : x;
    });
  }

  function oneHot(labels: readonly number[], classes: number): Tensor2D {
    return engine.tf.tidy(() =>
      engine.tf.cast(engine.tf.oneHot([...labels], classes), 'float32'),
    ) as Tensor2D;
  }

  test.each(entries)("follows PyTorch's losses: $name, lr $lr, $batches batches", (entry) => {
    const { tf, kernels } = engine;
    const { tolerance } = entry;
    const classes = entry.fcBias.length;
    const firstTrained = firstTrainedOf(entry.trainableStages);
    const makeHead = () =>
      createHead(kernels, weights, {
        firstTrained,
        pooling: 'avg',
        head: { type: 'linear' },
        stem: 'imagenet',
        classes,
        fcInit: classifier(classes),
      });
    const batch = (step: number) => {
      const first = meta.train0 + (entry.batches === 'same' ? 0 : step * meta.batch);
      const x = features(train, first, meta.batch, firstTrained);
      return { x, labels: oneHot(train.labels(first, meta.batch), classes) };
    };

    const first = batch(0);
    expectFirstStep(makeHead(), first, entry);
    tf.dispose([first.x, first.labels]);

    const head = makeHead();
    const options = { momentum: meta.momentum, weight_decay: meta.weightDecay };
    const resolved = optimizers.sgd!.options.parse(options) as JsonObject;
    const stepper = createStepper({
      engine,
      head,
      precision: 'float32',
      batchSize: meta.batch,
      optimizer: { type: 'sgd', ...resolved },
      gradientClip: null,
      layerLrDecay: 1,
      labelSmoothing: 0,
    });
    const losses = entry.losses.map((_, step) => {
      const { x, labels } = batch(step);
      stepper.begin(NOTHING);
      stepper.step({ features: x, labels, mask: null, rates: { lr: entry.lr, step } });
      tf.dispose([x, labels]);
      const { loss, images } = stepper.totals();
      return loss / images;
    });
    const allowed = lossTolerances(entry);
    const over = losses.map((loss, i) => excess([loss], [entry.losses[i]!], { abs: allowed[i]! }));
    expect(Math.max(...over), `losses ${losses}`).toBeLessThanOrEqual(0);

    const result = validate(head, classes, firstTrained);
    expect(
      excess([result.loss], [entry.valLoss], { abs: tolerance.valLossAbs }),
    ).toBeLessThanOrEqual(0);
    expect(Math.abs(result.correct - entry.valCorrect)).toBeLessThanOrEqual(tolerance.valCorrect);
    if (Math.max(...tolerance.lossAbs) <= STEADY) expectLastWeights(head, entry);
    stepper.dispose();
    head.dispose();
  });

  function expectFirstStep(
    head: Head,
    { x, labels }: { readonly x: Tensor; readonly labels: Tensor2D },
    { step0 }: Entry,
  ): void {
    const { tf } = engine;
    const pass = trainingPass(engine.kernels, head, x, null);
    const logits = pass.logits.dataSync().slice(0, step0.logitsImage0.length);
    expect(excess(logits, step0.logitsImage0, LOGITS)).toBeLessThanOrEqual(0);

    const { dLogits } = batchLoss(tf, pass.logits, labels, 0);
    const gradients = pass.backward(dLogits);
    const want = Object.entries(step0.gradL2);
    expect([...gradients.keys()].sort()).toEqual(want.map(([name]) => ourName(name)).sort());
    for (const [name, norm] of want) {
      const got = l2(gradients.get(ourName(name))!.dataSync<'float32'>());
      expect(excess([got], [norm], GRADIENT), `${name}: ${got}`).toBeLessThanOrEqual(0);
    }
    tf.dispose([...gradients.values()]);
    head.dispose();
  }

  function validate(head: Head, classes: number, firstTrained: number) {
    const x = features(val, meta.test0, meta.tests, firstTrained);
    const logits = head.predict(x);
    const values = logits.dataSync<'float32'>();
    engine.tf.dispose([x, logits]);
    let loss = 0;
    let correct = 0;
    val.labels(meta.test0, meta.tests).forEach((label, i) => {
      const row = values.slice(i * classes, (i + 1) * classes);
      loss += crossEntropy(row, label) / meta.tests;
      if (row.indexOf(Math.max(...row)) === label) correct += 1;
    });
    return { loss, correct };
  }

  function expectLastWeights(head: Head, entry: Entry): void {
    const values = (name: string) => head.trained.get(name)!.dataSync<'float32'>();
    expect(excess(values('fc.bias'), entry.fcBias, FC_BIAS)).toBeLessThanOrEqual(0);
    const row = values('fc.weight').slice(0, entry.fcKernelRow0.length);
    expect(excess(row, entry.fcKernelRow0, FC_KERNEL)).toBeLessThanOrEqual(0);

    for (const [name, { mean4, var4 }] of Object.entries(entry.running)) {
      const { bn, conv } = ourBatchNorm(name);
      const running = (key: string): ArrayLike<number> =>
        head.running.get(`${bn}.${key}`)?.dataSync() ?? weights.tensors.get(`${bn}.${key}`)!.data;
      const bias = biases.get(conv)!;
      const mean = Array.from(mean4, (_, i) => running('running_mean')[i]! + bias[i]!);
      const variance = Array.from(var4, (_, i) => running('running_var')[i]!);
      expect(excess(mean, mean4, RUNNING), `${name} mean ${mean}`).toBeLessThanOrEqual(0);
      expect(excess(variance, var4, RUNNING), `${name} var ${variance}`).toBeLessThanOrEqual(0);
    }
  }
});

/** `conv4_x` is layer3, and all after it trains too. */
function firstTrainedOf(stages: readonly string[]): number {
  const layers = stages.map((stage) => Number(/^conv(\d)_x$/.exec(stage)![1]) - 1);
  if (layers.length === 0) return FC;
  return UNITS.indexOf(`layer${Math.min(...layers)}.0`);
}

function classifier(classes: number) {
  const { scale, a, b, c } = meta.fc;
  const kernel = Float32Array.from({ length: 2048 * classes }, (_, at) => {
    const i = Math.floor(at / classes);
    return scale * Math.sin(a * i + b * (at % classes) + c);
  });
  return new Map([
    ['fc.weight', { shape: [2048, classes], data: kernel }],
    ['fc.bias', { shape: [classes], data: new Float32Array(classes) }],
  ]);
}

function l2(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
