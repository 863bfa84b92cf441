import type { Taps } from './taps.js';

/** A rectangle of pixels inside a larger RGB buffer. */
export interface Source {
  readonly data: Uint8Array | Float32Array;
  /** Index of its first number, and numbers from one row to the next. */
  readonly offset: number;
  readonly stride: number;
  readonly height: number;
}

/** What a value becomes on the way: `value * scale[c] + shift[c]`, per channel. */
export interface Affinity {
  readonly scale: ArrayLike<number>;
  readonly shift: ArrayLike<number>;
}

/**
 * Weighs columns, then rows of `source` into [rows, columns, 3] at `offset` of `out`.
 *
 * The affinity is applied half-way: weights sum to 1, so its place doesn't matter, and enlarging
 * there are fewer values there. `scratch` holds the rows between, at least 3 * height * columns.
 */
export function resample(
  source: Source,
  vertical: Taps,
  horizontal: Taps,
  affinity: Affinity,
  scratch: Float32Array,
  out: Float32Array,
  offset: number,
): void {
  const rowLength = 3 * horizontal.first.length;
  weighColumns(source, horizontal, affinity, scratch);
  if (vertical.count > 2) weighRows(scratch, rowLength, vertical, out, offset);
  else weighPairs(scratch, rowLength, vertical, out, offset);
}

function weighColumns(
  { data, offset, stride, height }: Source,
  { count, first, weights }: Taps,
  { scale, shift }: Affinity,
  rows: Float32Array,
): void {
  const columns = first.length;
  const [scaleR, scaleG, scaleB] = [scale[0]!, scale[1]!, scale[2]!];
  const [shiftR, shiftG, shiftB] = [shift[0]!, shift[1]!, shift[2]!];
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    const start = offset + y * stride;
    for (let x = 0, tap = 0; x < columns; x += 1, to += 3) {
      let from = start + 3 * first[x]!;
      let r = 0;
      let g = 0;
      let b = 0;
      for (const end = tap + count; tap < end; tap += 1, from += 3) {
        const weight = weights[tap]!;
        r += weight * data[from]!;
        g += weight * data[from + 1]!;
        b += weight * data[from + 2]!;
      }
      rows[to] = r * scaleR + shiftR;
      rows[to + 1] = g * scaleG + shiftG;
      rows[to + 2] = b * scaleB + shiftB;
    }
  }
}

/** Enlarging: each row lies between two (the same one twice where there is only one). */
function weighPairs(
  rows: Float32Array,
  rowLength: number,
  { count, first, weights }: Taps,
  out: Float32Array,
  offset: number,
): void {
  const next = count > 1 ? rowLength : 0;
  let to = offset;
  for (let y = 0; y < first.length; y += 1) {
    const above = weights[y * count]!;
    const below = 1 - above;
    const start = first[y]! * rowLength;
    for (let i = start; i < start + rowLength; i += 1, to += 1) {
      out[to] = above * rows[i]! + below * rows[i + next]!;
    }
  }
}

/** Shrinking: three rows at once, which is all for the usual 8/7; then any others. */
function weighRows(
  rows: Float32Array,
  rowLength: number,
  { count, first, weights }: Taps,
  out: Float32Array,
  offset: number,
): void {
  for (let y = 0; y < first.length; y += 1) {
    const start = first[y]! * rowLength;
    const end = start + rowLength;
    const tap = y * count;
    const [w0, w1, w2] = [weights[tap]!, weights[tap + 1]!, weights[tap + 2]!];
    let to = offset + y * rowLength;
    for (let i = start; i < end; i += 1, to += 1) {
      out[to] = w0 * rows[i]! + w1 * rows[i + rowLength]! + w2 * rows[i + 2 * rowLength]!;
    }
    for (let k = 3; k < count; k += 1) {
      const weight = weights[tap + k]!;
      to -= rowLength;
      for (let i = start; i < end; i += 1, to += 1) out[to]! += weight * rows[i + k * rowLength]!;
    }
  }
}
