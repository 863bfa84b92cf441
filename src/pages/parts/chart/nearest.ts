import type { Mark, Place } from '../../../charts/scene.js';

/** How near a pointer must come, in pixels. */
const REACH = 14;

/** The mark that a pointer means: of those with a word or a trial the nearest; undefined: none. */
export function nearestMark(marks: readonly Mark[], at: Place): Mark | undefined {
  let best: Mark | undefined;
  let reach = REACH;
  // Of equally near ones the last: it is drawn on top.
  for (const mark of marks) {
    if (mark.trial === undefined && mark.title === undefined) continue;
    const distance = distanceTo(mark, at, reach);
    if (distance > reach) continue;
    best = mark;
    reach = distance;
  }
  return best;
}

/** Infinity: farther than `reach`. */
function distanceTo(mark: Mark, at: Place, reach: number): number {
  switch (mark.kind) {
    case 'dot':
      return Math.max(0, Math.hypot(mark.place[0] - at[0], mark.place[1] - at[1]) - 3);
    case 'bar':
      return outside(at[0], mark.left, mark.width) + outside(at[1], mark.top, mark.height);
    case 'line':
      return toLine(mark.places, at, reach);
    case 'area':
      return isInside(mark.places, at) ? reach : Number.POSITIVE_INFINITY;
    case 'text':
      return Math.hypot(mark.place[0] - at[0], mark.place[1] - at[1]);
  }
}

function outside(at: number, from: number, length: number): number {
  return Math.max(0, from - at, at - from - length);
}

function toLine(places: readonly (Place | null)[], [x, y]: Place, reach: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < places.length; i += 1) {
    const b = places[i];
    const a = places[i - 1] ?? b;
    if (!a || !b) continue;
    if (Math.max(a[0], b[0]) < x - reach || Math.min(a[0], b[0]) > x + reach) continue;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : ((x - a[0]) * dx + (y - a[1]) * dy) / length;
    const along = Math.min(1, Math.max(0, share));
    least = Math.min(least, Math.hypot(a[0] + along * dx - x, a[1] + along * dy - y));
  }
  return least;
}

function isInside(places: readonly Place[], [x, y]: Place): boolean {
  let inside = false;
  for (const [i, a] of places.entries()) {
    const b = places[(i + places.length - 1) % places.length]!;
    const crosses = a[1] > y !== b[1] > y;
    if (crosses && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}
