import { rowOf } from './table.js';

/**
 * What samplers are compared on: a space, and the loss of a point in it.
 *
 * @typedef {object} Problem
 * @property {string} name
 * @property {Readonly<Record<string, any>>} space as `SearchSpace`
 * @property {(params: Readonly<Record<string, any>>) => number} loss
 * @property {number} optimum the lowest loss there is
 */

/** @type {(low: number, high: number) => object} */
const range = (low, high) => ({ kind: 'uniform', low, high, scale: 'linear' });
/** @type {(low: number, high: number) => object} */
const log = (low, high) => ({ kind: 'uniform', low, high, scale: 'log' });
/** @type {(...values: readonly any[]) => object} */
const choice = (...values) => ({ kind: 'categorical', values });

/** Dixon & Szegö 1978. */
const branin = {
  name: 'branin',
  space: { x: range(-5, 10), y: range(0, 15) },
  optimum: 0.397887,
  /** @param {Readonly<Record<string, any>>} params */
  loss({ x, y }) {
    const bend = y - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6;
    return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
};

const HEIGHTS = [1, 1.2, 3, 3.2];
const STEEPNESS = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const PEAKS = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Dixon & Szegö 1978. */
const hartmann6 = {
  name: 'hartmann6',
  space: Object.fromEntries([1, 2, 3, 4, 5, 6].map((i) => [`x${i}`, range(0, 1)])),
  optimum: -3.32237,
  /** @param {Readonly<Record<string, any>>} params */
  loss(params) {
    const x = Object.values(params);
    return -HEIGHTS.reduce((sum, height, i) => {
      const distance = x.reduce((d, xj, j) => d + STEEPNESS[i][j] * (xj - PEAKS[i][j]) ** 2, 0);
      return sum + height * Math.exp(-distance);
    }, 0);
  },
};

/** Two choices name the functions that are added, in the manner of Func2C (Ru et al., ICML 2020). */
const mixed = {
  name: 'mixed',
  space: {
    first: choice('rosenbrock', 'camel', 'beale'),
    second: choice('none', 'rosenbrock', 'camel', 'beale', 'bowl'),
    x: range(-1, 1),
    y: range(-1, 1),
  },
  optimum: -0.206326,
  /** @param {Readonly<Record<string, any>>} params */
  loss({ first, second, x, y }) {
    return SURFACES[first](x, y) + SURFACES[second](x, y);
  },
};

/** @type {Readonly<Record<string, (x: number, y: number) => number>>} */
const SURFACES = {
  none: () => 0,
  rosenbrock: (x, y) => (100 * (2 * y - 4 * x * x) ** 2 + (1 - 2 * x) ** 2) / 300,
  camel(x, y) {
    const [a, b] = [2 * x, y];
    return ((4 - 2.1 * a * a + a ** 4 / 3) * a * a + a * b + (4 * b * b - 4) * b * b) / 10;
  },
  beale(x, y) {
    const [a, b] = [4.5 * x, 4.5 * y];
    const terms = [1.5 - a + a * b, 2.25 - a + a * b * b, 2.625 - a + a * b ** 3];
    return terms.reduce((sum, term) => sum + term * term, 0) / 50;
  },
  bowl: (x, y) => (x - 0.5) ** 2 + (y + 0.5) ** 2,
};

/** As a sweep's parameters hang together: each optimizer and schedule has options of its own. */
const conditional = {
  name: 'conditional',
  space: {
    optimizer: choice('sgd', 'adam'),
    sgd_rate: { ...log(1e-4, 1), when: { optimizer: ['sgd'] } },
    momentum: { ...range(0, 0.99), when: { optimizer: ['sgd'] } },
    adam_rate: { ...log(1e-6, 1e-1), when: { optimizer: ['adam'] } },
    scheduler: choice('constant', 'step', 'cosine'),
    gamma: { ...log(0.01, 1), when: { scheduler: ['step'] } },
    step_size: { kind: 'int_uniform', low: 1, high: 20, when: { scheduler: ['step'] } },
    dropout: range(0, 0.8),
  },
  optimum: 0,
  /** @param {Readonly<Record<string, any>>} params */
  loss({ optimizer, sgd_rate, momentum, adam_rate, scheduler, gamma, step_size, dropout }) {
    const training =
      optimizer === 'sgd'
        ? (Math.log10(sgd_rate / (1 - momentum)) + 0.5) ** 2 + 0.8 * (momentum - 0.9) ** 2
        : 0.15 + 0.8 * (Math.log10(adam_rate) + 3.5) ** 2;
    const decay =
      scheduler === 'step'
        ? 0.5 * (Math.log10(gamma) + 0.7) ** 2 + ((step_size - 8) / 12) ** 2
        : scheduler === 'cosine'
          ? 0.1
          : 0.4;
    return training + decay + (dropout - 0.3) ** 2;
  },
};

/** Real trials: the best validation accuracy of each. */
const table = {
  name: 'table',
  space: {
    augmentation: choice('none', 'crop-flip', 'cutout', 'mixup'),
    unfrozen_layers: { ...choice(0, 'layer4.2', 1, 'layer3.5'), ordered: true },
    scheduler: choice(
      'constant',
      { type: 'step', step_size: 2, gamma: 0.3 },
      'cosine',
      'one_cycle',
    ),
    learning_rate: choice(0.003, 0.01, 0.03, 0.1, 0.3),
  },
  optimum: -0.575,
  /** @param {Readonly<Record<string, any>>} params */
  loss: (params) => -Math.max(...rowOf(params).val_accuracy),
};

/** @type {readonly Problem[]} */
export const problems = [branin, hartmann6, mixed, conditional, table];
