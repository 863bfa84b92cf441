import { useEffect, useRef, useState } from 'preact/hooks';
import { bestFirst } from '../../../charts/parts/trials-shown.js';
import { numberText } from '../../../charts/value-text.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';

/** Between two announcements, so that nobody is talked over. */
const LEAST_MS = 10_000;

/** Tells a screen reader of a new best trial, and of nothing else. */
export function Announce({
  sweep: { metric, goal },
  trials,
}: {
  readonly sweep: SweepDocument;
  readonly trials: ReadonlyMap<number, TrialEntry>;
}) {
  const [best] = bestFirst([...trials.values()], goal);
  const known = useRef(best?.trial);
  const last = useRef(Number.NEGATIVE_INFINITY);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!best || best.trial === known.current) return;
    const wait = Math.max(0, last.current + LEAST_MS - performance.now());
    const timer = setTimeout(() => {
      known.current = best.trial;
      last.current = performance.now();
      setText(`New best: trial ${best.trial}, ${metric} ${numberText(best.value)}`);
    }, wait);
    return () => clearTimeout(timer);
  }, [best?.trial, best?.value]);
  return (
    <p class="unseen" aria-live="polite">
      {text}
    </p>
  );
}
