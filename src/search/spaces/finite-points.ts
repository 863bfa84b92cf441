import type { Distribution, Params, SearchSpace } from '../../core/space.js';
import { type Axis, choiceAxis } from './axis.js';
import { gridAxis, multiplesAxis } from './grid-axis.js';
import { type Points, pointsOf } from './points.js';

/** All the points that draws from a space can give, each once, numbered from 0. */
export interface FinitePoints {
  readonly size: number;
  at(index: number): Params;
}

/** Undefined where they are endless, or too many to number. */
export function finitePoints(space: SearchSpace): FinitePoints | undefined {
  const { size, at } = drawnAxes(space);
  return size === null || size > Number.MAX_SAFE_INTEGER ? undefined : { size, at };
}

/** The points that draws can give, whether or not there is an end of them. */
export function drawnAxes(space: SearchSpace): Points {
  return pointsOf(space, drawnAxis);
}

/**
 * The distinct values that draws from one parameter can give; undefined for a continuous one. A
 * grid's `count` says nothing about draws, and values of probability 0 are never drawn.
 */
export function drawnAxis(distribution: Distribution): Axis | undefined {
  if (distribution.kind === 'uniform') return multiplesAxis(distribution);
  if (distribution.kind !== 'categorical') return gridAxis(distribution);
  const { values, probabilities, options } = distribution;
  const places = new Map<string, number>();
  for (const [place, value] of values.entries()) {
    const key = JSON.stringify([value, options?.[place] ?? null]);
    if (probabilities?.[place] !== 0 && !places.has(key)) places.set(key, place);
  }
  return choiceAxis(distribution, [...places.values()], drawnAxis);
}
