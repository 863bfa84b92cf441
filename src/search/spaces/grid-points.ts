import type { Json } from '../../core/json.js';
import type { Distribution, Params } from '../../core/space.js';
import { alongScale, firstStep, lastStep, multiple, quantize } from './distribution.js';

/** The points a grid takes from one parameter, made when asked for. */
export interface GridAxis {
  readonly size: number;
  at(index: number): Json;
}

/**
 * A parameter's points on a grid, or undefined where it has no finite number of them: a continuous
 * range without `count`, a normal, a beta.
 *
 * `count` points lie evenly on the range's own scale, both ends included; a quantized range without
 * `count` gives all its multiples of q.
 */
export function gridAxis(distribution: Distribution): GridAxis | undefined {
  switch (distribution.kind) {
    case 'constant':
      return { size: 1, at: () => distribution.value };
    case 'categorical':
      return { size: distribution.values.length, at: (index) => distribution.values[index]! };
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

/** The point at `index`, a mixed-radix numeral of which the last axis is the fastest digit. */
export function pointAt(
  axes: readonly (GridAxis & { readonly name: string })[],
  index: number,
): Params {
  let rest = index;
  const picks: [string, Json][] = [];
  for (const axis of axes.toReversed()) {
    picks.push([axis.name, axis.at(rest % axis.size)]);
    rest = Math.floor(rest / axis.size);
  }
  return Object.fromEntries(picks.reverse());
}

type Range = Extract<Distribution, { kind: 'uniform' }>;

/** The multiples of q in a range; undefined for a range without q. */
export function multiplesAxis({ low, high, q }: Range): GridAxis | undefined {
  if (q === undefined) return undefined;
  const first = firstStep(low, q);
  return { size: lastStep(high, q) - first + 1, at: (index) => multiple(first + index, q) };
}

function counted(range: Range): GridAxis {
  const count = range.count!;
  const points = Array.from({ length: count }, (_, index) =>
    quantize(alongScale(range, count === 1 ? 0.5 : index / (count - 1)), range.q, range),
  );
  // Quantized points may fall together, and a grid covers each once.
  const distinct = [...new Set(points)];
  return { size: distinct.length, at: (index) => distinct[index]! };
}
