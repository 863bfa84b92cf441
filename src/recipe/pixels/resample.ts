import type { Taps } from './taps.js';

/** A rectangle of pixels inside a larger RGB buffer. */
export interface Source {
  readonly data: Uint8Array | Float32Array;
  /** Index of its first number, and numbers from one row to the next. */
  readonly offset: number;
  readonly stride: number;
  readonly height: number;
  readonly width: number;
}

/** What a value becomes on the way: `value * scale[c] + shift[c]`, per channel. */
export interface Affinity {
  readonly scale: ArrayLike<number>;
  readonly shift: ArrayLike<number>;
}

/**
 * Weighs rows and columns of `source` into [rows, columns, 3] at `offset` of `out`. Horizontally
 * first, each source row once, with the affinity applied there: weights sum to 1, so the order
 * doesn't matter, and there are fewer source rows than target rows when enlarging.
 */
export function resample(
  source: Source,
  vertical: Taps,
  horizontal: Taps,
  { scale, shift }: Affinity,
  out: Float32Array | Uint8ClampedArray,
  offset: number,
): void {
  const rowLength = 3 * horizontal.first.length;
  const rows = new Float32Array(source.height * rowLength);
  squeezeRows(source, horizontal, scale, shift, rows, rowLength);
  if (vertical.count === 2) blendPairs(rows, rowLength, vertical, out, offset);
  else blendRows(rows, rowLength, vertical, out, offset);
}

function squeezeRows(
  { data, offset, stride, height }: Source,
  { count, first, weights }: Taps,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
  rows: Float32Array,
  rowLength: number,
): void {
  const [scaleR, scaleG, scaleB] = [scale[0]!, scale[1]!, scale[2]!];
  const [shiftR, shiftG, shiftB] = [shift[0]!, shift[1]!, shift[2]!];
  const columns = first.length;
  for (let y = 0; y < height; y += 1) {
    const start = offset + y * stride;
    let to = y * rowLength;
    for (let x = 0; x < columns; x += 1, to += 3) {
      let from = start + 3 * first[x]!;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let k = x * count; k < (x + 1) * count; k += 1, from += 3) {
        const weight = weights[k]!;
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

/** Enlarging: every target row lies between two source rows. */
function blendPairs(
  rows: Float32Array,
  rowLength: number,
  { first, weights }: Taps,
  out: Float32Array | Uint8ClampedArray,
  offset: number,
): void {
  let to = offset;
  for (let y = 0; y < first.length; y += 1) {
    const above = weights[2 * y]!;
    const below = weights[2 * y + 1]!;
    const start = first[y]! * rowLength;
    for (let i = start; i < start + rowLength; i += 1, to += 1) {
      out[to] = above * rows[i]! + below * rows[i + rowLength]!;
    }
  }
}

function blendRows(
  rows: Float32Array,
  rowLength: number,
  { count, first, weights }: Taps,
  out: Float32Array | Uint8ClampedArray,
  offset: number,
): void {
  const sums = new Float64Array(rowLength);
  for (let y = 0; y < first.length; y += 1) {
    sums.fill(0);
    for (let k = 0; k < count; k += 1) {
      const weight = weights[y * count + k]!;
      const start = (first[y]! + k) * rowLength;
      for (let i = 0; i < rowLength; i += 1) sums[i]! += weight * rows[start + i]!;
    }
    out.set(sums, offset + y * rowLength);
  }
}
