import { useEffect, useState } from 'preact/hooks';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import type { Answer } from './follow.js';
import { problemText } from './get.js';
import { knownTrials, type SweepSummary, sweeps } from './live/known.js';
import { loadSweeps, loadTrials, renewals } from './live/live.js';

/** All sweeps, latest first; they change as the server tells. */
export function useSweeps(): Answer<readonly SweepSummary[]> {
  const problem = useFirst(sweeps.value === null, 'sweeps', loadSweeps);
  const data = sweeps.value && [...sweeps.value.values()].sort((a, b) => b.sweep - a.sweep);
  return { data, problem };
}

/** All trials of a sweep, by id; they change as the server tells. */
export function useTrials(sweep: number): Answer<ReadonlyMap<number, TrialEntry>> {
  const data = knownTrials(sweep).value;
  const problem = useFirst(data === null, `trials of ${sweep}`, () => loadTrials(sweep));
  return { data, problem };
}

/** Asks for what is missing, and again when the server is back. */
function useFirst(isMissing: boolean, what: string, ask: () => Promise<void>): string | null {
  const [problem, setProblem] = useState<string | null>(null);
  const renewal = renewals.value;
  useEffect(() => {
    if (!isMissing) return;
    ask().then(
      () => setProblem(null),
      (error) => setProblem(problemText(error)),
    );
  }, [isMissing, what, renewal]);
  return isMissing ? problem : null;
}
