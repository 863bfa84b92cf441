import { scaleLinear, scaleLog, scalePoint } from 'd3-scale';
import type { Area, Axis } from './scene.js';
import { decadeTicks, linearTicks, type Tick } from './ticks.js';
import { shortMiddle } from './value-text.js';

/** Between values and pixels. */
export interface Ruler {
  /**
   * Where a value lies, which may be outside of what is shown; null: it is no number, none above 0 on
   * a logarithmic axis, or none of the categories.
   */
  place(value: number | string | null | undefined): number | null;
  /** The same of a number, moved to the nearest end where it lies outside. */
  clamped(value: number): number | null;
  /** The value at a pixel, the ends' beyond them; of categories the nearest; null: there is none. */
  valueAt(pixel: number): number | string | null;
  readonly ticks: readonly Tick[];
  /** Pixels from one category to the next; of numbers 0. */
  readonly step: number;
}

export function xRuler(area: Area, axis: Axis, ticks?: number): Ruler {
  return rulerOf(axis, area.left, area.left + area.width, ticks);
}

/** Values grow upward. */
export function yRuler(area: Area, axis: Axis, ticks?: number): Ruler {
  return rulerOf(axis, area.top + area.height, area.top, ticks);
}

/** `from`, `to`: the pixels of its low and its high end. `ticks`: about how many with labels. */
export function rulerOf(axis: Axis, from: number, to: number, ticks?: number): Ruler {
  const span: Span = axis.reversed ? [to, from] : [from, to];
  if (axis.kind === 'category') return categoryRuler(axis.values, span);
  return numberRuler(axis, span, ticks ?? Math.max(2, Math.round(Math.abs(to - from) / 70)));
}

type Span = readonly [from: number, to: number];

function numberRuler(
  { kind, low, high }: Extract<Axis, { readonly kind: 'linear' | 'log' }>,
  span: Span,
  wanted: number,
): Ruler {
  const scale = (kind === 'log' ? scaleLog : scaleLinear)([low, high], [...span]);
  const isNumber = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(value) && (kind === 'linear' || value > 0);
  const clamped = (value: number) => {
    if (Number.isNaN(value)) return null;
    if (kind === 'log' && value <= 0) return scale(low);
    return scale(Math.min(high, Math.max(low, value)));
  };
  return {
    clamped,
    place: (value) => (isNumber(value) ? near(scale(value)) : null),
    valueAt: (pixel) => {
      const share = (pixel - span[0]) / (span[1] - span[0]);
      // The ends are the ends to the last digit: what is chosen up to them takes them in.
      if (!(share > 0)) return low;
      return share >= 1 ? high : scale.invert(pixel);
    },
    ticks: (kind === 'log' ? decadeTicks : linearTicks)(low, high, wanted).map((tick) => {
      return { ...tick, place: scale(tick.value) };
    }),
    step: 0,
  };
}

/** What lies very far outside is drawn less far: the pictures are the same, the numbers are not huge. */
function near(pixel: number): number | null {
  // Between ends that are one number to the last digit, it is nowhere.
  if (Number.isNaN(pixel)) return null;
  return Math.min(FARTHEST, Math.max(-FARTHEST, pixel));
}

const FARTHEST = 20_000;

function categoryRuler(values: readonly string[], span: Span): Ruler {
  const scale = scalePoint(values, span).padding(0.5);
  const places = values.map((value) => scale(value)!);
  const nearest = (pixel: number) =>
    places.reduce(
      (best, place, i) => (Math.abs(place - pixel) < Math.abs(places[best]! - pixel) ? i : best),
      0,
    );
  return {
    place: (value) => (typeof value === 'string' ? (scale(value) ?? null) : null),
    clamped: () => null,
    valueAt: (pixel) => values[nearest(pixel)] ?? null,
    ticks: values.map((value, i) => {
      return { value, place: places[i]!, label: shortMiddle(value, LONGEST_LABEL) };
    }),
    step: scale.step(),
  };
}

const LONGEST_LABEL = 24;
