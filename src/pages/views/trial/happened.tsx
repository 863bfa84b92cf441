import { numberText } from '../../../charts/value-text.js';
import type { SerializedError } from '../../../core/trial.js';
import { grouped } from '../../../core/words/numbers.js';
import type { TrialDocument } from '../../../results/documents/trial.js';

/** Attempts, events and tests, with their texts as they are. Times are UTC, as the database has them. */
export function Happened({ trial }: { readonly trial: TrialDocument }) {
  const { attempts, tests } = trial;
  const said = new Set(attempts.map(({ error }) => error?.message));
  const events = trial.events.filter(({ message }) => !said.has(message));
  return (
    <section>
      <h2>What happened</h2>
      {attempts.length === 0 && <p class="muted">It has not begun.</p>}
      <ol class="log" aria-label="Attempts">
        {attempts.map(({ state, started_at, ended_at, exact, error }) => (
          <li key={started_at}>
            <time dateTime={started_at}>{timeText(started_at)}</time>
            {ended_at && (
              <>
                {' to '}
                <time dateTime={ended_at}>{timeText(ended_at).slice(11)}</time>
              </>
            )}
            {` attempt ${state}${exact === false ? ', need not repeat to the bit' : ''}`}
            {error && <ErrorText state={state} error={error} />}
          </li>
        ))}
      </ol>
      {events.length > 0 && (
        <ol class="log" aria-label="Events">
          {events.map(({ at, kind, message }) => (
            <li key={`${at} ${kind} ${message}`}>
              <time dateTime={at}>{timeText(at)}</time> {kind}: {message}
            </li>
          ))}
        </ol>
      )}
      {tests.length > 0 && (
        <>
          <h3>Test split</h3>
          <ol class="log">
            {tests.map(({ at, images, loss, accuracy }) => (
              <li key={at}>
                <time dateTime={at}>{timeText(at)}</time> accuracy {numberText(accuracy)}, loss{' '}
                {numberText(loss)} on {grouped(images)} images
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

/** What stopped it by plan is no error. */
function ErrorText({ state, error }: { readonly state: string; readonly error: SerializedError }) {
  return state === 'stopped' ? (
    <>: {error.message}</>
  ) : (
    <pre class="error">{`${error.code}: ${error.message}`}</pre>
  );
}

function timeText(at: string): string {
  return at.slice(0, 19).replace('T', ' ');
}
