import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { weightsFor } from '../../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import { resnet18 } from '../../../src/networks/resnet18.js';
import type { PlainState } from '../../../src/train/step/branch-state.js';
import { NOTHING } from '../../../src/train/step/totals.js';
import { excess } from '../../golden/golden.js';
import { describePrograms, type ProgramEngine } from '../../golden/programs.js';
import { digests } from './digest.js';
import { OPTIMIZERS, type SmallBranch } from './small-branch.js';
import { openStepLab, type StepLab, type Steps } from './step-lab.js';

const NEAR = 1e-4;
/** XLA rounds otherwise, so that a ReLU on the very edge may open: that is seen from there on down. */
const EDGES = 0.1;

const MOMENTUM = { type: 'sgd', momentum: 0.9 };

/** Where a gradient is near nothing, Adam makes a whole step of its rounding: so not quite so near. */
const EPS = { eps: 1e-2 };

/** What steps are made of besides their optimizer. */
const VARIANTS: readonly (readonly [string, Partial<SmallBranch>])[] = [
  ['fc alone', { firstTrained: 'fc' }],
  ['pooled maxima', { pooling: 'max' }],
  ['a hidden layer', { head: { type: 'mlp', width: 3 } }],
  ['no clipping', { gradientClip: null }],
  ['clipping that never clips', { gradientClip: 1e6 }],
  ['one rate for all layers', { layerLrDecay: 1 }],
  ['label smoothing', { labelSmoothing: 0.2 }],
];

/** The momentum of each step, where it is cycled. */
const CYCLES: Readonly<Record<string, readonly number[]>> = {
  no: [],
  cycled: [0.9, 0.8, 0.85, 0.7],
  'cycled through 0': [0.9, 0, 0.5, 0.8],
};

describePrograms('a compiled step', ['graph', 'xla'], (load, compiler) => {
  const isFast = compiler === 'graph';
  let engine: ProgramEngine;
  let weights: NetworkWeights;
  let lab: StepLab;
  let before: number;
  beforeAll(async () => {
    engine = await load();
    const model = { architecture: resnet18.name, weights: 'random' };
    weights = await weightsFor('random').load(model, '', 0);
    lab = openStepLab(engine, weights);
  });
  beforeEach(() => {
    before = engine.tf.memory().numTensors;
  });
  afterEach(() => {
    expect(engine.tf.memory().numTensors).toBe(before);
  });

  /** `near`: as a part of each tensor's largest number. */
  function expectNear(got: PlainState, want: PlainState, near: number): void {
    for (const part of ['trained', 'running', 'slots'] as const) {
      expect([...got[part].keys()].sort(), part).toEqual([...want[part].keys()].sort());
      for (const [name, { data }] of want[part]) {
        const abs = near * data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-4);
        expect(excess(got[part].get(name)!.data, data, { abs }), name).toBeLessThanOrEqual(0);
      }
    }
  }

  /** Trains both ways and compares losses, weights, statistics and slots. */
  function expectSame(
    of: SmallBranch,
    { to = 4, near = NEAR, ...steps }: Partial<Steps> & { readonly near?: number } = {},
  ): void {
    const [one, other] = [lab.compiled(of), lab.walked(of)];
    const all = { firstTrained: of.firstTrained, ...steps, to };
    const losses = lab.train(one.stepper, all);
    expect(
      excess(losses, lab.train(other.stepper, all), { rel: near }),
      `${losses}`,
    ).toBeLessThanOrEqual(0);
    expectNear(one.stepper.read(), other.stepper.read(), near);
    one.dispose();
    other.dispose();
  }

  const optimizers = isFast
    ? OPTIMIZERS
    : OPTIMIZERS.filter(([, { amsgrad, nesterov }]) => amsgrad || nesterov);
  describe.each(optimizers)('of %s %j', (type, options) => {
    const cycles = Object.entries(CYCLES).slice(isFast ? 0 : 2);
    test.each(cycles)('is what ops make one by one (momentum: %s)', (_, momenta) => {
      const near = type === 'sgd' ? {} : EPS;
      expectSame({ optimizer: { type, ...near, ...options } }, { momenta });
    });
  });

  test.each(isFast ? VARIANTS : VARIANTS.slice(0, 3))(
    'is what ops make one by one: %s',
    (_, of) => {
      expectSame({ optimizer: MOMENTUM, ...of }, { masked: of.firstTrained !== 'fc' });
    },
  );

  test('is what ops make one by one, through the whole network', () => {
    const of = { optimizer: MOMENTUM, firstTrained: 'stem', gradientClip: null };
    expectSame(of, { masked: false, lr: 1e-4, to: 1, near: isFast ? NEAR : EDGES });
  });

  test('takes a smaller last batch as any other', () => {
    expectSame({ optimizer: MOMENTUM }, { size: (step) => (step === 1 ? 3 : 4) });
    const { programs } = engine.programs.compiled();
    expectSame({ optimizer: MOMENTUM }, { size: (step) => (step === 1 ? 3 : 4) });
    // Nothing was compiled for what comes once an epoch.
    expect(engine.programs.compiled().programs).toBe(programs);
  });

  test('gives the same bits at every run', () => {
    const run = () => {
      const { stepper, dispose } = lab.compiled({ optimizer: { type: 'adam' } });
      const losses = lab.train(stepper, { to: 4 });
      const bits = digests(stepper.read());
      dispose();
      return { losses, bits };
    };
    expect(run()).toEqual(run());
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'changes nothing where the features are %d, and nothing after that',
    (broken) => {
      const { tf } = engine;
      const { stepper, dispose } = lab.compiled({ optimizer: MOMENTUM });
      const step = (at: number, factor = 1) => {
        const inputs = lab.batch(at, 4);
        const features = tf.mul(inputs.features, factor);
        stepper.step({ ...inputs, features, mask: null, rates: { lr: 0.01, step: at } });
        tf.dispose([features, inputs.features, inputs.labels]);
      };
      stepper.begin(NOTHING);
      step(0);
      step(1);
      const good = digests(stepper.read());
      const { loss, correct } = stepper.totals();
      step(2, broken);
      step(3);
      expect(digests(stepper.read())).toEqual(good);
      const broke = { loss: Number.NaN, steps: 2 };
      expect(stepper.totals()).toEqual({ loss, correct, images: 8, broke });
      // A later loss that is none does not take its place.
      step(4, broken);
      expect(stepper.totals().broke).toEqual(broke);
      stepper.begin(NOTHING);
      step(3);
      expect(stepper.totals()).toMatchObject({ images: 4, broke: null });
      expect(digests(stepper.read())).not.toEqual(good);
      dispose();
    },
  );
});
