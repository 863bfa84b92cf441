import type { Json } from '../../core/json.js';
import type { Distribution } from '../../core/space.js';
import { withOptions } from './options.js';

/** The values that one parameter is tried at, made when asked for. */
export interface Axis {
  readonly size: number;
  at(index: number): Json;
}

/** A distribution's values; undefined where there is no end of them. */
export type AxisOf = (distribution: Distribution) => Axis | undefined;

/**
 * The values of a choice at these places in its list, each with every combination of the options that
 * are drawn, of which the last varies fastest.
 */
export function choiceAxis(
  { values, options }: Extract<Distribution, { kind: 'categorical' }>,
  places: readonly number[],
  axisOf: AxisOf,
): Axis | undefined {
  const parts: Axis[] = [];
  for (const place of places) {
    const part = optionAxis(values[place]!, options?.[place] ?? null, axisOf);
    if (!part) return undefined;
    parts.push(part);
  }
  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    at(index) {
      let rest = index;
      for (const part of parts) {
        if (rest < part.size) return part.at(rest);
        rest -= part.size;
      }
      throw new Error(`Expected a place in an axis, got ${index}`);
    },
  };
}

function optionAxis(
  value: Json,
  options: Readonly<Record<string, Distribution>> | null,
  axisOf: AxisOf,
): Axis | undefined {
  const axes: (readonly [path: string, axis: Axis])[] = [];
  for (const [path, distribution] of Object.entries(options ?? {})) {
    const axis = axisOf(distribution);
    if (!axis) return undefined;
    axes.push([path, axis]);
  }
  return {
    size: axes.reduce((product, [, { size }]) => product * size, 1),
    at(index) {
      let rest = index;
      const picks: [string, Json][] = [];
      for (const [path, axis] of axes.toReversed()) {
        picks.push([path, axis.at(rest % axis.size)]);
        rest = Math.floor(rest / axis.size);
      }
      return withOptions(value, Object.fromEntries(picks));
    },
  };
}
