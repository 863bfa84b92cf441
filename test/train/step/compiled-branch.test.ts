import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { weightsFor } from '../../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import { resnet18 } from '../../../src/networks/resnet18.js';
import type { Stepper } from '../../../src/train/step/stepper.js';
import { NOTHING } from '../../../src/train/step/totals.js';
import { describePrograms, type ProgramEngine } from '../../golden/programs.js';
import { digests } from './digest.js';
import { type SmallBranch, smallBranch } from './small-branch.js';
import { openStepLab, type StepLab } from './step-lab.js';

const MOMENTUM = { type: 'sgd', momentum: 0.9 };

describePrograms('a branch of compiled steps', ['graph'], (load) => {
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

  test('adds an epoch up where it trains, as walking does where it reads', () => {
    const totals = [lab.compiled, lab.walked].map((branch) => {
      const { stepper, dispose } = branch({ optimizer: MOMENTUM });
      stepper.begin({ loss: 2, correct: 1, images: 2 });
      for (const step of [0, 1, 2]) {
        const inputs = lab.batch(step, step === 2 ? 3 : 4);
        stepper.step({ ...inputs, mask: null, rates: { lr: 0.01, step } });
        engine.tf.dispose([inputs.features, inputs.labels]);
      }
      const { loss, ...counted } = stepper.totals();
      dispose();
      return { loss, counted };
    });
    const [got, want] = totals;
    expect(got!.counted).toEqual(want!.counted);
    expect(want!.counted).toMatchObject({ images: 13, broke: null });
    expect(Math.abs(got!.loss / want!.loss - 1)).toBeLessThan(1e-5);
  });

  test('goes on with the momentum and the rates of a state that was read', () => {
    const through = lab.compiled({ optimizer: MOMENTUM });
    lab.train(through.stepper, { to: 2 });
    const between = through.stepper.read();
    const rest = lab.train(through.stepper, { from: 2, to: 4 });
    const other = lab.compiled({ optimizer: MOMENTUM });
    lab.train(other.stepper, { to: 1, lr: 0.5 });
    other.stepper.write(between);
    expect(lab.train(other.stepper, { from: 2, to: 4 })).toEqual(rest);
    expect(digests(other.stepper.read())).toEqual(digests(through.stepper.read()));
    through.dispose();
    other.dispose();
  });

  test('leaves a branch that parted from it as it was, and neither feels the other', () => {
    const alone = [0.01, 0.1].map((lr) => {
      const { stepper, dispose } = lab.compiled({ optimizer: MOMENTUM });
      lab.train(stepper, { to: 2 });
      lab.train(stepper, { from: 2, to: 4, lr });
      const bits = digests(stepper.read());
      dispose();
      return bits;
    });
    const one = lab.compiled({ optimizer: MOMENTUM });
    lab.train(one.stepper, { to: 2 });
    const parted = digests(one.stepper.read());
    const head = one.head.fork();
    const stepper = one.stepper.fork(head);
    lab.train(one.stepper, { from: 2, to: 3 });
    expect(digests(stepper.read())).toEqual(parted);
    lab.train(stepper, { from: 2, to: 4, lr: 0.1 });
    lab.train(one.stepper, { from: 3, to: 4 });
    expect([one.stepper, stepper].map((each) => digests(each.read()))).toEqual(alone);
    stepper.dispose();
    head.dispose();
    one.dispose();
  });

  test('goes on adding up where a branch parted from it in the middle of an epoch', () => {
    const { head, stepper, dispose } = lab.compiled({ optimizer: MOMENTUM });
    const step = (of: Stepper, at: number, lr: number) => {
      const inputs = lab.batch(at, 4);
      of.step({ ...inputs, mask: null, rates: { lr, step: at } });
      engine.tf.dispose([inputs.features, inputs.labels]);
    };
    stepper.begin(NOTHING);
    step(stepper, 0, 0.01);
    const other = head.fork();
    const fork = stepper.fork(other);
    const { loss } = stepper.totals();
    step(stepper, 1, 0.01);
    expect(fork.totals()).toMatchObject({ loss, images: 4 });
    step(fork, 1, 0.1);
    // Rates make no difference to the loss before them.
    expect(fork.totals()).toEqual(stepper.totals());
    fork.dispose();
    other.dispose();
    dispose();
  });

  test('changes nothing where the very first loss is no number', () => {
    const { tf } = engine;
    const { stepper, dispose } = lab.compiled({ optimizer: { type: 'adam' } });
    const { trained, running } = stepper.read();
    const { features, labels } = lab.batch(0, 4);
    const none = tf.mul(features, Number.NaN);
    stepper.begin(NOTHING);
    stepper.step({ features: none, labels, mask: null, rates: { lr: 0.01, step: 0 } });
    expect(stepper.totals()).toMatchObject({ images: 0, broke: { loss: Number.NaN, steps: 0 } });
    const slots = new Map();
    const after = stepper.read();
    expect(digests({ ...after, slots })).toEqual(digests({ trained, running, slots }));
    for (const [name, { data }] of after.slots)
      expect(
        data.every((value) => value === 0),
        name,
      ).toBe(true);
    tf.dispose([features, labels, none]);
    dispose();
  });

  test('is one program for all that differ in numbers, and another for what differs in form', () => {
    const { programs } = engine;
    const count = (of: SmallBranch, lr = 0.01) => {
      const names = new Set<string>();
      const counting = {
        ...programs,
        program(key: string, description: Parameters<typeof programs.program>[1]) {
          names.add(key);
          return programs.program(key, description);
        },
      };
      const { stepper, dispose } = smallBranch({ ...engine, programs: counting }, weights, of);
      lab.train(stepper, { to: 2, lr });
      dispose();
      return [...names];
    };
    const first = count({ optimizer: MOMENTUM });
    expect(first).toHaveLength(1);
    const alike: readonly (readonly [SmallBranch, number])[] = [
      [{ optimizer: MOMENTUM }, 0.5],
      [{ optimizer: { ...MOMENTUM, momentum: 0.5, weight_decay: 0.1 } }, 0.01],
      [{ optimizer: MOMENTUM, gradientClip: 0.1, labelSmoothing: 0.3, layerLrDecay: 0.5 }, 0.01],
    ];
    for (const [of, lr] of alike) expect(count(of, lr)).toEqual(first);
    const different: readonly SmallBranch[] = [
      { optimizer: { type: 'sgd' } },
      { optimizer: { ...MOMENTUM, nesterov: true } },
      { optimizer: { ...MOMENTUM, dampening: 0.1 } },
      { optimizer: MOMENTUM, gradientClip: null },
      { optimizer: MOMENTUM, layerLrDecay: 1 },
    ];
    for (const of of different) expect(count(of)).not.toContain(first[0]);
  });
});
