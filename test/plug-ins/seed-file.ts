import { readFileSync } from 'node:fs';
import { random } from '../../src/assets/weights/random.js';
import type { WeightsDef } from '../../src/assets/weights/weights.js';
import { WeightsError } from '../../src/core/errors.js';

/** Random weights whose seed is what a file holds. */
export const seedFile: WeightsDef = {
  type: 'seed-file',
  summary: 'a .seed file, which holds a whole number',
  spelled: 'a .seed file',
  architecture: null,
  matches: (weights) => weights.endsWith('.seed'),
  async prepare({ weights }) {
    readSeed(weights);
  },
  load: (model, cacheDir) => random.load(model, cacheDir, readSeed(model.weights)),
};

function readSeed(path: string): number {
  const text = readFileSync(path, 'utf8');
  if (/^\d+\s*$/.test(text)) return Number(text);
  throw new WeightsError(`${path}: expected a whole number, got ${JSON.stringify(text)}.`);
}
