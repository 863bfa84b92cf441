import type { Rng } from '../../../core/random.js';
import { normalCdf, normalQuantile } from '../../spaces/quantiles.js';
import { bandwidths } from './bandwidths.js';
import { middle, type Support } from './supports.js';

/** One coordinate of all kernels of a mixture. A kernel that has none of it is spread evenly. */
export interface Column {
  /** Adds each kernel's log density, of cells log probability, at x to `sums`. */
  add(x: number, sums: Float64Array): void;
  /** A draw from one kernel. */
  draw(kernel: number, rng: Rng): number;
}

/** @param xs of each kernel where it lies; NaN: nowhere. */
export function columnOf(support: Support, xs: Float64Array): Column {
  const { cells, ordered } = support;
  if (cells && !ordered) return nominalColumn(xs, cells);
  return cells ? steppedColumn(xs, cells) : continuousColumn(xs);
}

/** Normal distributions cut off at 0 and 1. */
function continuousColumn(centers: Float64Array): Column {
  const { widths, lows, masses } = cutNormals(centers);
  const scales = widths.map((width, k) => -Math.log(width * masses[k]!) - HALF_LOG_TAU);
  return {
    add(x, sums) {
      for (let k = 0; k < sums.length; k += 1) {
        const width = widths[k]!;
        if (width === 0) continue;
        const z = (x - centers[k]!) / width;
        sums[k]! += scales[k]! - 0.5 * z * z;
      }
    },
    draw(k, rng) {
      if (widths[k] === 0) return rng();
      const x = centers[k]! + widths[k]! * normalQuantile(inside(lows[k]! + rng() * masses[k]!));
      return Math.min(Math.max(x, 0), 1);
    },
  };
}

/** The same, summed over cells. */
function steppedColumn(indices: Float64Array, cells: readonly number[]): Column {
  const centers = indices.map((index) => (Number.isNaN(index) ? index : middle(cells, index)));
  const { widths, lows, masses } = cutNormals(centers);
  const continuous = continuousColumn(centers);
  const last = cells.length - 2;
  /** By cell, as they are asked for. */
  const made = new Map<number, Float64Array>();

  function logMasses(index: number): Float64Array {
    const [low, high] = [cells[index]!, cells[index + 1]!];
    return widths.map((width, k) => {
      if (width === 0) return Math.log(high - low);
      const below = index === 0 ? lows[k]! : normalCdf((low - centers[k]!) / width);
      const upTo = index === last ? lows[k]! + masses[k]! : normalCdf((high - centers[k]!) / width);
      return Math.log((upTo - below) / masses[k]!);
    });
  }

  return {
    add(index, sums) {
      const each = made.get(index) ?? logMasses(index);
      made.set(index, each);
      for (let k = 0; k < sums.length; k += 1) sums[k]! += each[k]!;
    },
    draw(k, rng) {
      const u = continuous.draw(k, rng);
      return Math.max(
        0,
        Math.min(
          last,
          cells.findLastIndex((start) => start <= u),
        ),
      );
    },
  };
}

/** Any value is likely, and one more so, the more the more kernels there are (as Optuna has it). */
function nominalColumn(indices: Float64Array, cells: readonly number[]): Column {
  const size = cells.length - 1;
  const chances = Array.from({ length: size }, (_, i) => cells[i + 1]! - cells[i]!);
  const there = indices.filter((index) => !Number.isNaN(index)).length;
  const rest = size / (there + 1);
  return {
    add(index, sums) {
      const chance = chances[index]!;
      const other = Math.log((rest * chance) / (1 + rest));
      const same = Math.log((1 + rest * chance) / (1 + rest));
      const even = Math.log(chance);
      for (let k = 0; k < sums.length; k += 1) {
        const own = indices[k]!;
        sums[k]! += own === index ? same : Number.isNaN(own) ? even : other;
      }
    },
    draw(k, rng) {
      const own = indices[k]!;
      let u = rng();
      if (!Number.isNaN(own)) {
        if (u >= rest / (1 + rest)) return own;
        u *= (1 + rest) / rest;
      }
      return Math.min(
        size - 1,
        cells.findLastIndex((start) => start <= u),
      );
    },
  };
}

/** Widths (0: no center), and of each normal the probability below 0, and from 0 to 1. */
function cutNormals(centers: Float64Array) {
  const there = centers.filter((center) => !Number.isNaN(center));
  const narrow = bandwidths(there);
  const widths = new Float64Array(centers.length);
  let next = 0;
  for (const [k, center] of centers.entries()) {
    if (!Number.isNaN(center)) widths[k] = narrow[next++]!;
  }
  const lows = widths.map((width, k) => normalCdf(-centers[k]! / width));
  const masses = widths.map((width, k) => normalCdf((1 - centers[k]!) / width) - lows[k]!);
  return { widths, lows, masses };
}

function inside(p: number): number {
  return Math.min(Math.max(p, 2 ** -53), 1 - 2 ** -53);
}

const HALF_LOG_TAU = Math.log(2 * Math.PI) / 2;
