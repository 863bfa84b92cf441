import { useMemo } from 'preact/hooks';
import { curves as curvesChart } from '../../../charts/kinds/curves.js';
import { TRIAL_STATES } from '../../../core/trial-state.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { useDocument } from '../../data/use-document.js';
import { curveDocuments } from '../../models/trial-curves.js';
import { Chart } from '../../parts/chart/chart.js';
import { Awaited } from '../../parts/notices.js';
import { Toolbar } from '../../parts/toolbar.js';
import { state } from '../../router.js';
import { MetricChoice } from '../pieces/metric-choice.js';

/** Their curves in one picture, on the metric of the first one's sweep. */
export function Curves({ trials }: { readonly trials: readonly TrialDocument[] }) {
  const [first] = trials;
  const sweep = useDocument(first ? 'sweep' : null, first ? { sweep: first.sweep } : {});
  const metric = state.value.metric ?? first?.metric ?? null;
  const documents = useMemo(
    () => (sweep.data && metric ? curveDocuments(trials, sweep.data, metric) : null),
    [trials, sweep.data, metric],
  );
  const options = useMemo(() => {
    return { top: 0, chosen: trials.map(({ trial }) => trial), states: TRIAL_STATES, brush: {} };
  }, [trials]);
  return (
    <section>
      <h2>Curves</h2>
      <Awaited
        answer={{ ...sweep, data: documents && sweep.data && { documents, sweep: sweep.data } }}
      >
        {(known) => (
          <>
            <Toolbar label="What the curves show">
              <MetricChoice sweep={known.sweep} />
            </Toolbar>
            <Chart def={curvesChart} documents={known.documents} options={options} height={340} />
          </>
        )}
      </Awaited>
    </section>
  );
}
