import type { Distribution } from '../../core/space.js';
import { type Axis, choiceAxis } from './axis.js';
import { alongScale, firstStep, lastStep, multiple, quantize } from './distribution.js';

/**
 * A parameter's points on a grid, or undefined where it has no finite number of them: a continuous
 * range without `count`, a normal, a beta.
 *
 * `count` points lie evenly on the range's own scale, both ends included; a quantized range without
 * `count` gives all its multiples of q.
 */
export function gridAxis(distribution: Distribution): Axis | undefined {
  switch (distribution.kind) {
    case 'constant':
      return { size: 1, at: () => distribution.value };
    case 'categorical':
      return choiceAxis(distribution, [...distribution.values.keys()], gridAxis);
    case 'int_uniform':
      return {
        size: distribution.high - distribution.low + 1,
        at: (index) => distribution.low + index,
      };
    case 'uniform':
      return distribution.count === undefined ? multiplesAxis(distribution) : counted(distribution);
    default:
      return undefined;
  }
}

type Range = Extract<Distribution, { kind: 'uniform' }>;

/** The multiples of q in a range; undefined for a range without q. */
export function multiplesAxis({ low, high, q }: Range): Axis | undefined {
  if (q === undefined) return undefined;
  const first = firstStep(low, q);
  return { size: lastStep(high, q) - first + 1, at: (index) => multiple(first + index, q) };
}

function counted(range: Range): Axis {
  const count = range.count!;
  const points = Array.from({ length: count }, (_, index) =>
    quantize(alongScale(range, count === 1 ? 0.5 : index / (count - 1)), range.q, range),
  );
  // Quantized points may fall together, and a grid covers each once.
  const distinct = [...new Set(points)];
  return { size: distinct.length, at: (index) => distinct[index]! };
}
