import { count } from '../../core/words/numbers.js';
import { connection, paused, togglePause, waitingTrials } from '../data/live/live.js';

/** Whether what is shown is how it is now, and what stops and starts that. */
export function LiveMark() {
  const now = connection.value;
  const waiting = waitingTrials.value;
  return (
    <>
      <span class={`live live-${now}`} role="status">
        {words[now]}
      </span>
      <button
        type="button"
        class="quiet"
        aria-pressed={paused.value}
        title="Pause what is live (p)"
        onClick={togglePause}
      >
        {paused.value ? (waiting > 0 ? `${waiting} new` : 'paused') : 'pause'}
        {waiting > 0 && <span class="unseen">, {count(waiting, 'trial')} changed since</span>}
      </button>
    </>
  );
}

const words = {
  connecting: 'connecting…',
  live: 'live',
  lost: 'The server is gone: trying again. What you see is how it was.',
  refused:
    'No key, or one from before the dashboard was started anew: open the address that it printed.',
} as const;
