import type { TrialEntry } from '../../../results/documents/live/trials.js';
import { useDocument } from '../../data/use-document.js';
import { StateMark } from '../../parts/state.js';

/** More are counted. */
const MOST = 5;

/** Trials that broke, and why; the latest first. */
export function Failures({ trials }: { readonly trials: ReadonlyMap<number, TrialEntry> }) {
  const failed = [...trials.values()]
    .filter(({ state }) => state === 'failed' || state === 'diverged')
    .sort((a, b) => b.trial - a.trial);
  if (failed.length === 0) return null;
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">Failures</h2>
      <ul class="failures">
        {failed.slice(0, MOST).map(({ trial, state }) => (
          <Failure key={trial} trial={trial} state={state} />
        ))}
      </ul>
      {failed.length > MOST && (
        <p class="more">
          and {failed.length - MOST} more: filter by <code>state=failed</code> or{' '}
          <code>state=diverged</code>
        </p>
      )}
    </section>
  );
}

function Failure({ trial, state }: Pick<TrialEntry, 'trial' | 'state'>) {
  const { data, problem } = useDocument('trial', { trial });
  const error = data?.attempts.findLast((attempt) => attempt.error !== null)?.error;
  return (
    <li>
      <StateMark state={state} bare /> <a href={`/t/${trial}`}>trial {trial}</a>{' '}
      <span class="reason">{error?.message ?? problem ?? (data ? 'no reason is known' : '…')}</span>
    </li>
  );
}
