import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../src/device/backend.js';
import { wasm } from '../../../src/device/backends/wasm.js';
import { batchLoss, crossEntropy } from '../../../src/train/step/loss.js';

let engine: Engine;
beforeAll(async () => {
  engine = await wasm.load('');
});

// Worked by hand: softmax of [ln 1, ln 2, ln 5] is [1/8, 2/8, 5/8].
const LOGITS = [Math.log(1), Math.log(2), Math.log(5)];

function lossOf(logits: number[][], labels: number[][], labelSmoothing: number) {
  const { tf } = engine;
  return tf.tidy(() => {
    const input = tf.tensor2d(logits) as Tensor2D;
    const { loss, correct, dLogits } = batchLoss(tf, input, tf.tensor2d(labels), labelSmoothing);
    return { loss, correct, gradient: [...dLogits.dataSync()] };
  });
}

test('cross-entropy of one image is the negative log of its class probability', () => {
  expect(crossEntropy(LOGITS, 1)).toBeCloseTo(Math.log(4), 12);
});

test('huge logits stay finite', () => {
  expect(crossEntropy([1e4, -1e4], 1)).toBe(2e4);
  expect(crossEntropy([Number.NaN, 0], 1)).toBeNaN();
});

test('the gradient is probability minus label, over the batch', () => {
  const { loss, correct, gradient } = lossOf(
    [LOGITS, LOGITS],
    [
      [0, 0, 1],
      [1, 0, 0],
    ],
    0,
  );
  expect(loss).toBeCloseTo((Math.log(8 / 5) + Math.log(8)) / 2, 5);
  expect(correct).toBe(1);
  const want = [1 / 8, 2 / 8, -3 / 8, -7 / 8, 2 / 8, 5 / 8].map((value) => value / 2);
  gradient.forEach((value, i) => {
    expect(value).toBeCloseTo(want[i]!, 6);
  });
});

test("smoothing spreads labels as PyTorch's and leaves the reported loss plain", () => {
  const { loss, gradient } = lossOf([LOGITS], [[0, 0, 1]], 0.3);
  expect(loss).toBeCloseTo(Math.log(8 / 5), 5);
  const want = [1 / 8 - 0.1, 2 / 8 - 0.1, 5 / 8 - 0.8];
  gradient.forEach((value, i) => {
    expect(value).toBeCloseTo(want[i]!, 6);
  });
});

test('soft labels weigh their classes, and the largest is the right one', () => {
  const { loss, correct } = lossOf([LOGITS], [[0.4, 0, 0.6]], 0);
  expect(loss).toBeCloseTo(0.4 * Math.log(8) + 0.6 * Math.log(8 / 5), 5);
  expect(correct).toBe(1);
});
