import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTally } from '../../src/train/tally.js';

interface Golden {
  readonly classes: number;
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly loss: number;
  readonly deviation: number;
  readonly accuracy: number;
  readonly ece: number;
}

const { tally: golden } = JSON.parse(
  readFileSync(new URL('../golden/search/statistics.json', import.meta.url), 'utf8'),
) as { readonly tally: Golden };

test("loss, its deviation, accuracy and calibration error are NumPy's", () => {
  const { classes, logits, labels } = golden;
  const tally = createTally(classes, labels.length);
  // In blocks, as heads give them.
  for (let from = 0; from < labels.length; from += 64) {
    const own = Uint16Array.from(labels.slice(from, from + 64));
    const rows = logits.slice(from * classes, (from + own.length) * classes);
    tally.add(Float32Array.from(rows), own);
  }
  const result = tally.result();
  expect(result.loss).toBeCloseTo(golden.loss, 5);
  expect(result.lossDeviation).toBeCloseTo(golden.deviation, 5);
  expect(result.accuracy).toBe(golden.accuracy);
  expect(result.calibrationError).toBeCloseTo(golden.ece, 5);
});

test('a network that is sure and always right is calibrated; one that is always wrong is not at all', () => {
  const sure = Float32Array.of(100, 0, 0, 0, 100, 0);
  const right = createTally(3, 2);
  right.add(sure, Uint16Array.of(0, 1));
  expect(right.result()).toMatchObject({
    calibrationError: 0,
    accuracy: 1,
    rights: Uint8Array.of(3),
  });
  const wrong = createTally(3, 2);
  wrong.add(sure, Uint16Array.of(2, 2));
  expect(wrong.result()).toMatchObject({ calibrationError: 1, accuracy: 0 });
});
