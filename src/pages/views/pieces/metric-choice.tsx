import { type MetricName, metricsShown } from '../../../core/metric.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import { Choice } from '../../parts/toolbar.js';
import { change, state } from '../../router.js';

/** By which metric trials are looked at. */
export function MetricChoice({ sweep }: { readonly sweep: SweepDocument }) {
  const own = { name: sweep.metric, goal: sweep.goal };
  const names = metricsShown([own, ...sweep.objectives]);
  return (
    <Choice<MetricName>
      label="metric"
      value={state.value.metric ?? sweep.metric}
      options={names.map((name) => ({ value: name, text: name }))}
      onChoose={(name) => change({ metric: name === sweep.metric ? null : name, zoom: {} })}
    />
  );
}
