import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { MetricName } from '../../../core/metric.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry, TrialsDocument } from '../../../results/documents/live/trials.js';
import type { Answer } from '../../data/follow.js';
import { useDocument } from '../../data/use-document.js';
import { useTrials } from '../../data/use-trials.js';
import { FilterBar } from '../../filter/filter-bar.js';
import { filterProblem } from '../../filter/filter-problems.js';
import { keptTrials, matching } from '../../filter/kept-trials.js';
import { Awaited } from '../../parts/notices.js';
import { state } from '../../router.js';

/** What the pages of a sweep are about. */
export interface SweepData {
  readonly sweep: SweepDocument;
  /** On the metric that is looked at; those that the filter's words leave, whatever their states. */
  readonly trials: TrialsDocument;
  /** Of these, what states and brushes leave, too. */
  readonly kept: readonly TrialEntry[];
  /** Of the sweep. */
  readonly all: number;
  /** What of the filter cannot be read; null: nothing. */
  readonly problem: string | null;
}

/** A page of a sweep whose trials are known. */
export function SweepPage({
  id,
  children,
}: {
  readonly id: number;
  readonly children: (data: SweepData) => ComponentChildren;
}) {
  const sweep = useDocument('sweep', { sweep: id });
  const trials = useTrialsOn(id, sweep.data, state.value.metric);
  return (
    <Awaited answer={sweep}>
      {(document) => (
        <Awaited answer={trials}>
          {(entries) => <Kept sweep={document} all={entries} page={children} />}
        </Awaited>
      )}
    </Awaited>
  );
}

function Kept({
  sweep,
  all,
  page,
}: {
  readonly sweep: SweepDocument;
  readonly all: TrialsDocument;
  readonly page: (data: SweepData) => ComponentChildren;
}) {
  const { filter, states, brush } = state.value;
  const trials = useMemo(
    () => ({ ...all, trials: matching(all.trials, filter, all.metric) }),
    [all, filter],
  );
  const kept = useMemo(
    () => keptTrials(trials.trials, { filter: '', states, brush }, all.metric),
    [trials, states, brush],
  );
  const problem = useMemo(() => filterProblem(filter, all.metric, all.trials), [all, filter]);
  return <>{page({ sweep, trials, kept, all: all.trials.length, problem })}</>;
}

/** The filter of a sweep's pages, with what it leaves. */
export function SweepFilter({ kept, all, problem }: Pick<SweepData, 'kept' | 'all' | 'problem'>) {
  return <FilterBar shown={kept.length} of="trials" {...{ all, problem }} />;
}

/** A sweep's trials on a metric: on its own they come live, on another they are asked for. */
function useTrialsOn(
  id: number,
  sweep: SweepDocument | null,
  metric: MetricName | null,
): Answer<TrialsDocument> {
  const isOther = metric !== null && sweep !== null && metric !== sweep.metric;
  const other = useDocument(isOther ? 'trials' : null, { sweep: id, metric });
  const live = useTrials(id);
  const own = useMemo(() => {
    if (!sweep || !live.data) return null;
    const trials = [...live.data.values()].sort((a, b) => a.number - b.number);
    return { sweep: id, metric: sweep.metric, trials };
  }, [live.data, sweep?.metric]);
  return isOther ? other : { data: own, problem: live.problem };
}
