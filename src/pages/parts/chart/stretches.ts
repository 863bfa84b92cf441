import { xRuler, yRuler } from '../../../charts/axis.js';
import type { Brush, Stretch } from '../../../charts/chart.js';
import type { Area, Axis, Place, Scene } from '../../../charts/scene.js';

/** An axis of a scene, and where it lies. */
export interface PlacedAxis {
  readonly area: Area;
  readonly axis: Axis;
  readonly along: 'x' | 'y';
}

export function axesOf(scene: Scene): readonly PlacedAxis[] {
  return scene.areas.flatMap((area) => [
    ...(area.x ? [{ area, axis: area.x, along: 'x' as const }] : []),
    ...(area.y ? [{ area, axis: area.y, along: 'y' as const }] : []),
  ]);
}

/** The area that a place lies in, or on whose single axis. */
export function areaAt({ areas }: Scene, [x, y]: Place): Area | undefined {
  return areas.find((area) => {
    const room = area.width < 24 ? 14 : 0;
    const inX = x >= area.left - room && x <= area.left + area.width + room;
    return inX && y >= area.top - 8 && y <= area.top + area.height + 8;
  });
}

/** An upright axis that stands alone, as those of parallel coordinates, is for choosing trials by it. */
export function isForBrush({ x, y }: Area): boolean {
  return x === null && y !== null;
}

/** Two axes are for zooming. */
export function isForZoom({ x, y }: Area): boolean {
  return x !== null && y !== null;
}

/**
 * The values between two pixels of an axis. One that ends within a few pixels of the axis' end, or
 * beyond it, takes in the end to the last digit. Null: they are one pixel, or no number.
 */
export function stretchBetween(placed: PlacedAxis, from: number, to: number): Stretch | null {
  const ends = [valueAt(placed, from), valueAt(placed, to)];
  const [a, b] = ends;
  if (typeof a !== 'number' || typeof b !== 'number' || a === b) return null;
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

/** The same as a brush: of categories those between. */
export function brushBetween(placed: PlacedAxis, from: number, to: number): Brush | null {
  const { axis } = placed;
  if (axis.kind !== 'category') return stretchBetween(placed, from, to);
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const ruler = rulerOf(placed);
  const values = axis.values.filter((value) => {
    const place = ruler.place(value);
    return place !== null && place >= low - 6 && place <= high + 6;
  });
  return values.length === 0 ? null : { values };
}

/** Where a brush lies on its axis, in pixels, from the smaller to the larger; null: nowhere. */
export function placeOf(placed: PlacedAxis, brush: Brush): readonly [number, number] | null {
  const ruler = rulerOf(placed);
  const values = 'values' in brush ? brush.values : [brush.low, brush.high];
  const places = values
    .map((value) => (typeof value === 'number' ? ruler.clamped(value) : ruler.place(value)))
    .filter((place) => place !== null);
  if (places.length === 0) return null;
  const room = 'values' in brush ? 6 : 0;
  return [Math.min(...places) - room, Math.max(...places) + room];
}

/**
 * The stretch that is shown after zooming about a share of the axis: `factor` below 1 shows less of
 * it. On a logarithmic axis it goes by factors. Null: an axis of categories, or too little to show.
 */
export function zoomed(axis: Axis, factor: number, about: number): Stretch | null {
  return moved(axis, (low, high) => {
    const at = low + (axis.reversed ? 1 - about : about) * (high - low);
    return [at - (at - low) * factor, at + (high - at) * factor];
  });
}

/** The stretch after going so many of its lengths toward its high end. */
export function panned(axis: Axis, by: number): Stretch | null {
  return moved(axis, (low, high) => [low + by * (high - low), high + by * (high - low)]);
}

function moved(axis: Axis, move: (low: number, high: number) => readonly [number, number]) {
  if (axis.kind === 'category') return null;
  const isLog = axis.kind === 'log';
  const [into, back] = isLog ? [Math.log, Math.exp] : [Number, Number];
  const [low, high] = move(into(axis.low), into(axis.high)).map(back);
  if (low === undefined || high === undefined) return null;
  const sound = Number.isFinite(low) && Number.isFinite(high) && low < high && (!isLog || low > 0);
  return sound ? { low, high } : null;
}

function valueAt(placed: PlacedAxis, pixel: number): number | string | null {
  const { area, along } = placed;
  const [start, length] = along === 'x' ? [area.left, area.width] : [area.top, area.height];
  const snap = Math.min(SNAP, length / 8);
  const snapped =
    pixel < start + snap ? start : pixel > start + length - snap ? start + length : pixel;
  return rulerOf(placed).valueAt(snapped);
}

const SNAP = 5;

function rulerOf({ area, axis, along }: PlacedAxis) {
  return along === 'x' ? xRuler(area, axis) : yRuler(area, axis);
}
