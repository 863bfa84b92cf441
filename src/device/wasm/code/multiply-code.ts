import { type Code, type Local, type Scope, wasmFunction } from './assembler.js';
import {
  add,
  advance,
  constant,
  f32x4,
  ifElse,
  loadI32,
  repeatWhileBelow,
  sequence,
} from './instructions.js';

/** Rows and columns of one tile of a product: eight vectors of four, all in registers. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;

/**
 * Tiles of C (+)= A B, where B is packed in panels of eight columns (`pack-code.ts`).
 *
 * A's rows lie anywhere: `aRows` lists their byte offsets from `a`, and each row is read in pieces
 * of `length` bytes at the offsets that `taps` lists (up to `tapsEnd`); that makes a convolution of
 * a padded image. `cRows` lists byte offsets of C's rows from `c`. Computes `tiles` x 4 rows.
 */
export const multiplyRows = wasmFunction(
  'multiplyRows',
  ['a', 'aRows', 'taps', 'tapsEnd', 'length', 'b', 'c', 'cRows', 'cRowsEnd', 'accumulate'],
  (p, scope) => {
    const rows = Array.from({ length: TILE_ROWS }, () => scope.i32());
    const [tap, end, panel, adding] = [scope.i32(), scope.i32(), scope.i32(), scope.i32()];
    const tile = declareTile(scope);
    const cAddress = (row: number) => add(p.c.get, loadI32(p.cRows.get, 4 * row));
    const [first] = rows as [Local];

    return repeatWhileBelow(
      p.cRows,
      p.cRowsEnd.get,
      sequence(
        adding.set(p.accumulate.get),
        panel.set(p.b.get),
        tap.set(p.taps.get),
        repeatWhileBelow(
          tap,
          p.tapsEnd.get,
          sequence(
            clearTile(tile),
            ...rows.map((row, i) =>
              row.set(add(add(p.a.get, loadI32(p.aRows.get, 4 * i)), loadI32(tap.get))),
            ),
            end.set(add(first.get, p.length.get)),
            repeatWhileBelow(
              first,
              end.get,
              sequence(
                rankOne(tile, panel, (i) => f32x4.loadSplat(rows[i]!.get)),
                ...rows.map((row) => advance(row, 4)),
              ),
            ),
            storeTile(tile, adding, cAddress),
            adding.set(constant(1)),
            advance(tap, 4),
          ),
        ),
        advance(p.aRows, 4 * TILE_ROWS),
        advance(p.cRows, 4 * TILE_ROWS),
      ),
    );
  },
);

/**
 * Tiles of C (+)= A^T B: the same with A's columns as the product's rows. `aRows` (up to
 * `aRowsEnd`) lists byte offsets of A's rows from `a`; C's rows lie `stride` bytes apart. Computes
 * the rows of C from `c` to `cEnd`, four at a time, from as many columns of A from `a` on.
 */
export const multiplyColumns = wasmFunction(
  'multiplyColumns',
  ['a', 'aRows', 'aRowsEnd', 'b', 'c', 'cEnd', 'stride', 'accumulate'],
  (p, scope) => {
    const [row, at, panel] = [scope.i32(), scope.i32(), scope.i32()];
    const cRows = Array.from({ length: TILE_ROWS }, () => scope.i32());
    const tile = declareTile(scope);
    const cAddress = (i: number) => cRows[i]!.get;

    return repeatWhileBelow(
      p.c,
      p.cEnd.get,
      sequence(
        ...cRows.map((cRow, i) =>
          cRow.set(i === 0 ? p.c.get : add(cRows[i - 1]!.get, p.stride.get)),
        ),
        clearTile(tile),
        panel.set(p.b.get),
        row.set(p.aRows.get),
        repeatWhileBelow(
          row,
          p.aRowsEnd.get,
          sequence(
            at.set(add(p.a.get, loadI32(row.get))),
            rankOne(tile, panel, (i) => f32x4.loadSplat(at.get, 4 * i)),
            advance(row, 4),
          ),
        ),
        storeTile(tile, p.accumulate, cAddress),
        advance(p.a, 4 * TILE_ROWS),
        p.c.set(add(cRows[TILE_ROWS - 1]!.get, p.stride.get)),
      ),
    );
  },
);

interface Tile {
  /** [row][half of the eight columns]. */
  readonly sums: readonly (readonly [Local, Local])[];
  readonly right: readonly [Local, Local];
  readonly left: Local;
}

function declareTile(scope: Scope): Tile {
  const pair = (): readonly [Local, Local] => [scope.v128(), scope.v128()];
  return {
    sums: Array.from({ length: TILE_ROWS }, pair),
    right: pair(),
    left: scope.v128(),
  };
}

function clearTile({ sums }: Tile): Code {
  return sequence(...sums.flat().map((sum) => sum.set(f32x4.zero)));
}

/**
 * Adds a run's sums to what earlier runs gave, rather than starting from it: a long sum rounds less
 * where it is made of short ones.
 */
function storeTile({ sums }: Tile, accumulate: Local, address: (row: number) => Code): Code {
  const each = (use: (row: number, half: number, sum: Local) => Code) =>
    sequence(...sums.flatMap((row, i) => row.map((sum, half) => use(i, half, sum))));
  return sequence(
    ifElse(
      accumulate.get,
      each((row, half, sum) => sum.set(f32x4.add(f32x4.load(address(row), 16 * half), sum.get))),
    ),
    each((row, half, sum) => f32x4.store(address(row), sum.get, 16 * half)),
  );
}

/** Adds one column of A times one row of B, and moves on to B's next row. */
function rankOne({ sums, right, left }: Tile, panel: Local, splat: (row: number) => Code): Code {
  return sequence(
    ...right.map((half, i) => half.set(f32x4.load(panel.get, 16 * i))),
    ...sums.flatMap((row, i) => [
      left.set(splat(i)),
      ...row.map((sum, half) => sum.set(f32x4.add(sum.get, f32x4.mul(left.get, right[half]!.get)))),
    ]),
    advance(panel, 4 * TILE_COLUMNS),
  );
}
