import type { Distribution, Params, SearchSpace } from '../../core/space.js';
import { type Axes, type Axis, axesOf, pointAt } from './axes.js';
import { gridAxis, multiplesAxis } from './grid-axis.js';

/** All the points that draws from a space can give, each once, numbered from 0. */
export interface FinitePoints {
  readonly size: number;
  at(index: number): Params;
}

/** Undefined where they are endless, or too many to number. */
export function finitePoints(space: SearchSpace): FinitePoints | undefined {
  const { axes, size } = drawnAxes(space);
  if (size === null || size > Number.MAX_SAFE_INTEGER) return undefined;
  return { size, at: (index) => pointAt(axes, index) };
}

/** The distinct values that draws can give, by parameter. */
export function drawnAxes(space: SearchSpace): Axes {
  return axesOf(space, drawnAxis);
}

/**
 * The distinct values that draws from one parameter can give; undefined for a continuous one. A
 * grid's `count` says nothing about draws, and values of probability 0 are never drawn.
 */
export function drawnAxis(distribution: Distribution): Axis | undefined {
  if (distribution.kind === 'uniform') return multiplesAxis(distribution);
  if (distribution.kind !== 'categorical') return gridAxis(distribution);
  const { values, probabilities } = distribution;
  const drawn = values.filter((_, i) => probabilities === undefined || probabilities[i]! > 0);
  const distinct = [...new Map(drawn.map((value) => [JSON.stringify(value), value])).values()];
  return { size: distinct.length, at: (index) => distinct[index]! };
}
