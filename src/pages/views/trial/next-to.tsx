import { grouped } from '../../../core/words/numbers.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { MOST_COMPARED } from '../../models/compare-rows.js';
import { neighborsOf } from '../../models/neighbors.js';
import { hrefOf } from '../../router.js';
import { TrialLinks } from '../pieces/trial-links.js';
import type { Around } from './use-trial.js';

/** To the trials before and after it, and beside the best. */
export function NextTo({
  trial,
  around,
}: {
  readonly trial: TrialDocument;
  readonly around: Around;
}) {
  const { before, after } = neighborsOf(trial.trial, around.trials);
  const { best } = around;
  return (
    <span class="title-end">
      <span class="muted">
        number {grouped(trial.number)} of {grouped(around.trials.length)}
      </span>
      {before !== null && (
        <a href={`/t/${before}`} title="The trial before ([)">
          ← {before}
        </a>
      )}
      {after !== null && (
        <a href={`/t/${after}`} title="The trial after (])">
          {after} →
        </a>
      )}
      {best && best.trial !== trial.trial && (
        <a href={hrefOf('/compare', { trials: [best.trial, trial.trial] })}>
          compare with the best
        </a>
      )}
    </span>
  );
}

/** Its point's other runs. */
export function Runs({ trial: { trial, runs } }: { readonly trial: TrialDocument }) {
  if (runs.length < 2) return null;
  return (
    <p>
      Run {runs.indexOf(trial) + 1} of {runs.length} of its point. With other draws:{' '}
      <TrialLinks trials={runs.filter((run) => run !== trial)} />{' '}
      <a href={hrefOf('/compare', { trials: runs.slice(0, MOST_COMPARED) })}>compare the runs</a>
    </p>
  );
}
