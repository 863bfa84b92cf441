import { trialsShown } from '../../charts/parts/trials-shown.js';
import type { MetricName } from '../../core/metric.js';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import type { ViewState } from '../address/view-state.js';
import { askableNames } from './meant-name.js';
import { parseFilter } from './parse-filter.js';

/** The trials that all that is set leaves: the filter's words, the states, the brushes. */
export function keptTrials(
  trials: readonly TrialEntry[],
  { filter, states, brush }: Pick<ViewState, 'filter' | 'states' | 'brush'>,
  metric: MetricName,
): readonly TrialEntry[] {
  return trialsShown(
    matching(trials, filter, metric),
    { brush, ...(states.length > 0 && { states }) },
    metric,
  );
}

/** The same by the filter's words alone: charts themselves go by states and brushes. */
export function matching(
  trials: readonly TrialEntry[],
  filter: string,
  metric: MetricName,
): readonly TrialEntry[] {
  if (filter.trim() === '') return trials;
  return trials.filter(parseFilter(filter, metric, askableNames(trials, metric)));
}
