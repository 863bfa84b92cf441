import type { KernelModule } from './code/kernel-module.js';
import { TILE_COLUMNS, TILE_ROWS } from './code/multiply-code.js';
import { roundUp } from './patches.js';

/*
 * Matrix products in blocks that stay in a processor's caches (Goto & van de Geijn, ACM TOMS 34,
 * 2008): a panel of B in the first, a block of A in the second. Sums run in one order whatever the
 * number of rows, so a row's bits don't depend on what it is multiplied beside.
 */

/** Depth of a block: with eight columns a panel of 12 KiB. */
const DEPTH = 384;

/**
 * Longest run summed in one go; the sums of runs are then added up. Of 32, 64, 96 and 384 this came
 * closest to the reference logits, and it costs nothing.
 */
const RUN = 64;

/** Floats of A that are reused for all panels before moving on. */
const BLOCK = 48 * 1024;

/** The same for a product by columns: depth of a block, and A's columns in it. */
const COLUMN_DEPTH = 128;
const COLUMN_BLOCK = 128;

/** A row of A: `offsets.length` runs of `piece` floats, at byte offsets from where it starts. */
export interface Runs {
  readonly piece: number;
  readonly offsets: readonly number[];
}

/**
 * `taps` runs of `length` floats, `stride` bytes apart, cut into pieces of one length (a multiple of
 * four where `length` is one).
 */
export function runsOf(taps: number, length: number, stride: number): Runs {
  const unit = length % 4 === 0 ? 4 : 1;
  let pieces = Math.ceil(length / RUN);
  while (length % (pieces * unit) !== 0) pieces += 1;
  const piece = length / pieces;
  const offsets = Array.from(
    { length: taps * pieces },
    (_, i) => Math.floor(i / pieces) * stride + (i % pieces) * 4 * piece,
  );
  return { piece, offsets };
}

/** Bytes of a packed block of B. */
export function packedBytes(columns: number): number {
  return 4 * Math.max(DEPTH, COLUMN_DEPTH) * columns;
}

export interface RowProduct {
  readonly a: number;
  /** Address of the byte offsets of A's rows, and how many; a multiple of four. */
  readonly aRows: number;
  readonly rows: number;
  /** Address of the byte offsets of a row's runs. */
  readonly aRuns: number;
  readonly runs: Runs;
  readonly columns: number;
  readonly c: number;
  readonly cRows: number;
  readonly accumulate: boolean;
  /** Where to pack rows `from` to `from + depth` of B, in panels. */
  readonly packed: number;
  pack(from: number, depth: number): void;
}

/** C (+)= A B with A and C by row. */
export function rowProduct(module: KernelModule, p: RowProduct): void {
  const { piece, offsets } = p.runs;
  const runsPerBlock = Math.floor(DEPTH / piece);
  for (let run = 0; run < offsets.length; run += runsPerBlock) {
    const endRun = Math.min(run + runsPerBlock, offsets.length);
    const depth = (endRun - run) * piece;
    p.pack(run * piece, depth);
    const block = Math.max(1, Math.floor(BLOCK / depth / TILE_ROWS)) * TILE_ROWS;
    for (let row = 0; row < p.rows; row += block) {
      const endRow = Math.min(row + block, p.rows);
      for (let column = 0; column < p.columns; column += TILE_COLUMNS) {
        module.multiplyRows(
          p.a,
          p.aRows + 4 * row,
          p.aRuns + 4 * run,
          p.aRuns + 4 * endRun,
          4 * piece,
          p.packed + 4 * column * depth,
          p.c + 4 * column,
          p.cRows + 4 * row,
          p.cRows + 4 * endRow,
          p.accumulate || run > 0 ? 1 : 0,
        );
      }
    }
  }
}

export interface ColumnProduct {
  readonly a: number;
  /** Address of the byte offsets of A's rows, and how many. */
  readonly aRows: number;
  readonly depth: number;
  /** Groups of A's columns: byte offset of each group, and the columns it has. */
  readonly groups: readonly number[];
  readonly length: number;
  readonly b: number;
  readonly columns: number;
  /** C's rows lie dense, `length` (rounded up to four) of them a group. */
  readonly c: number;
  readonly packed: number;
}

/** C = A^T B, summed over the rows of both. */
export function columnProduct(module: KernelModule, p: ColumnProduct): void {
  const stride = 4 * p.columns;
  const height = roundUp(p.length, TILE_ROWS);
  for (let from = 0; from < p.depth; from += COLUMN_DEPTH) {
    const depth = Math.min(COLUMN_DEPTH, p.depth - from);
    module.packPanels(p.b + from * stride, stride, depth, stride, p.packed);
    p.groups.forEach((offset, group) => {
      for (let row = 0; row < height; row += COLUMN_BLOCK) {
        const c = p.c + (group * height + row) * stride;
        const cEnd = p.c + (group * height + Math.min(height, row + COLUMN_BLOCK)) * stride;
        for (let column = 0; column < p.columns; column += TILE_COLUMNS) {
          module.multiplyColumns(
            p.a + offset + 4 * row,
            p.aRows + 4 * from,
            p.aRows + 4 * (from + depth),
            p.packed + 4 * column * depth,
            c + 4 * column,
            cEnd + 4 * column,
            stride,
            from > 0 ? 1 : 0,
          );
        }
      }
    });
  }
}
