import type { Color, LineMark } from '../../scene.js';

/** An interval along x, with ends. */
export function whisker(low: number, high: number, middle: number, color: Color): LineMark {
  return {
    ...{ kind: 'line', color, width: 1.5 },
    places: [
      [low, middle],
      [high, middle],
      null,
      [low, middle - 3],
      [low, middle + 3],
      null,
      [high, middle - 3],
      [high, middle + 3],
    ],
  };
}
