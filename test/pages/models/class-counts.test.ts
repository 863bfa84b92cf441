import { expect, test } from 'vitest';
import { classCounts, countsTotal } from '../../../src/pages/models/class-counts.js';
import type { LookDocument } from '../../../src/results/documents/looking/look.js';

const look: LookDocument = {
  ...{ name: 'flowers', source: 'photos', class_names: ['rose', 'tulip', 'daisy'] },
  counts: { train: [30, 5, 20], val: [6, 1, 4], test: null },
  ...{ sides: { least: 20, median: 30, most: 40, images: 66 }, pixels: { mean: [], std: [] } },
  ...{ samples: [], normalizations: [], near_duplicates: [], labels: null, warnings: [] },
};

test('a split that is not there has no counts, not zeros', () => {
  expect(classCounts(look)[0]).toEqual({ place: 0, name: 'rose', train: 30, val: 6, test: null });
  expect(countsTotal(look)).toEqual({ train: 55, val: 11, test: null });
});
