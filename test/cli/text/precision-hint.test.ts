import { expect, test } from 'vitest';
import { precisionHint } from '../../../src/cli/text/precision-hint.js';
import type { SearchSpace } from '../../../src/core/space.js';

const GPU = { kind: 'gpu', precisions: ['float32', 'tf32', 'bf16'] } as const;
const OPEN: SearchSpace = {};
const SET: SearchSpace = { precision: { kind: 'constant', value: 'float32' } };

test('a sweep that left its precision open on a GPU is told of tf32', () => {
  expect(precisionHint(GPU, { space: OPEN })).toContain('tf32');
});

test('one that set it is not, nor where there is no tf32, nor on a processor', () => {
  expect(precisionHint(GPU, { space: SET })).toBeNull();
  expect(precisionHint({ ...GPU, precisions: ['float32'] }, { space: OPEN })).toBeNull();
  expect(precisionHint({ ...GPU, kind: 'cpu' }, { space: OPEN })).toBeNull();
});
