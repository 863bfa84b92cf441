import type { Curve } from '../../../results/documents/live/curves.js';

const [WIDTH, HEIGHT] = [72, 18];

/** A trial's curve in a word's room, between the ends that all rows share. */
export function Sparkline({
  curve,
  low,
  high,
  epochs,
}: {
  readonly curve: Curve | undefined;
  readonly low: number;
  readonly high: number;
  readonly epochs: number;
}) {
  const span = high - low || 1;
  const places = (curve?.values ?? []).map((value, epoch) => {
    if (value === null) return null;
    const x = 2 + (epoch / Math.max(1, epochs - 1)) * (WIDTH - 4);
    return [x, HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4)] as const;
  });
  const last = places.findLast((place) => place !== null);
  return (
    <svg class="spark" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={pathOf(places)} />
      {last && <circle cx={last[0].toFixed(1)} cy={last[1].toFixed(1)} r="1.5" />}
    </svg>
  );
}

function pathOf(places: readonly (readonly [number, number] | null)[]): string {
  return places
    .map((place, i) => {
      return place
        ? `${places[i - 1] ? 'L' : 'M'}${place[0].toFixed(1)} ${place[1].toFixed(1)}`
        : '';
    })
    .join('');
}

/** The least and the largest of all values; null: there is none. */
export function endsOf(
  curves: readonly Curve[],
): { readonly low: number; readonly high: number } | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of curves) {
    for (const value of values) {
      if (value === null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? null : { low, high };
}
