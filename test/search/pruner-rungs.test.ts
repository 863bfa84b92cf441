import { describe, expect, test } from 'vitest';
import { prunerRungs } from '../../src/search/pruner-rungs.js';

describe('rungs of a pruner', () => {
  test.each([
    [{ type: 'asha', min_iter: 1, eta: 3 }, 30, [0, 2, 8, 26]],
    [{ type: 'asha', min_iter: 1, eta: 3 }, 27, [0, 2, 8]],
    [{ type: 'asha', min_iter: 2, eta: 2, max_iter: 8 }, 30, [1, 3]],
    [{ type: 'hyperband', min_iter: 3, eta: 3 }, 30, [2, 8, 26]],
    [{ type: 'hyperband', max_iter: 27, s: 2, eta: 3 }, 30, [2, 8]],
    [{ type: 'percentile', min_iter: 2, interval: 4 }, 12, [1, 5, 9]],
    [{ type: 'threshold', lower: 0.1, interval: 5 }, 12, [0, 5, 10]],
  ])('%j of %i epochs', (pruner, epochs, rungs) => {
    expect(prunerRungs(pruner, epochs)).toEqual(rungs);
  });

  test.each([
    [{ type: 'median' }],
    [{ type: 'percentile' }],
    [{ type: 'patience' }],
    [{ type: 'of-another-version' }],
    [{ type: 'hyperband', eta: 'three' }],
    [{ type: 'constructor' }],
  ])('none in particular: %j', (pruner) => {
    expect(prunerRungs(pruner, 12)).toEqual([]);
  });
});
