import { wasmFunction } from './assembler.js';
import { advance, f32x4, repeatWhileBelow, sequence } from './instructions.js';

/*
 * Elementwise functions over float32 from the first address to `end`, four lanes at a time: the last
 * few may run past the end, into the slack that every allocation has.
 */

/** max(x, 0). */
export const relu = wasmFunction('relu', ['x', 'end', 'y'], (p) =>
  repeatWhileBelow(
    p.x,
    p.end.get,
    sequence(
      f32x4.store(p.y.get, f32x4.max(f32x4.load(p.x.get), f32x4.zero)),
      advance(p.x, 16),
      advance(p.y, 16),
    ),
  ),
);

/** dy where y is above 0, else 0. */
export const reluGradient = wasmFunction('reluGradient', ['y', 'end', 'dy', 'dx'], (p) =>
  repeatWhileBelow(
    p.y,
    p.end.get,
    sequence(
      f32x4.store(
        p.dx.get,
        f32x4.and(f32x4.load(p.dy.get), f32x4.greater(f32x4.load(p.y.get), f32x4.zero)),
      ),
      advance(p.y, 16),
      advance(p.dy, 16),
      advance(p.dx, 16),
    ),
  ),
);
