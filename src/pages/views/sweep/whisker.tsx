import type { BoardRow } from './board-rows.js';
import type { WhiskerScale } from './whisker-scale.js';

const [WIDTH, HEIGHT, MARGIN] = [190, 29, 10];

/** The scale's figures, over the rows. */
export function WhiskerTicks({ scale }: { readonly scale: WhiskerScale }) {
  return (
    <svg class="whisker-ticks" width={WIDTH} height="10" aria-hidden="true">
      {scale.ticks.map(({ value, label }) => (
        <text key={value} x={placeOn(scale, value)} y="9" text-anchor="middle">
          {label}
        </text>
      ))}
    </svg>
  );
}

/** A value in its interval; what lies beyond the scale is an arrow at its end. */
export function Whisker({
  row: { value, interval },
  scale,
}: {
  readonly row: BoardRow;
  readonly scale: WhiskerScale;
}) {
  const [middle, from, to] = [HEIGHT / 2, MARGIN / 2, WIDTH - MARGIN / 2];
  const x = (at: number) => placeOn(scale, at);
  const inside = (at: number) => Math.min(to, Math.max(from, x(at)));
  const cap = (at: number) => (x(at) < from || x(at) > to ? '' : `M${x(at)} ${middle - 4}v8`);
  return (
    <svg class="whisker" width={WIDTH} height={HEIGHT} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <path key={tick.value} class="tick" d={`M${x(tick.value)} 0V${HEIGHT}`} />
      ))}
      {value !== null && interval !== null && (
        <>
          {interval.high >= scale.low && interval.low <= scale.high && (
            <path
              d={`M${inside(interval.low)} ${middle}H${inside(interval.high)}${cap(interval.low)}${cap(interval.high)}`}
            />
          )}
          {value < scale.low ? (
            <path class="beyond" d={`M${from} ${middle}l6 -4v8z`} />
          ) : value > scale.high ? (
            <path class="beyond" d={`M${to} ${middle}l-6 -4v8z`} />
          ) : (
            <circle cx={x(value)} cy={middle} r="3" />
          )}
        </>
      )}
    </svg>
  );
}

/** Pixels from the left. */
function placeOn({ low, high }: WhiskerScale, value: number): number {
  const share = high > low ? (value - low) / (high - low) : 0.5;
  return Math.round(10 * (MARGIN + share * (WIDTH - 2 * MARGIN))) / 10;
}
