import { best } from '../../../charts/kinds/best.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import { useDocument } from '../../data/use-document.js';
import { useTrials } from '../../data/use-trials.js';
import { useShown } from '../../filter/use-shown.js';
import { Chart } from '../../parts/chart/chart.js';
import { Awaited } from '../../parts/notices.js';
import type { ViewDef } from '../view-def.js';
import { About } from './about.js';
import { Announce } from './announce.js';
import { Board } from './board.js';
import { Failures } from './failures.js';

export const sweepView: ViewDef = {
  path: '/s/:sweep',
  title: 'Overview',
  key: 'o',
  component: Sweep,
};

function Sweep({ id }: { readonly id: number }) {
  const sweep = useDocument('sweep', { sweep: id });
  const trials = useTrials(id);
  const board = useDocument('leaderboard', { sweep: id });
  return (
    <Awaited answer={sweep}>
      {(document) => (
        <>
          <h1>{document.name}</h1>
          <Awaited answer={trials}>
            {(known) => (
              <>
                <About sweep={document} trials={known} board={board.data} />
                <BestSoFar sweep={document} trials={known} />
                <Board sweep={document} trials={known} board={board} />
                <Failures trials={known} />
                <Announce sweep={document} trials={known} />
              </>
            )}
          </Awaited>
        </>
      )}
    </Awaited>
  );
}

function BestSoFar({
  sweep,
  trials,
}: {
  readonly sweep: SweepDocument;
  readonly trials: ReadonlyMap<number, TrialEntry>;
}) {
  const shown = useShown(sweep, trials);
  // The leaderboard beneath says that nothing fits.
  if (shown.trials.length === 0 && trials.size > 0) return null;
  return <Chart def={best} documents={{ sweep, trials: shown }} height={260} />;
}
