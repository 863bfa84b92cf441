/** A value, and its slope along each number. */
export interface Slope {
  readonly value: number;
  readonly gradient: ArrayLike<number>;
}

/**
 * A local minimum in a box: quasi-Newton steps (BFGS; Nocedal & Wright, Numerical Optimization, 2006,
 * algorithm 6.1) along what is not held at a bound, cut off at the box, halved until they descend
 * (Armijo).
 *
 * @returns the best place that was looked at, and its value.
 */
export function minimize(
  f: (x: Float64Array) => Slope,
  start: ArrayLike<number>,
  bounds: (i: number) => readonly [low: number, high: number],
  { steps, tolerance = 1e-6 }: { readonly steps: number; readonly tolerance?: number },
): { readonly x: Float64Array; readonly value: number } {
  const n = start.length;
  const box = Array.from({ length: n }, (_, i) => bounds(i));
  const clamped = (x: number, i: number) => Math.min(Math.max(x, box[i]![0]), box[i]![1]);
  let x: Float64Array = Float64Array.from(start, clamped);
  let at = f(x);
  let curvature = identity(n);
  let fresh = true;

  for (let step = 0; step < steps; step += 1) {
    const held = Array.from(x, (value, i) => {
      const slope = at.gradient[i]!;
      return (value <= box[i]![0] && slope > 0) || (value >= box[i]![1] && slope < 0);
    });
    const slopes = Float64Array.from(at.gradient, (slope, i) => (held[i] ? 0 : slope));
    const size = Math.hypot(...slopes);
    if (!(size > tolerance)) break;
    let direction = slopes.map((_, i) => (held[i] ? 0 : -dot(curvature[i]!, slopes)));
    if (fresh || !(dot(direction, slopes) < 0)) {
      curvature = identity(n);
      // The first step knows no scale: a tenth of the box's.
      direction = slopes.map((slope) => (-slope / size) * Math.min(size, FIRST_STEP));
      fresh = true;
    }
    const next = descend(f, x, at, direction, clamped);
    if (!next) {
      if (fresh) break;
      fresh = true;
      continue;
    }
    const moved = next.x.map((value, i) => value - x[i]!);
    const turned = Float64Array.from(next.at.gradient, (slope, i) => slope - at.gradient[i]!);
    const gained = at.value - next.at.value;
    curvature = updated(curvature, moved, turned, fresh);
    fresh = false;
    x = next.x;
    at = next.at;
    if (gained < tolerance * 1e-2) break;
  }
  return { x, value: at.value };
}

const FIRST_STEP = 0.1;

function descend(
  f: (x: Float64Array) => Slope,
  x: Float64Array,
  at: Slope,
  direction: Float64Array,
  clamped: (x: number, i: number) => number,
): { readonly x: Float64Array; readonly at: Slope } | undefined {
  for (let part = 1; part > 1e-4; part /= 3) {
    const there = x.map((value, i) => clamped(value + part * direction[i]!, i));
    const expected = there.reduce((sum, value, i) => sum + (value - x[i]!) * at.gradient[i]!, 0);
    const found = f(there);
    if (found.value <= at.value + 1e-4 * expected && found.value < at.value) {
      return { x: there, at: found };
    }
  }
  return undefined;
}

/** The inverse of the curvature after one more step (Nocedal & Wright, eq. 6.17). */
function updated(
  inverse: readonly Float64Array[],
  moved: Float64Array,
  turned: Float64Array,
  first: boolean,
): readonly Float64Array[] {
  const along = dot(moved, turned);
  if (!(along > 1e-12)) return inverse;
  const scale = along / dot(turned, turned);
  const from = first ? inverse.map((row) => row.map((value) => value * scale)) : inverse;
  const pushed = from.map((row) => dot(row, turned));
  const factor = (1 + dot(pushed, turned) / along) / along;
  return from.map((row, i) =>
    row.map((value, j) => {
      const cross = (pushed[i]! * moved[j]! + moved[i]! * pushed[j]!) / along;
      return value + factor * moved[i]! * moved[j]! - cross;
    }),
  );
}

function identity(n: number): readonly Float64Array[] {
  return Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  );
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
