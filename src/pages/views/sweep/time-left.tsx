import { useRef } from 'preact/hooks';
import { secondsText } from '../../../charts/value-text.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import { secondsLeft, spentSeconds } from './seconds-left.js';

/** Of a running sweep, by how fast it went while this page looked on. */
export function TimeLeft({
  sweep,
  trials,
}: {
  readonly sweep: SweepDocument;
  readonly trials: ReadonlyMap<number, TrialEntry>;
}) {
  const now = { at: performance.now() / 1000, spent: spentSeconds(trials) };
  const first = useRef(now);
  if (sweep.state !== 'running') return null;
  const left = secondsLeft(sweep, trials, first.current, now);
  return (
    <div>
      <dt>time left</dt>
      <dd>{left === null ? 'not known yet' : `about ${secondsText(left)}`}</dd>
    </div>
  );
}
