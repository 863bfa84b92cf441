import { grouped } from '../../../core/words/numbers.js';

/** A cell has room for so many. */
const MOST = 6;

/** Trials by their ids, each a link; of many the first, and how many there are more. */
export function TrialLinks({ trials }: { readonly trials: readonly number[] }) {
  const more = trials.length - MOST;
  return (
    <span class="trial-links">
      {trials.slice(0, MOST).map((trial) => (
        <a key={trial} href={`/t/${trial}`}>
          {trial}
        </a>
      ))}
      {more > 0 && <span title={trials.slice(MOST).join(', ')}>and {grouped(more)} more</span>}
    </span>
  );
}
