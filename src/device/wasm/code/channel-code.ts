import { wasmFunction } from './assembler.js';
import { overRows } from './channel-loops.js';
import { f32x4 } from './instructions.js';

/** (x - mean) * scale + shift, with float32 [channels] each. */
export const normalizeChannels = wasmFunction(
  'normalizeChannels',
  ['x', 'end', 'mean', 'scale', 'shift', 'width', 'y'],
  (p, scope) =>
    overRows(scope, p, [p.x, p.y], (at) =>
      f32x4.store(
        p.y.get,
        f32x4.add(
          f32x4.mul(
            f32x4.sub(f32x4.load(p.x.get), f32x4.load(at(p.mean))),
            f32x4.load(at(p.scale)),
          ),
          f32x4.load(at(p.shift)),
        ),
      ),
    ),
);

/** (dy - mean of dy - (x - mean) * slope) * scale, with float32 [channels] each. */
export const normalizeGradient = wasmFunction(
  'normalizeGradient',
  ['x', 'end', 'dy', 'mean', 'meanDy', 'slope', 'scale', 'width', 'dx'],
  (p, scope) =>
    overRows(scope, p, [p.x, p.dy, p.dx], (at) =>
      f32x4.store(
        p.dx.get,
        f32x4.mul(
          f32x4.sub(
            f32x4.sub(f32x4.load(p.dy.get), f32x4.load(at(p.meanDy))),
            f32x4.mul(
              f32x4.sub(f32x4.load(p.x.get), f32x4.load(at(p.mean))),
              f32x4.load(at(p.slope)),
            ),
          ),
          f32x4.load(at(p.scale)),
        ),
      ),
    ),
);

/** Adds a bias [channels] in place, and holds the result at `floor` (one float32) or above. */
export const addBias = wasmFunction('addBias', ['x', 'end', 'bias', 'floor', 'width'], (p, scope) =>
  overRows(scope, p, [p.x], (at) =>
    f32x4.store(
      p.x.get,
      f32x4.max(
        f32x4.add(f32x4.load(p.x.get), f32x4.load(at(p.bias))),
        f32x4.loadSplat(p.floor.get),
      ),
    ),
  ),
);

/** The same with a second tensor of x's shape added. */
export const addBiasAndResidual = wasmFunction(
  'addBiasAndResidual',
  ['x', 'end', 'residual', 'bias', 'floor', 'width'],
  (p, scope) =>
    overRows(scope, p, [p.x, p.residual], (at) =>
      f32x4.store(
        p.x.get,
        f32x4.max(
          f32x4.add(
            f32x4.add(f32x4.load(p.x.get), f32x4.load(at(p.bias))),
            f32x4.load(p.residual.get),
          ),
          f32x4.loadSplat(p.floor.get),
        ),
      ),
    ),
);
