import { bestFirst } from '../../../charts/parts/trials-shown.js';
import { numberText } from '../../../charts/value-text.js';
import type { SweepSummary } from '../../data/live/known.js';
import { useTrials } from '../../data/use-trials.js';

/** A sweep's best value, and the trial that it is of. */
export function BestOf({
  sweep: { sweep, goal, trials: counts },
}: {
  readonly sweep: SweepSummary;
}) {
  const { data } = useTrials(sweep);
  if (data === null) return <span class="waiting">…</span>;
  const [best] = bestFirst([...data.values()], goal);
  if (!best) return <>{counts.finished === 0 ? 'none finished' : '-'}</>;
  return (
    <>
      {numberText(best.value)} <a href={`/t/${best.trial}`}>trial {best.trial}</a>
    </>
  );
}
