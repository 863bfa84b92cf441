import { scaleLinear } from 'd3-scale';
import { shortNumber } from '../results/param-value.js';

/** A mark of an axis. */
export interface Tick {
  readonly value: number | string;
  /** Pixels. */
  readonly place: number;
  /** Empty: a small one between others. */
  readonly label: string;
}

export interface NumberTick {
  readonly value: number;
  readonly label: string;
}

/** About `wanted` even ones in [`low`, `high`], all with the same decimals. */
export function linearTicks(low: number, high: number, wanted: number): readonly NumberTick[] {
  const values = scaleLinear([low, high], [0, 1]).ticks(wanted);
  const step = values.length > 1 ? values[1]! - values[0]! : high - low;
  const most = Math.max(...values.map(Math.abs), step);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return values.map((value) => {
    if (most < 1e-3 || (most >= 1e6 && step >= 1)) return { value, label: powerText(value) };
    if (most >= 1e4) return { value, label: `${shortNumber(value / 1000, 6)}k` };
    return { value, label: value.toFixed(decimals).replace(/^-(0\.?0*)$/, '$1') };
  });
}

/**
 * The decades in [`low`, `high`] with labels, of many every so many, and 2 to 9 between them without.
 * Where fewer than two lie in it, 2 and 5 have labels too; where that is too few, even ones do.
 */
export function decadeTicks(low: number, high: number, wanted: number): readonly NumberTick[] {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const isIn = (value: number) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const decades = all.filter((power) => isIn(powerOf(power)));
  const every = Math.ceil(decades.length / Math.max(2, wanted));
  const labeled = decades.length > 1 ? [1] : [1, 2, 5];
  const digits = every > 1 ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const ticks = all.flatMap((power) =>
    digits.flatMap((digit) => {
      const value = digit === 1 ? powerOf(power) : digit * powerOf(power);
      if (!isIn(value)) return [];
      const isLabeled = labeled.includes(digit) && power % every === 0;
      return [{ value: Number(value.toPrecision(12)), label: isLabeled ? powerText(value) : '' }];
    }),
  );
  const enough = ticks.filter(({ label }) => label !== '').length > 1;
  return enough ? ticks : linearTicks(low, high, wanted);
}

/** To the last digit, which `10 ** -5` is not. */
function powerOf(power: number): number {
  return Number(`1e${power}`);
}

/** `0.001`, `1e-4`, `2e6`, `100`. */
function powerText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) {
    return Number(value.toPrecision(4)).toExponential().replace('e+', 'e');
  }
  return shortNumber(value, 4);
}
