import { wasmFunction } from './assembler.js';
import {
  add,
  advance,
  constant,
  f32x4,
  multiply,
  repeatWhileBelow,
  sequence,
} from './instructions.js';
import { TILE_COLUMNS } from './multiply-code.js';

/**
 * Packs a matrix, rows `stride` bytes apart, into panels of eight columns: all rows of columns 0 to
 * 7 one after another, then those of 8 to 15, and so on. `width` is the bytes of a row.
 */
export const packPanels = wasmFunction(
  'packPanels',
  ['source', 'stride', 'rows', 'width', 'target'],
  (p, scope) => {
    const [end, at, left] = [scope.i32(), scope.i32(), scope.i32()];
    return sequence(
      end.set(add(p.source.get, p.width.get)),
      repeatWhileBelow(
        p.source,
        end.get,
        sequence(
          at.set(p.source.get),
          left.set(constant(0)),
          repeatWhileBelow(
            left,
            p.rows.get,
            sequence(
              f32x4.store(p.target.get, f32x4.load(at.get)),
              f32x4.store(p.target.get, f32x4.load(at.get, 16), 16),
              advance(at, p.stride.get),
              advance(p.target, 4 * TILE_COLUMNS),
              advance(left, 1),
            ),
          ),
          advance(p.source, 4 * TILE_COLUMNS),
        ),
      ),
    );
  },
);

/**
 * Packs the transpose of a matrix the same way: its rows become the panels' columns. `length` is
 * the bytes of a row, a multiple of 16; `rows` a multiple of eight.
 */
export const packTransposed = wasmFunction(
  'packTransposed',
  ['source', 'stride', 'rows', 'length', 'target'],
  (p, scope) => {
    const [end, stop] = [scope.i32(), scope.i32()];
    const at = Array.from({ length: TILE_COLUMNS }, () => scope.i32());
    const lanes = Array.from({ length: 4 }, () => scope.v128());
    const pairs = Array.from({ length: 4 }, () => scope.v128());

    const transposeFour = (from: number) =>
      sequence(
        ...lanes.map((lane, i) => lane.set(f32x4.load(at[from + i]!.get))),
        ...[0, 2].flatMap((i) => [
          pairs[i]!.set(f32x4.shuffle(lanes[i]!.get, lanes[i + 1]!.get, [0, 4, 1, 5])),
          pairs[i + 1]!.set(f32x4.shuffle(lanes[i]!.get, lanes[i + 1]!.get, [2, 6, 3, 7])),
        ]),
        ...[0, 1].flatMap((half) =>
          (
            [
              [0, 1, 4, 5],
              [2, 3, 6, 7],
            ] as const
          ).map((order, i) =>
            f32x4.store(
              p.target.get,
              f32x4.shuffle(pairs[half]!.get, pairs[half + 2]!.get, order),
              4 * TILE_COLUMNS * (2 * half + i) + 4 * from,
            ),
          ),
        ),
      );

    return sequence(
      end.set(add(p.source.get, multiply(p.stride.get, p.rows.get))),
      repeatWhileBelow(
        p.source,
        end.get,
        sequence(
          ...at.map((row, i) =>
            row.set(i === 0 ? p.source.get : add(at[i - 1]!.get, p.stride.get)),
          ),
          stop.set(add(p.source.get, p.length.get)),
          repeatWhileBelow(
            at[0]!,
            stop.get,
            sequence(
              transposeFour(0),
              transposeFour(4),
              advance(p.target, 16 * TILE_COLUMNS),
              ...at.map((row) => advance(row, 16)),
            ),
          ),
          advance(p.source, multiply(p.stride.get, constant(TILE_COLUMNS))),
        ),
      ),
    );
  },
);
