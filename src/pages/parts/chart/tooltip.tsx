import type { Mark, Place } from '../../../charts/scene.js';

/** What the pointer is on. It stays inside the chart's width. */
export function Tooltip({
  mark,
  at,
  width,
  does,
}: {
  readonly mark: Mark;
  readonly at: Place;
  readonly width: number;
  /** What a click on a trial's mark does. */
  readonly does: string;
}) {
  const [first, ...rest] = (mark.title ?? `trial ${mark.trial}`).split('; ');
  const style = {
    top: `${at[1] + 12}px`,
    maxWidth: `${Math.max(160, width / 2)}px`,
    ...(at[0] > width / 2 ? { right: `${width - at[0] + 12}px` } : { left: `${at[0] + 12}px` }),
  };
  return (
    <div class="tooltip" style={style}>
      <b>{first}</b>
      {rest.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {mark.trial !== undefined && (
        <em>
          click {does} trial {mark.trial}
        </em>
      )}
    </div>
  );
}
