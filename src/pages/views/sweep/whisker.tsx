import type { BoardRow } from './board-rows.js';

const [WIDTH, HEIGHT] = [64, 14];

/** A value in its interval, on the scale of all rows. */
export function Whisker({
  row: { value, interval },
  low,
  high,
}: {
  readonly row: BoardRow;
  readonly low: number;
  readonly high: number;
}) {
  if (value === null || interval === null) return null;
  const x = (at: number) => (2 + ((at - low) / (high - low || 1)) * (WIDTH - 4)).toFixed(1);
  return (
    <svg class="whisker" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path
        d={`M${x(interval.low)} 7H${x(interval.high)}M${x(interval.low)} 4v6M${x(interval.high)} 4v6`}
      />
      <circle cx={x(value)} cy="7" r="2.5" />
    </svg>
  );
}
