import type { Json } from '../../core/json.js';
import type { Distribution, Params, SearchSpace } from '../../core/space.js';

/** The points that one parameter is tried at, made when asked for. */
export interface Axis {
  readonly size: number;
  at(index: number): Json;
}

export interface NamedAxis extends Axis {
  readonly name: string;
}

/** A space as axes, and the names of the parameters that have no finite number of points. */
export interface Axes {
  readonly axes: readonly NamedAxis[];
  readonly endless: readonly string[];
  /** Number of combinations; null: without end. Beyond 2^53 not exact. */
  readonly size: number | null;
}

/** `axisOf`: a parameter's points, undefined where there is no end of them. */
export function axesOf(
  space: SearchSpace,
  axisOf: (distribution: Distribution) => Axis | undefined,
): Axes {
  const axes: NamedAxis[] = [];
  const endless: string[] = [];
  for (const [name, distribution] of Object.entries(space)) {
    const axis = axisOf(distribution);
    if (axis) axes.push({ name, ...axis });
    else endless.push(name);
  }
  const size = axes.reduce((product, axis) => product * axis.size, 1);
  return { axes, endless, size: endless.length > 0 ? null : size };
}

/** The combination at `index`, a mixed-radix numeral of which the last axis is the fastest digit. */
export function pointAt(axes: readonly NamedAxis[], index: number): Params {
  let rest = index;
  const picks: [string, Json][] = [];
  for (const axis of axes.toReversed()) {
    picks.push([axis.name, axis.at(rest % axis.size)]);
    rest = Math.floor(rest / axis.size);
  }
  return Object.fromEntries(picks.reverse());
}
