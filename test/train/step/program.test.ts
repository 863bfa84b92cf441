import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/device/backend.js';
import { wasm } from '../../../src/device/backends/wasm.js';
import { headUnits } from '../../../src/networks/head-units.js';
import { resnet18 } from '../../../src/networks/resnet18.js';
import type { BranchState } from '../../../src/train/step/branch-state.js';
import { readState } from '../../../src/train/step/branch-state.js';
import { type Program, stepProgram } from '../../../src/train/step/program.js';
import { walk } from '../../../src/train/step/walk.js';
import { mixed } from '../../golden/mixed-weights.js';
import { digests } from './digest.js';

const UNITS = headUnits(resnet18, {
  ...{ firstTrained: 8, stem: 'imagenet', layout: 'v1.5', pooling: 'avg', classes: 2 },
  head: { type: 'mlp', width: 3 },
});

function program(change: Partial<Parameters<typeof stepProgram>[0]> = {}): Program {
  return stepProgram({
    ...{ units: UNITS, epsilon: 1e-5, gradientClip: 1, layerLrDecay: 0.5, labelSmoothing: 0.1 },
    optimizer: { type: 'sgd', momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: false },
    ...change,
  });
}

describe("a step's program", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await wasm.load('');
  });

  /** Tensors of the names and shapes that the program says, and of nothing else. */
  function stateFor({ tensors }: Program): BranchState {
    const { tf } = engine;
    const made = (shapes: Program['tensors']['trained'], seed: number) =>
      new Map(
        shapes.map(([name, shape]) => {
          const length = shape.reduce((all, n) => all * n, 1);
          const values = Float32Array.from(mixed(seed, length), (v) =>
            shape.length > 1 ? 0.05 * v : 1 + 0.1 * v,
          );
          return [name, tf.keep(tf.tensor(values, [...shape]))];
        }),
      );
    return {
      trained: made(tensors.trained, 1),
      running: made(tensors.running, 2),
      slots: new Map(),
    };
  }

  function run(of: Program, steps: number) {
    const { tf, kernels } = engine;
    const state = stateFor(of);
    const values = Float32Array.from(mixed(3, 4 * 2 * 2 * 512));
    const features = tf.tensor4d(values, [4, 2, 2, 512]);
    const labels = tf.tensor2d([1, 0, 0, 1, 0, 1, 1, 0], [4, 2]);
    const step = walk(of, kernels);
    const results = Array.from({ length: steps }, (_, at) =>
      step(state, { features, labels, mask: null, rates: { lr: 0.1, step: at } }),
    );
    const plain = readState(state);
    tf.dispose([features, labels, ...state.trained.values(), ...state.running.values()]);
    tf.dispose([...state.slots.values()]);
    return { results, plain, bits: digests(plain) };
  }

  test('is plain data: a copy of it makes the same step', () => {
    const copy = structuredClone(program());
    expect(copy).toEqual(program());
    const { results, bits } = run(program(), 2);
    expect(run(copy, 2)).toMatchObject({ results, bits });
  });

  test('names every tensor that it changes, and changes every tensor that it names', () => {
    const before = run(program(), 0).bits;
    const { plain: after, bits } = run(program(), 1);
    for (const part of ['trained', 'running'] as const) {
      expect([...after[part].keys()]).toEqual(program().tensors[part].map(([name]) => name));
      for (const name of after[part].keys()) expect(bits[name], name).not.toBe(before[name]);
    }
    const slots = Array.from(after.trained.keys(), (name) => `${name}/momentum_buffer`);
    expect([...after.slots.keys()].sort()).toEqual(slots.sort());
  });

  test('slows each unit down by its distance from the classifier', () => {
    const { rateFactors } = program().update;
    expect(rateFactors.get('fc.2.bias')).toBe(1);
    expect(rateFactors.get('layer4.1.conv1.weight')).toBe(0.5);
    expect(rateFactors.size).toBe(program().tensors.trained.length);
  });

  test('changes nothing where the loss is not finite', () => {
    const { tf, kernels } = engine;
    const count = tf.memory().numTensors;
    const state = stateFor(program());
    const before = digests(readState(state));
    const features = tf.fill([4, 2, 2, 512], Number.NaN);
    const labels = tf.tensor2d([1, 0, 0, 1, 0, 1, 1, 0], [4, 2]);
    const rates = { lr: 0.1, step: 0 };
    const { loss } = walk(program(), kernels)(state, { features, labels, mask: null, rates });
    expect(loss).toBeNaN();
    expect(digests(readState(state))).toEqual(before);
    tf.dispose([features, labels, ...state.trained.values(), ...state.running.values()]);
    expect(tf.memory().numTensors).toBe(count);
  });
});
