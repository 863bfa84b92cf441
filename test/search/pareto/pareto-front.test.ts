import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nonDominatedFronts } from '../../../src/search/pareto/non-dominated-fronts.js';
import { paretoFront } from '../../../src/search/pareto/pareto-front.js';

const loss = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Number.POSITIVE_INFINITY));

test('the front is the first of all fronts, for any number of objectives', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }).chain((n) => {
        return fc.array(fc.array(loss, { minLength: n, maxLength: n }), { maxLength: 30 });
      }),
      (losses) => {
        const [first = []] = nonDominatedFronts(losses.map((each) => ({ losses: each })));
        expect(paretoFront(losses)).toEqual(first);
      },
    ),
  );
});
