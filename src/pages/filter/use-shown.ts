import { useMemo } from 'preact/hooks';
import type { SweepDocument } from '../../results/documents/live/sweep.js';
import type { TrialEntry, TrialsDocument } from '../../results/documents/live/trials.js';
import { state } from '../router.js';
import { matching } from './kept-trials.js';

/**
 * The trials as charts take them: those that the filter's words leave. By states and brushes charts
 * go themselves, some by drawing the others gray.
 */
export function useShown(
  { sweep, metric }: Pick<SweepDocument, 'sweep' | 'metric'>,
  trials: ReadonlyMap<number, TrialEntry>,
): TrialsDocument {
  const { filter } = state.value;
  return useMemo(() => {
    const all = [...trials.values()].sort((a, b) => a.number - b.number);
    return { sweep, metric, trials: matching(all, filter, metric) };
  }, [sweep, metric, trials, filter]);
}
