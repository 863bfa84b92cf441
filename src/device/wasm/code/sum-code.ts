import { type Code, type Local, wasmFunction } from './assembler.js';
import { declareSums, overLines, type Results, type Sums } from './channel-loops.js';
import { f32x4, f64x2, sequence } from './instructions.js';

/*
 * Sums over all rows of a [rows, channels] matrix, in float64: sixteen channels (one cache line) at
 * a time. `width` is a row's bytes, a multiple of 64; results are float64 [channels].
 */

/** sum(x). */
export const sumChannels = wasmFunction(
  'sumChannels',
  ['x', 'rows', 'width', 'sums'],
  (p, scope) => {
    const sums = declareSums(scope);
    const x = scope.v128();
    return overLines(scope, p, [p.x], [], [[sums, p.sums]], ([row], i) =>
      sequence(x.set(f32x4.load(row!.get, 16 * i)), addLanes(sums[i]!, x)),
    );
  },
);

/** sum((x - mean)^2); `mean` float32 [channels]. */
export const sumSquares = wasmFunction(
  'sumSquares',
  ['x', 'mean', 'rows', 'width', 'sums'],
  (p, scope) => {
    const sums = declareSums(scope);
    const x = scope.v128();
    return overLines(scope, p, [p.x], [p.mean], [[sums, p.sums]], ([row], i) =>
      sequence(
        x.set(f32x4.sub(f32x4.load(row!.get, 16 * i), f32x4.load(p.mean.get, 16 * i))),
        addSquares(sums[i]!, x),
      ),
    );
  },
);

/** sum(dy) and sum(dy * (x - mean)). */
export const sumGradients = wasmFunction(
  'sumGradients',
  ['dy', 'x', 'mean', 'rows', 'width', 'sums', 'products'],
  (p, scope) => {
    const sums = declareSums(scope);
    const products = declareSums(scope);
    const [dy, x] = [scope.v128(), scope.v128()];
    const results: Results = [
      [sums, p.sums],
      [products, p.products],
    ];
    return overLines(scope, p, [p.dy, p.x], [p.mean], results, ([dyRow, xRow], i) =>
      sequence(
        dy.set(f32x4.load(dyRow!.get, 16 * i)),
        x.set(f32x4.sub(f32x4.load(xRow!.get, 16 * i), f32x4.load(p.mean.get, 16 * i))),
        addLanes(sums[i]!, dy),
        x.set(f32x4.mul(dy.get, x.get)),
        addLanes(products[i]!, x),
      ),
    );
  },
);

function upper(x: Local): Code {
  return f32x4.shuffle(x.get, x.get, [2, 3, 2, 3]);
}

function addLanes([low, high]: Sums[number], x: Local): Code {
  return sequence(
    low.set(f64x2.add(low.get, f64x2.widenLow(x.get))),
    high.set(f64x2.add(high.get, f64x2.widenLow(upper(x)))),
  );
}

function addSquares([low, high]: Sums[number], x: Local): Code {
  const square = (value: Code) => f64x2.mul(f64x2.widenLow(value), f64x2.widenLow(value));
  return sequence(
    low.set(f64x2.add(low.get, square(x.get))),
    high.set(f64x2.add(high.get, square(upper(x)))),
  );
}
